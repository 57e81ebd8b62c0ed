"""Files that nothing refers to go by night, and none whose row is still to come."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from common import clock
from responses.intake.models import Original
from responses.privacy import orphans, retention, tasks

pytestmark = pytest.mark.django_db


def test_a_file_that_nothing_refers_to_goes_after_a_day(exercise: Any) -> None:
    name = storages["default"].save("originals/left", ContentFile(b"left behind"))
    half = Path(storages["default"].path(f"{name}.0a1b2c3d.resealing"))
    half.write_bytes(b"left by a key rotation that was killed")
    assert orphans.sweep() == 0
    with clock.held(clock.now() + dt.timedelta(days=2)):
        assert orphans.sweep() == 2
    assert not half.exists()
    assert not storages["default"].exists(name)


@pytest.mark.parametrize("guarded", [True, False])
def test_a_file_whose_row_is_still_to_come_stays(exercise: Any, monkeypatch: Any, guarded: bool) -> None:
    """An upload stands between its file and its row while the night's work runs; the control looks at no file's age."""
    if not guarded:
        monkeypatch.setattr(orphans, "_is_settled", lambda storage, name: True)
    row = Original(exercise=exercise, name="letter.pdf", content_type="application/pdf", size=4, sha256="0" * 64)
    row.added_at = clock.now()
    row.file.save("letter", ContentFile(b"%PDF"), save=False)
    tasks.carry_out_retention()
    row.save()
    assert row.file.storage.exists(row.file.name) is guarded


def test_files_that_nothing_refers_to_go_once_a_night_and_each_is_named_in_the_log(exercise: Any, caplog: Any) -> None:
    kept = Original(exercise=exercise, name="letter.pdf", content_type="application/pdf", size=4, sha256="0" * 64)
    kept.added_at = clock.now()
    kept.file.save("letter", ContentFile(b"%PDF"), save=True)
    left = storages["default"].save("reports/left.pdf", ContentFile(b"left behind"))
    claimed = retention.claim()
    assert claimed is not None
    with clock.held(clock.now() + dt.timedelta(days=2)):
        tasks.carry_out_retention()
        assert not storages["default"].exists(left)
        assert left in caplog.text
        again = storages["default"].save("reports/left.pdf", ContentFile(b"left behind"))
        tasks.carry_out_retention()  # another scheduler, the same night
        assert storages["default"].exists(again)
    assert kept.file.storage.exists(kept.file.name)
