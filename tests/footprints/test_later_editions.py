"""A published edition keeps its figures whatever is loaded after it, and every process shows the same ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from engagement import editions, lifecycle
from engagement.models import Edition, Exercise
from engagement.packs import loading
from footprints import geography
from footprints.models import BoundaryScenario, EstimateSource
from footprints.shapes import GeographyShape
from tests import factories
from tests.engagement.breaking import replace
from tests.footprints.test_known import PAGE, northshire
from tests.footprints.test_pages import text_of

ONE_SOURCE = """
bases: [{key: heads, label: Heads counted}]
areas: [{key: north, name: North}, {key: mid, name: Mid}, {key: south, name: South}]
footprints:
  - option: trust
    made_of: area
    base: heads
    places:
      - {key: coast, name: Coast, areas: [north, mid], population: 50000}
      - {key: rest, name: Rest, areas: [south], population: 30000}
estimate_sources:
  - key: survey
    label: A survey
    dated: May 2029
    base: heads
    sizes: [{areas: [north], people: 2}, {areas: [mid], people: 3}]
"""
NEWER = ("sizes: [{areas: [north], people: 2}", "sizes: [{areas: [north], people: 7}")
ONLY_DISTRICTS = """
scenarios: [{key: now, label: As it is}]
bases: [{key: residents, label: Residents}]
groupings: {district: [{key: east, name: East}]}
footprints:
  - option: trust
    made_of: district
    base: residents
    places: [{key: east-place, name: East, district: east, population: 900}]
"""


@pytest.fixture
def exercise(db: None, tmp_path: Path) -> Exercise:
    """Return a published exercise whose edition has one source of estimates."""
    return northshire(tmp_path, ONE_SOURCE)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """Return the pack it was loaded from, to write a newer one."""
    return tmp_path / "northshire"


def newer(pack: Path, *change: str, file: str = "geography.yaml") -> loading.Loaded:
    """Load the pack with a change to one of its files."""
    replace(file, *change)(pack)
    return loading.load(pack, change_note="A newer survey")


def shape_of(edition: Edition) -> GeographyShape:
    found = geography.of(editions.compiled(edition.pk))
    assert found is not None
    return found


def test_a_newer_source_of_estimates_leaves_the_published_figures_as_they_were(
    exercise: Exercise, pack: Path, reader: Client
) -> None:
    before = text_of(reader, PAGE.format(exercise.slug))
    assert "About 20,000" in before
    edition = newer(pack, *NEWER).edition
    factories.forget_editions()  # as in a process that starts now
    assert text_of(reader, PAGE.format(exercise.slug)) == before
    lifecycle.publish(exercise, edition=edition, by=None, reason="The newer survey is out")
    assert "About 35,000" in text_of(reader, PAGE.format(exercise.slug))


def test_a_process_that_runs_and_one_that_starts_later_agree_on_every_edition(exercise: Exercise, pack: Path) -> None:
    running = {exercise.editions.get(): shape_of(exercise.editions.get())}
    for change in (NEWER, ("dated: May 2029", "dated: May 2030"), ("key: survey", "key: other")):
        edition = newer(pack, *change).edition
        running[edition] = shape_of(edition)
    factories.forget_editions()
    assert {edition: shape_of(edition) for edition in running} == running
    assert len(set(running.values())) == 4


def test_loading_says_which_sources_changed_and_the_same_pack_twice_changes_nothing(
    exercise: Exercise, pack: Path
) -> None:
    assert newer(pack, *NEWER).changes == ("sources of estimates: changed survey",)
    assert newer(pack, "key: survey", "key: lists").changes == ("sources of estimates: added lists; took out survey",)
    rows = EstimateSource.objects.count()
    again = loading.load(pack)
    assert (again.is_new, EstimateSource.objects.count()) == (False, rows)
    assert newer(pack, "A trust", "A Trust", file="options.yaml").changes == (
        "wording changed: options, questions",  # which name the options
    )
    assert newer(pack, "bases:", "# The count of May\nbases:").changes == ("nothing that readers see",)


def test_published_populations_are_structure_and_no_later_edition_changes_them(exercise: Exercise, pack: Path) -> None:
    with pytest.raises(loading.StructureChanged, match="geography"):
        newer(pack, "population: 30000", "population: 31000")
    assert shape_of(exercise.editions.get()).by_number[1].places[1].people(None) == 30_000


def test_before_it_is_published_all_may_change_and_nothing_of_the_earlier_stays(pack: Path, exercise: Exercise) -> None:
    Exercise.objects.update(state=Exercise.State.DRAFT, edition=None)
    edition = newer(pack, "population: 30000", "population: 31000").edition
    assert EstimateSource.objects.get().edition == edition
    assert shape_of(edition).by_number[1].places[1].people(None) == 31_000


def test_a_geography_without_areas_has_later_editions_too(db: None, tmp_path: Path, pack: Path) -> None:
    northshire(tmp_path, ONLY_DISTRICTS)
    edition = newer(pack, "A trust", "A Trust", file="options.yaml").edition
    assert edition.number == 2
    assert BoundaryScenario.objects.count() == 1
    assert shape_of(edition).by_number[1].places[0].people(None) == 900


def test_an_edition_has_a_source_once_and_one_at_each_position(exercise: Exercise) -> None:
    source = EstimateSource.objects.get()
    for key, position in (("survey", 1), ("other", 0)):
        with pytest.raises(IntegrityError), transaction.atomic():
            EstimateSource.objects.create(edition=source.edition, base=source.base, key=key, position=position)
