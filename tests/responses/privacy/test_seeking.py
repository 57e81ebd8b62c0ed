"""What a person is looked for by stands in a text however people write it, and in no longer word or number."""

from __future__ import annotations

import pytest

from common.errors import DomainError
from responses.privacy.seeking import sought


@pytest.mark.parametrize(
    ("by", "typed", "text"),
    [
        ("telephone", "01632 960555", "ring 01632960555"),
        ("telephone", "01632960555", "ring (01632) 960-555 after six"),
        ("telephone", "01632 960555", "+44 1632 960 555"),
        ("telephone", "+44 (0)1632 960555", "0044 (0) 1632 960555"),
        ("telephone", "+441632960555", "01632/960555"),
        ("name", "A  resident", "a RESIDENT"),
        ("name", "resident's friend", "The resident's\nfriend"),
        ("name", "A resident's friend", "a resident’s friend"),
        ("name", "Zo\u00eb", "To Zoe\u0308, with thanks"),
        ("name", "Zoe\u0308", "To Zo\u00eb, with thanks"),
        ("telephone", "0033 1 99 00 12 34", "+33 199001234"),
        ("telephone", "+33 1 99 00 12 34", "0033 199 00 12 34"),
        ("email", "A.B@example.org", "to <a.b@EXAMPLE.org>."),
    ],
)
def test_it_is_found_as_people_write_it(by: str, typed: str, text: str) -> None:
    assert sought(by, typed).stands.search(text)


@pytest.mark.parametrize(
    ("by", "typed", "text"),
    [
        ("telephone", "01632 960555", "01632 9605551"),
        ("telephone", "01632 960555", "101632960555"),
        ("name", "A resident", "A residential home"),
        ("name", "A resident", "Norfolka resident"),
        ("email", "a@example.org", "a@example.org.uk"),
    ],
)
def test_what_only_begins_or_ends_alike_is_somebody_elses(by: str, typed: str, text: str) -> None:
    assert not sought(by, typed).stands.search(text)


@pytest.mark.parametrize(
    ("by", "typed"), [("telephone", "0163"), ("telephone", "none"), ("name", "ab"), ("email", "a")]
)
def test_what_would_find_everybody_is_refused(by: str, typed: str) -> None:
    with pytest.raises(DomainError):
        sought(by, typed)


def test_one_person_is_told_from_another_and_in_each_exercise_by_itself() -> None:
    one, other = sought("email", "A@example.org "), sought("email", "b@example.org")
    assert one.person(1) == sought("email", "a@EXAMPLE.org").person(1)
    assert len({one.person(1), one.person(2), other.person(1)}) == 3
