"""An exercise that asks for two footprints: the patterns of maps stand once on a page, since an id does."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from analysis.render import html
from analysis.render.base import Job
from analysis.render.pages import Pages
from analysis.render.standalone import standalone
from engagement.models import Exercise
from responses.moderation import moderation
from tests import factories
from tests.accounts.factories import member
from tests.analysis.building import built
from tests.analysis.drawing import PAIRS

pytestmark = pytest.mark.django_db
SECOND = """
      - key: shelters-footprint
        kind: footprint
        title: How would you group them for shelters?
"""


@pytest.fixture
def exercise(db: None, tmp_path: Path) -> Exercise:
    """Eight people drew a footprint for either question."""
    cache.clear()
    pack = tmp_path / "northeast"
    shutil.copytree(factories.NORTHSHIRE.parent / "northeast", pack)
    asked = pack / "questions.yaml"
    first, times, rest = asked.read_text().partition("  - key: times\n")
    asked.write_text(first.rstrip("\n") + SECOND + times + rest)
    exercise = factories.loaded(pack, open_for=10, opened_days_ago=10)
    moderator = member(exercise.organisation, Role.COMMUNICATIONS)
    drawn = json.dumps({"from": None, "places": [{"name": areas[0], "areas": areas} for areas in PAIRS]})
    for _ in range(8):
        response = factories.sent(exercise, {"shelters-footprint": drawn, "times-footprint": drawn})
        moderation.accept(response.pk, version=response.version, by=moderator)
    return exercise


def test_the_page_of_both_has_the_patterns_of_maps_once(exercise: Exercise) -> None:
    client = Client()
    client.force_login(member(exercise.organisation, Role.ANALYST))
    shown = client.get(reverse("analysis_staff:patterns", args=[exercise.slug])).content.decode()
    assert shown.count("Areas put in the same place:") >= 2
    assert shown.count('class="app-thumbnail app-drawn"') >= 2
    assert shown.count('id="tone-0"') == 1


def test_so_has_the_report_in_one_file_and_each_of_its_pages(exercise: Exercise, tmp_path: Path) -> None:
    report = built(exercise)
    html.render(Job(report, report.data, tmp_path / "pages.zip"))
    with (tmp_path / "pages.zip").open("rb") as kept:
        whole = standalone(kept)
        pages = [Pages(kept).html(key) for key in ("q1", "q2")]
    assert whole.count('class="app-thumbnail app-drawn"') > 16
    assert whole.count('id="tone-0"') == 1
    assert [page.count('id="tone-0"') for page in pages] == [1, 1]
