from __future__ import annotations

import pytest

from accounts.models import Role
from analysis import formats
from engagement import editions
from tests.accounts.conftest import Cast, cast
from tests.accounts.factories import member
from tests.analysis.factories import small_exercise

__all__ = ["Cast", "cast"]


@pytest.fixture(autouse=True)
def _no_kept_editions(charts_drawn_once):
    """After a rollback the ids of editions come again."""
    editions.compiled.cache_clear()


@pytest.fixture
def exercise(db):
    return small_exercise()


@pytest.fixture
def moderator(exercise):
    return member(exercise.organisation, Role.COMMUNICATIONS)


@pytest.fixture
def plain_files(monkeypatch):
    """Make Word, PDF and Excel files of a few bytes, where a test is about the walk of a report."""
    original = formats.renderer

    def renderer(name):
        heavy = name in {"docx", "pdf", "xlsx"}
        return (lambda job: job.target.write_bytes(b"PK")) if heavy else original(name)

    monkeypatch.setattr(formats, "renderer", renderer)
    monkeypatch.setattr("analysis.render.charts.svg", lambda chart, **shape: "<svg></svg>")
