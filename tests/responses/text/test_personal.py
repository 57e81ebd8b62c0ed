"""Suggestions of personal data: what is found, what is not, and how well on texts whose answer is known."""

from __future__ import annotations

import itertools

import pytest

from bench.labelled import SORTS_WITH_FORM, generate
from bench.measures.suggestions import counted, precision, recall
from responses.text.personal import Sort, find


def found(text: str) -> list[tuple[str, str]]:
    return [(one.sort.value, text[one.start : one.end]) for one in find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("My NHS number is 943 476 5919.", [("nhs_number", "943 476 5919")]),
        ("943-476-5919", [("nhs_number", "943-476-5919")]),
        ("NHS no: 943 476 5918", [("nhs_number", "943 476 5918")]),  # mistyped, but called one
        ("943 476 5918", []),
        ("My NI number is ab 12 34 56 c", [("national_insurance", "ab 12 34 56 c")]),
        ("NINO AB123456", [("national_insurance", "AB123456")]),
        ("form AB123456", []),
        ("Ring (01632) 960 123 ext 12.", [("telephone", "(01632) 960 123 ext 12")]),
        ("+44 (0)7700 900123", [("telephone", "+44 (0)7700 900123")]),
        ("+353 1 234 5678", [("telephone", "+353 1 234 5678")]),
        ("call me on 960123", [("telephone", "960123")]),
        ("write to o'neil+x@example.org.uk.", [("email", "o'neil+x@example.org.uk")]),
        ("jo [at] example [dot] org", [("email", "jo [at] example [dot] org")]),
        ("in nr1 3ju now", [("postcode", "nr1 3ju")]),
        ("the EN1 2nd edition", []),
        ("4111 1111 1111 1111", [("card", "4111 1111 1111 1111")]),
        ("sort code 12-34-56", [("bank_account", "12-34-56")]),
        ("I live at 12 mill lane", [("address", "12 mill lane")]),
        ("Flat 3, 12a St Mary's Close", [("address", "Flat 3, 12a St Mary's Close")]),
        ("born on 12th of March 1954", [("date_of_birth", "12th of March 1954")]),
        ("the meeting of 12 March 1954", []),
        ("my GP is Dr Abara", [("name", "Abara")]),
        ("my consultant, Łukasz Gill", [("name", "Łukasz Gill")]),
        ("my GP is very good", []),
        ("My consultant said so", []),
        ("", []),
    ],
)
def test_what_is_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_places_are_code_points_and_never_overlap() -> None:
    text = "🙂 ring 07700 900123, my NHS number is 943 476 5919 🙂 NR1 3JU"
    spans = [(one.start, one.end) for one in find(text)]
    assert [text[start:end] for start, end in spans] == ["07700 900123", "943 476 5919", "NR1 3JU"]
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))


def test_a_long_text_of_figures_takes_no_time_to_speak_of() -> None:
    assert len(find("1 2-3 " * 5_000 + "a@" * 2_000 + " my GP is" * 500)) < 10_000


def test_of_texts_that_are_generated_enough_is_found_and_little_that_is_wrong() -> None:
    """The same measure on 20,000 texts: python -m bench --only suggestions."""
    counts = counted(generate(1_500, seed=3))
    assert {sort: recall(counts, sort) for sort in SORTS_WITH_FORM if recall(counts, sort) < 0.98} == {}
    assert {sort: precision(counts, sort) for sort in Sort if precision(counts, sort) < 0.8} == {}
    assert precision(counts, "all") >= 0.9
