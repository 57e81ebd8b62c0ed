"""What the public pages of an exercise say: where it stands, its paragraphs and links, and only what it has."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from engagement import lifecycle, phases
from engagement.models import Exercise
from tests.engagement.support import pages_of

pytestmark = pytest.mark.usefixtures("held")


Hold = Callable[[str], None]


HOME = "/exercises/norfolk-waveney-2021/"


BEFORE, DURING, AFTER = "2021-05-01 12:00", "2021-06-01 12:00", "2021-09-01 12:00"


def text_of(reader: Client, page: str) -> str:
    html = reader.get(page).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.split("<main", 1)[1].split("</main>")[0]))


def test_the_hub_lists_open_coming_and_closed_exercises(
    norfolk: Exercise, small: Exercise, reader: Client, held: Hold
) -> None:
    small.closes_at = phases.end_of_day(phases.dt.date(2021, 6, 30))
    small.save()
    assert "Open now" in text_of(reader, "/")
    held("2021-06-16")
    said = text_of(reader, "/")
    assert said.index("Open now") < said.index("Where should people wait") < said.index("Closed")
    held(BEFORE)
    assert "Opening soon" in text_of(reader, "/")


def test_a_site_without_exercises_says_so(db: None, reader: Client) -> None:
    assert "nothing to answer at present" in text_of(reader, "/")


def test_the_overview_leads_to_the_answer_only_while_one_can_be_begun(
    norfolk: Exercise, reader: Client, held: Hold
) -> None:
    answer = reverse("responses:start", args=[norfolk.slug])
    button = re.compile(rf'<a class="nhsuk-button"\s+href="{answer}">Give your views</a>')
    assert button.search(reader.get(HOME).content.decode())
    assert "12 days left" in text_of(reader, HOME)
    held(BEFORE)
    assert not button.search(reader.get(HOME).content.decode())
    assert "Not open yet" in text_of(reader, HOME)
    assert "from Monday 24 May 2021" in text_of(reader, HOME)
    held(AFTER)
    assert not button.search(reader.get(HOME).content.decode())
    assert "This exercise closed at the end of Sunday 13 June 2021." in text_of(reader, HOME)


def test_the_decision_path_says_where_it_stands(norfolk: Exercise, reader: Client, held: Hold) -> None:
    assert "People tell us what they think You are here" in text_of(reader, HOME)
    held(AFTER)
    said = text_of(reader, HOME)
    assert "People tell us what they think (done)" in said
    assert "Every response is read and analysed You are here" in said


NAUGHTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7|add:7 }} {% load static %}",
    "a < b & c > d",
    "\u202eright to left\u202c \u0000-free \U0001f9d1\u200d\u2695\ufe0f",
]


@pytest.mark.parametrize("naughty", NAUGHTY)
def test_a_notice_is_shown_as_it_was_written_and_never_as_markup(
    norfolk: Exercise, reader: Client, naughty: str
) -> None:
    from django.utils.html import escape

    naughty = naughty.replace("\u0000", "")
    lifecycle.post_notice(norfolk, text=naughty, by=None, reason="To try it")
    html = reader.get(HOME).content.decode()
    assert escape(naughty) in html
    assert "<script>alert" not in html
    assert "<img" not in html


def test_every_paragraph_can_be_linked_and_its_number_is_the_link(norfolk: Exercise, reader: Client) -> None:
    html = reader.get(f"{HOME}document/print/").content.decode()
    numbers = [int(number) for number in re.findall(r'id="p(\d+)"', html)]
    assert numbers == list(range(1, 62))
    for number in numbers:
        assert f'href="#p{number}"' in html
    assert 'id="p14"' in reader.get(f"{HOME}document/c/").content.decode()


def test_links_between_paragraphs_lead_to_the_right_page_and_stay_on_the_one_page(
    norfolk: Exercise, reader: Client
) -> None:
    assert f'href="{HOME}document/c/#p14"' in reader.get(f"{HOME}document/appendix-c/").content.decode()
    assert f"{HOME}document/c/#p14" not in reader.get(f"{HOME}document/print/").content.decode()


def test_sections_that_a_question_names_end_with_the_way_to_it(norfolk: Exercise, reader: Client) -> None:
    asked = {key: "What do you think of this?" in text_of(reader, f"{HOME}document/{key}/") for key in "abcdefghijk"}
    assert [key for key, is_asked in asked.items() if is_asked] == ["g", "h"]


def test_a_lost_picture_is_said_to_be_lost_and_said_in_words(norfolk: Exercise, reader: Client) -> None:
    said = text_of(reader, f"{HOME}document/c/")
    assert said.count("The picture is not available here. In words:") == 2
    assert "thicker black line" in said


def test_an_exercise_without_options_shows_none_of_it(small: Exercise, reader: Client) -> None:
    for page in pages_of(small):
        html = reader.get(page).content.decode()
        assert "options/" not in html, page
        assert "Waveney" not in html
    said = text_of(reader, f"/exercises/{small.slug}/")
    assert "How it is decided" not in said
    assert "The two questions" in said
    for page in ("options/", "options/1/", "options/compare/"):
        assert reader.get(f"/exercises/{small.slug}/{page}").status_code == 404


def test_the_header_leads_to_the_options_where_there_are_any(norfolk: Exercise, reader: Client) -> None:
    header = reader.get(HOME).content.decode().split("</header>")[0]
    assert f'href="{HOME}options/"' in header
