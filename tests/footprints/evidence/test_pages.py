"""The pages of evidence, and the evidence beside the boxes of an option."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from engagement import editions
from engagement.models import Exercise
from footprints.facts import facts
from tests.engagement.support import opened
from tests.factories import NORTHSHIRE
from tests.footprints.evidence.test_another_exercise import COAST
from tests.footprints.test_known import northshire
from tests.footprints.test_pages import OPTIONS, text_of

ALL = f"{OPTIONS}evidence/"


def naming(*keys: str) -> str:
    """Return factors of which the first names this evidence."""
    return (
        f"factors:\n  - {{key: travel, title: Travel, detail: How far., evidence: [{', '.join(keys)}]}}\n"
        "  - {key: cost, title: Cost, detail: What it costs.}\n"
    )


@pytest.mark.usefixtures("held")
def test_every_factor_has_a_section_and_three_say_that_data_does_not_speak_to_them(
    norfolk: Exercise, reader: Client
) -> None:
    said = text_of(reader, ALL)
    for factor in editions.of(norfolk).factors:
        assert factor.title.replace("'", "&#x27;") in said
    assert said.count("Published data does not speak to this factor.") == 3
    assert "On three of the nine it says nothing" in said


@pytest.mark.usefixtures("held")
def test_each_option_has_its_sentence_and_the_same_one_is_said_once(norfolk: Exercise, reader: Client) -> None:
    said = text_of(reader, ALL)
    assert "Option 3 , Option 4 All 5 localities are whole." in said
    assert "Option 6 All 8 districts are whole." in said
    assert "Under every option: The yardstick is 30,000 to 50,000." in said


@pytest.mark.usefixtures("held")
def test_the_scenario_is_chosen_in_the_address(norfolk: Exercise, reader: Client) -> None:
    assert "Option 6 All 7 districts are whole." in text_of(reader, f"{ALL}?scenario=without-waveney")
    assert reader.get(f"{ALL}?scenario=moon").status_code == 404


@pytest.mark.usefixtures("held")
def test_an_option_has_a_page_of_its_own_with_the_areas_behind_each_sentence(norfolk: Exercise, reader: Client) -> None:
    said = text_of(reader, f"{OPTIONS}2/evidence/")
    assert (
        "Breckland In 2 places, through shared areas "
        "Central place: Ketts Oak (shared); West place: Breckland, Mid Norfolk, Swaffham &amp; Downham (shared)"
    ) in said
    assert "Areas that look to more than one hospital: North Norfolk 1" in said
    assert reader.get(f"{OPTIONS}99/evidence/").status_code == 404


@pytest.mark.usefixtures("held")
def test_the_other_count_is_named_and_never_set_against_the_first(norfolk: Exercise, reader: Client) -> None:
    said = text_of(reader, ALL)
    assert "Options 1, 2, 3, 4, 5: GP practice lists. Option 6: Mid-2019 population estimates." in said
    assert "cannot be compared or added up" in said


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("page", [OPTIONS, f"{OPTIONS}4/"])
def test_the_pages_of_options_lead_to_the_evidence(norfolk: Exercise, reader: Client, page: str) -> None:
    target = ALL if page == OPTIONS else f"{page}evidence/"
    assert f'href="{target}' in reader.get(page).content.decode()


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("word", ["best", "worst", "score", "rank", "winner"])
def test_nothing_is_ranked(norfolk: Exercise, reader: Client, word: str) -> None:
    assert word not in text_of(reader, ALL).lower()


def test_beside_the_boxes_the_evidence_stands_folded_away_for_both_scenarios(norfolk: Exercise) -> None:
    beside = facts(editions.of(norfolk), 1)
    folded = beside.split("<details", 1)[1]
    assert "With Waveney: 6 of 8 districts are whole." in folded
    assert "Without Waveney: 5 of 7 districts are whole." in folded
    assert "<li>3 of 5 localities are whole." in folded  # under both
    assert "/options/1/evidence/" in folded
    assert " open" not in folded.split(">")[0]


def test_an_exercise_without_geography_has_no_evidence(db: None, reader: Client) -> None:
    exercise = opened(NORTHSHIRE)
    page = f"/exercises/{exercise.slug}/options/"
    assert reader.get(f"{page}evidence/").status_code == 404
    assert reader.get(f"{page}1/evidence/").status_code == 404
    assert "evidence" not in reader.get(page).content.decode()


def test_where_no_factor_names_evidence_there_is_none(db: None, tmp_path: Path, reader: Client) -> None:
    exercise = northshire(tmp_path, COAST)
    page = f"/exercises/{exercise.slug}/options/"
    assert reader.get(f"{page}evidence/").status_code == 404
    assert "evidence" not in reader.get(f"{page}1/").content.decode()
    assert "<details" not in facts(editions.of(exercise), 1)


def test_another_exercise_shows_what_its_own_data_has(db: None, tmp_path: Path, reader: Client) -> None:
    def change(folder: Path) -> None:
        (folder / "factors.yaml").write_text(naming("districts", "hospitals", "balance"))

    exercise = northshire(tmp_path, COAST, change=change)
    said = text_of(reader, f"/exercises/{exercise.slug}/options/evidence/")
    assert "Option 2 1 of 2 districts is whole." in said
    assert "the largest has 2.0 times as many people as the smallest" in said  # 600,000 to 300,000
    assert "hospital" not in said
    assert said.count("Published data does not speak to this factor.") == 1
    assert "Boundary scenario" not in said
