"""The pages about options, as a reader sees them."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from engagement.models import Exercise

pytestmark = pytest.mark.usefixtures("held")
OPTIONS = "/exercises/norfolk-waveney-2021/options/"


def text_of(reader: Client, page: str) -> str:
    html = reader.get(page).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.split("<main", 1)[1].split("</main>")[0]))


def test_the_scenario_is_a_link_and_changes_places_areas_and_figures(norfolk: Exercise, reader: Client) -> None:
    with_it = text_of(reader, f"{OPTIONS}1/")
    without = text_of(reader, f"{OPTIONS}1/?scenario=without-waveney")
    assert "721,504 people" in with_it
    assert "588,888 people" in without
    assert "Without Waveney, South Waveney and Lowestoft are not part of it." in without
    assert '<a href="?scenario=without-waveney"' in re.sub(r"\s+", " ", reader.get(f"{OPTIONS}1/").content.decode())


def test_both_figures_are_on_the_page_without_switching(norfolk: Exercise, reader: Client) -> None:
    said = text_of(reader, f"{OPTIONS}2/")
    assert "241,574" in said
    assert "108,958" in said


def test_option_six_has_its_own_base_and_says_which_areas_straddle(norfolk: Exercise, reader: Client) -> None:
    said = text_of(reader, f"{OPTIONS}6/")
    assert "Eight places with Waveney" in said
    assert "Counted by Mid-2019 population estimates." in said
    assert "West Norwich (part)" in said
    assert "The whole district, not just Waveney." in said
    assert "nearest" not in said
    without = text_of(reader, f"{OPTIONS}6/?scenario=without-waveney")
    assert "Seven places without Waveney" in without
    assert "Without Waveney, East Suffolk is not a place of this option." in without


def test_the_comparison_names_the_place_of_every_area(norfolk: Exercise, reader: Client) -> None:
    html = reader.get(f"{OPTIONS}compare/").content.decode()
    assert len(re.findall(r'data-label="Option \d"', html)) == 20 * 6
    without = reader.get(f"{OPTIONS}compare/?scenario=without-waveney").content.decode()
    assert len(re.findall(r'data-label="Option \d"', without)) == 18 * 6
    assert without.count("Not part of the system without Waveney") == 2


def test_the_overview_says_that_different_counts_cannot_be_compared(norfolk: Exercise, reader: Client) -> None:
    assert "cannot be compared or added up" in text_of(reader, OPTIONS)
