"""A note falls into its paragraphs and bullets, and what is composed of points is found again to the letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responses.intake.meetings import attending, splitting
from responses.intake.meetings.attending import Attending


@pytest.mark.parametrize(
    ("note", "points"),
    [
        ("One thing.\n\nAnother thing.", ["One thing.", "Another thing."]),
        (
            "Present were 14.\n- buses\n- trains,\n  late ones\n* parking",
            ["Present were 14.", "buses", "trains,\n  late ones", "parking"],
        ),
        ("1. First\r\n2) Second\r\n\r\n(3) Third", ["First", "Second", "Third"]),
        ("• Żółw 🐢\n• naïve – point", ["Żółw 🐢", "naïve – point"]),
        ("A line\nand its next line", ["A line\nand its next line"]),
        ("2021 was hard.\n\n-5 degrees", ["2021 was hard.", "-5 degrees"]),
        (" \n\n\t\n", []),
    ],
)
def test_paragraphs_and_bullets_become_points(note, points):
    assert splitting.suggest(note) == points


@given(st.text(max_size=600))
def test_every_word_of_a_note_is_in_a_suggested_point(note):
    kept = "".join("".join(splitting.suggest(note)).split())
    left = "".join(splitting.newlines(note).replace("\x00", "").split())
    signs = set("-*•‣▪●○◦–—·().0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") | set(left)
    at = 0
    for character in kept:  # kept is left with nothing but signs of bullets taken out
        at = left.index(character, at) + 1
    assert set(left) - set(kept) <= signs


@given(st.lists(st.text(max_size=80), max_size=12))
def test_points_are_found_again_in_the_answer_that_they_make(texts):
    points = [tidy for text in texts if (tidy := splitting.tidy(text))]
    answer = splitting.compose(points)
    assert [answer[start:end] for start, end in splitting.places(points)] == points
    assert splitting.places_in(answer) == splitting.places(points)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Patient group, 14", [Attending("Patient group", 14)]),
        ("14 members of the patient group", [Attending("members of the patient group", 14)]),
        (
            "Northshire Council (3)\nHealthwatch: 2 people",
            [Attending("Northshire Council", 3), Attending("Healthwatch", 2)],
        ),
        (
            "Friends of Route 66\nFriends of Route 66, 4",
            [Attending("Friends of Route", 66), Attending("Friends of Route 66", 4)],
        ),
        ("The parish council", [Attending("The parish council")]),
        ("Carers, 2\ncarers, 3", [Attending("Carers", 5)]),
        ("\n \n", []),
        ("12", [Attending("12")]),
    ],
)
def test_who_attended_is_read_line_by_line(text, who):
    assert attending.parse(text) == who


@pytest.mark.parametrize("text", ["x" * 201, "\n".join(f"Group {number}x" for number in range(61))])
def test_who_attended_has_limits(text):
    with pytest.raises(ValueError, match=r"too long|or fewer"):
        attending.parse(text)
