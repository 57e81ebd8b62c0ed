"""The page about the respondent in two windows: nothing that was said is emptied or overwritten in silence."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse

from engagement.models import Exercise
from responses.drafts import whoever
from responses.drafts.models import Draft
from responses.drafts.saving import SentMeanwhile
from tests import factories
from tests.responses.visiting import Visitor, key_on, words_in
from tests.support.threads import at_once

BLANK = dict.fromkeys(
    ("area", "role", "contact_name", "email", "telephone", "wants_copy", "may_contact", "may_publish"), ""
)


@pytest.fixture
def begun(visitor: Visitor) -> Visitor:
    visitor.begin()
    visitor.post("who", data={"kind": "individual"})
    return visitor


def base_on(page: HttpResponse) -> str:
    found = re.search(r'name="base" value="([^"]*)"', page.content.decode())
    assert found is not None
    return found[1]


def post(visitor: Visitor, base: str, **said: str) -> HttpResponse:
    return visitor.post("about", data={**BLANK, **said, "base": base})


def test_boxes_that_a_window_left_empty_empty_nothing(begun: Visitor) -> None:
    base = base_on(begun.get("about"))
    assert post(begun, base, contact_name="Ann", email="ann@example.org", may_publish="on").status_code == 302
    assert post(begun, base, area="north").status_code == 302
    said = {"contact_name": "Ann", "email": "ann@example.org", "may_publish": "on", "area": "north"}
    assert {name: value for name, value in begun.draft.who.items() if value and name != "kind"} == said


def test_what_only_another_window_said_counts_when_the_page_is_checked(begun: Visitor) -> None:
    base = base_on(begun.get("about"))
    post(begun, base, email="ann@example.org")
    assert post(begun, base, wants_copy="on").status_code == 302


def test_where_both_say_something_else_both_are_shown(begun: Visitor) -> None:
    base = base_on(begun.get("about"))
    post(begun, base, contact_name="Ann", area="north")
    page = post(begun, base, contact_name="Bob", area="south")
    words = words_in(page.content.decode())
    assert page.status_code == 200
    assert "Changed in another window" in words
    assert "Your name Ann" in words
    assert "North" in words
    assert 'value="Bob"' in page.content.decode()
    assert begun.draft.who["contact_name"] == "Ann"
    decided = post(begun, base_on(page), contact_name="Ann and Bob", area="south")
    assert decided.status_code == 302
    assert (begun.draft.who["contact_name"], begun.draft.who["area"]) == ("Ann and Bob", "south")


def test_what_is_emptied_on_purpose_is_emptied(begun: Visitor) -> None:
    post(begun, base_on(begun.get("about")), contact_name="Ann", may_publish="on")
    post(begun, base_on(begun.get("about")))
    assert not begun.draft.who["contact_name"]
    assert not begun.draft.who["may_publish"]


@pytest.mark.parametrize("base", ["", "x", ":", "contact_name:zzz", "contact_name" * 900, "\0"])
def test_a_hidden_field_that_was_tampered_with_overwrites_nothing(begun: Visitor, base: str) -> None:
    post(begun, base_on(begun.get("about")), contact_name="Ann")
    assert post(begun, base, contact_name="Bob").status_code == 200
    assert begun.draft.who["contact_name"] == "Ann"


def test_lines_of_a_reason_are_no_change_though_browsers_end_them_otherwise(begun: Visitor) -> None:
    begun.post("who", data={"kind": "organisation"})
    reason = "We are in court.\r\nAsk our lawyers."
    said = {"organisation_name": "A", "speaks_for": "on", "confidentiality_reason": reason}
    begun.post("about", data={"base": "", **said})
    base = base_on(begun.get("about"))
    assert begun.post("about", data={"base": base, **said, "position_held": "Chair"}).status_code == 302


def test_without_the_marks_the_second_window_would_empty_the_first(begun: Visitor) -> None:
    post(begun, base_on(begun.get("about")), contact_name="Ann")
    whoever.save(begun.draft, BLANK, shown=None)
    assert not begun.draft.who["contact_name"]


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_once_keep_both(exercise: Exercise) -> None:
    for _ in range(5):
        made = factories.draft(exercise)
        one, two = (Draft.objects.get(pk=made.pk) for _ in range(2))
        at_once(
            lambda one=one: whoever.save(one, {"area": "north", "role": ""}, shown={}),
            lambda two=two: whoever.save(two, {"area": "", "role": "carer"}, shown={}),
        )
        made.refresh_from_db()
        assert (made.who["area"], made.who["role"]) == ("north", "carer")


@pytest.mark.parametrize(("name", "said"), [("who", {"kind": "organisation"}), ("about", {"contact_name": "Ann"})])
def test_what_came_after_another_window_had_sent_is_told_and_shown(
    begun: Visitor, monkeypatch: pytest.MonkeyPatch, name: str, said: dict[str, str]
) -> None:
    begun.answer("tasks", tasks_words="More nurses.")
    other, key = begun.another_window(), key_on(begun.text("check"))
    original = whoever.save

    def save(*args: object, **kwargs: object) -> object:
        other.post("submit", data={"key": key})
        return original(*args, **kwargs)

    monkeypatch.setattr(whoever, "save", save)
    page = begun.post(name, data=said)
    assert page.status_code == 409
    assert "You have already sent your answers" in words_in(page.content.decode())


def test_a_sent_draft_takes_no_more(begun: Visitor) -> None:
    begun.answer("tasks", tasks_words="More nurses.")
    begun.send()
    with pytest.raises(SentMeanwhile):
        whoever.save(begun.draft, {"area": "north"})
