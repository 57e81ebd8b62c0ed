"""Evidence in exercises that have other groups, figures that leave a range, or nothing at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagement import editions
from engagement.models import Exercise
from engagement.packs.reading import PackError
from footprints import geography
from footprints.evidence import BY_KEY, kinds, note, told
from footprints.evidence.sizes import balance, place_sizes
from footprints.shapes import GeographyShape
from tests.footprints.test_known import northshire

COAST = """
bases: [{key: heads, label: Heads counted}]
groupings:
  district: [{key: shore, name: Shore}, {key: inland, name: Inland}]
areas:
  - {key: north, name: North, district: [shore]}
  - {key: mid, name: Mid, district: [shore, inland]}
  - {key: south, name: South, district: [inland]}
  - {key: isle, name: Isle, district: [shore]}
footprints:
  - option: trust
    made_of: area
    base: heads
    places:
      - {key: coast, name: Coast, areas: [north, mid], population: 300000}
      - {key: rest, name: Rest, areas: [south, isle], population: 600000}
  - option: charity
    made_of: area
    base: heads
    places:
      - {key: land, name: Land, areas: [mid, south], population: {}}
      - {key: sea, name: Sea, areas: [north, isle], population: {}}
"""
ALL = tuple(BY_KEY)


def shape_of(exercise: Exercise) -> GeographyShape:
    found = geography.of(editions.of(exercise))
    assert found is not None
    return found


def said(shape: GeographyShape, number: int, kind: str) -> str:
    found = told(shape, shape.by_number[number], BY_KEY[kind], None)
    assert found is not None
    return found.sentence


def test_a_district_is_cut_where_its_own_areas_are_parted(db: None, tmp_path: Path) -> None:
    shape = shape_of(northshire(tmp_path, COAST))
    # Trust: North and Mid against South and Isle. Shore has North and Isle to itself; Inland has South, and Mid shared.
    assert said(shape, 1, "districts") == (
        "None of 2 districts are whole. Cut: Shore (in 2 places). "
        "Whole but for areas that lie in more than one district: Inland (in 2 places)."
    )
    # Charity: Mid and South against North and Isle. Only Mid, which is shared, is not with the rest of Shore.
    assert said(shape, 2, "districts") == (
        "1 of 2 districts is whole. Whole but for areas that lie in more than one district: Shore (in 2 places)."
    )
    assert note(shape, BY_KEY["districts"], None) == "Areas that lie in more than one district: Mid (Shore and Inland)."


def test_where_only_ranges_are_known_that_is_said_and_nothing_is_balanced(db: None, tmp_path: Path) -> None:
    shape = shape_of(northshire(tmp_path, COAST))
    sizes = place_sizes(shape, shape.by_number[2], None)
    assert [(size.low, size.high) for size in sizes] == [(0, 900_000), (0, 900_000)]
    assert said(shape, 2, "place_sizes") == (
        "Of 2 places, none within 250,000 to 500,000, counted by Heads counted. "
        "Of Land and Sea only a range is known, from which it cannot be said."
    )
    assert balance(sizes) is None
    assert told(shape, shape.by_number[2], BY_KEY["balance"], None) is None


def test_evidence_that_the_data_does_not_have_is_left_out(db: None, tmp_path: Path) -> None:
    shape = shape_of(northshire(tmp_path, COAST))
    assert [kind.key for kind in kinds(shape, ALL)] == ["districts", "place_sizes", "balance"]


def test_the_places_of_the_north_east(northeast: Exercise) -> None:
    shape = shape_of(northeast)
    # Of the two places, the North has 1,403,000 people and the South 1,698,000.
    assert said(shape, 2, "balance").startswith(
        "From 1,403,000 (North) to 1,698,000 (South): the largest has 1.2 times as many people as the smallest"
    )
    # Tees Valley is shared by Darlington and County Durham: with four places, the latter lies in two of them.
    assert said(shape, 1, "districts") == (
        "3 of 4 districts are whole. "
        "Whole but for areas that lie in more than one district: County Durham (in 2 places)."
    )
    assert said(shape, 2, "districts") == "All 4 districts are whole."


@pytest.mark.parametrize(
    ("named", "fault"),
    [
        ("[districts, moon]", "factors.yaml, line 4: there is no evidence 'moon'. Name each once, of districts, "),
        ("[balance, balance]", "factors.yaml, line 4: the evidence 'balance' is named twice."),
    ],
)
def test_a_factor_can_name_only_evidence_that_there_is(db: None, tmp_path: Path, named: str, fault: str) -> None:
    def factors(folder: Path) -> None:
        (folder / "factors.yaml").write_text(
            f"factors:\n  - key: travel\n    title: Travel\n    evidence: {named}\n    detail: How far people go.\n"
            "  - {key: cost, title: Cost, detail: What it costs.}\n"
        )

    with pytest.raises(PackError, match="^" + fault.replace(".", r"\.")):
        northshire(tmp_path, COAST, change=factors)
