"""Names of organisations in one spelling, and what a typed one may mean."""

import pytest

from responses.register.likeness import Known, like
from responses.register.names import initials_of, key_of

ON_REGISTER = [
    "Sample Valley PCN",
    "Northshire County Council",
    "Southshire County Council",
    "Northshire and Westering University Hospitals NHS Foundation Trust",
    "Great Haven Borough Council",
    "Millpond Surgery PPG",
    "St John's Surgery",
    "Voices Northshire",
    "Voices Westering",
]
KNOWN = [Known(number, name, key_of(name), False) for number, name in enumerate(ON_REGISTER)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Café Trust Ltd.", "cafe trust"),
        ("Fen & Brecks", "FEN AND  BRECKS"),
        ("St John’s Surgery", "St Johns surgery"),
        ("Example CIC", "example"),
    ],
)
def test_spellings_of_one_name_have_one_key(one, other):
    assert key_of(one) == key_of(other)


def test_no_name_is_without_a_key():
    assert key_of("Ltd") == "ltd"
    assert key_of("!!!") == "!!!"
    assert key_of("日本語") != key_of("中文")
    assert key_of("  ") == ""
    assert initials_of("Fen and Brecks Alliance") == "fba"
    assert initials_of("Two Words") == ""


@pytest.mark.parametrize(
    ("typed", "meant", "why"),
    [
        ("northshire county council", "Northshire County Council", "The same name"),
        ("Sample Valley Primary Care Network", "Sample Valley PCN", "“PCN” for “primary care network”"),
        ("NWUH", "Northshire and Westering University Hospitals NHS Foundation Trust", "The initials of"),
        ("Great Haven BC", "Great Haven Borough Council", "“BC” for “borough council”"),
        ("Milpond Surgery Patient Participation Group", "Millpond Surgery PPG", "typed: milpond"),
        ("Northshier County Counsil", "Northshire County Council", "of 100"),
        ("Council of Northshire County", "Northshire County Council", "in another order"),
        ("Great Haven Council", "Great Haven Borough Council", "not typed: borough"),
    ],
)
def test_the_organisation_that_was_meant_comes_first_with_the_reason(typed, meant, why):
    first = like(typed, KNOWN)[0]
    assert (ON_REGISTER[first.stakeholder], why in first.reason) == (meant, True), first


def test_what_could_be_several_is_left_to_whoever_decides_and_what_is_none_gets_no_suggestion():
    assert [ON_REGISTER[one.stakeholder] for one in like("Voices", KNOWN)] == ["Voices Northshire", "Voices Westering"]
    assert like("Zebra Society", KNOWN) == []
    assert len(like("Northshire County Council", KNOWN)) == 1


def test_another_name_is_said_to_be_one():
    known = [*KNOWN, Known(1, "NCC", "ncc", True)]
    assert like("N.C.C.", [*known])[0].reason != ""
    assert like("ncc", known)[0].reason == "The same as its other name “NCC”"
