"""Beside what was sent stands who sent it, as they said it, and whether it may be published."""

from __future__ import annotations

import pytest
from django.core import mail

from common import outbox
from engagement.models import Exercise
from tests import factories
from tests.responses.visiting import Visitor, words_in


def sent(exercise: Exercise, **who: str) -> Visitor:
    visitor = Visitor(exercise)
    visitor.begin()
    visitor.say_who(email="ann@example.org", wants_copy="on", contact_name="Ann Other", **who)
    visitor.answer("tasks", tasks_words="More nurses.")
    assert visitor.send().status_code == 302
    return visitor


def labels(exercise: Exercise) -> dict[str, tuple[str, str]]:
    """Return a category of each dimension: its key and its words."""
    categories = factories.survey(exercise).content.categories
    return {dimension: (entries[0].key, entries[0].label) for dimension, entries in categories.items() if entries}


def test_an_organisation_reads_its_name_type_role_area_and_that_it_is_published(exercise: Exercise) -> None:
    known = labels(exercise)
    chosen = {name: key for name, (key, _) in known.items() if name in {"organisation_type", "area"}}
    assert set(chosen) == {"organisation_type", "area"}
    about = {"organisation_name": "Northshire Council", "position_held": "Clerk", "speaks_for": "on"}
    words = words_in(sent(exercise, kind="organisation", **about, **chosen).text("view"))
    for said in ("On behalf of an organisation or group", "Northshire Council", "Clerk", known["area"][1]):
        assert said in words
    assert known["organisation_type"][1] in words
    assert "Publishing Published under the name of the organisation or group" in words


def test_an_organisation_with_a_reason_reads_it(exercise: Exercise) -> None:
    about = {"organisation_name": "A refuge", "speaks_for": "on", "confidentiality_reason": "Our address is <secret>."}
    words = words_in(sent(exercise, kind="organisation", **about).text("view"))
    assert "Not to be published under that name. The reason given: Our address is <secret>." in words


@pytest.mark.parametrize(
    ("said", "shown"),
    [({"may_publish": "on"}, "May be published, without a name"), ({}, "Not to be published")],
)
def test_an_individual_reads_role_area_and_permission(exercise: Exercise, said: dict[str, str], shown: str) -> None:
    known = labels(exercise)
    chosen = {name: known[name][0] for name in ("role", "area")}
    words = words_in(sent(exercise, **said, **chosen).text("view"))
    assert "Answering As an individual" in words
    for name in chosen:
        assert known[name][1] in words
    assert f"Publishing {shown} " in words


def test_a_link_that_was_passed_on_shows_no_contact_details(exercise: Exercise) -> None:
    page = sent(exercise).text("view")
    assert "ann@example.org" not in page
    assert "Ann Other" not in page


def test_the_copy_by_email_says_the_same(exercise: Exercise) -> None:
    sent(exercise, may_publish="on")
    outbox.drain()
    assert "Answering: As an individual\n" in mail.outbox[0].body
    assert "Publishing: May be published, without a name\n" in mail.outbox[0].body


def test_what_was_withdrawn_says_it_no_more(exercise: Exercise) -> None:
    visitor = sent(exercise)
    visitor.post("withdraw")
    assert "Publishing" not in words_in(visitor.text("view"))
