"""Drafts that have ended: an extension gives the words back, and what staff still key in stays."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import User
from common import clock
from engagement.models import Exercise
from responses.drafts import expiry
from responses.drafts.models import Draft, DraftAnswer
from responses.kinds.base import Raw
from responses.submission.models import Answer, Contact, Response
from tests import factories
from tests.responses.visiting import Visitor

DAY = dt.timedelta(days=1)
ANSWERS: dict[str, Raw] = {
    "tasks-words": "More nurses.",
    "tasks-days": ["saturday", "sunday"],
    "factors-right.travel": "yes",
    "factors-most": "cost",
    "options.trust.advantage": "n/a",
    "better": "second",
}
INDIVIDUAL = {
    "kind": "individual", "area": "north", "role": "carer", "may_publish": "on", "email": "ann@example.org",
    "wants_copy": "on",
}  # fmt: skip
COUNCIL = {
    "kind": "organisation", "organisation_name": "Northshire Council", "organisation_type": "council",
    "position_held": "Chair", "speaks_for": "on", "confidentiality_reason": "We are in court about it.",
}  # fmt: skip


@pytest.fixture
def over(exercise: Exercise) -> dt.datetime:
    return exercise.closes_at + 30 * DAY


def purged_and_extended(exercise: Exercise, over: dt.datetime) -> None:
    with clock.held(over):
        expiry.purge()
    Exercise.objects.filter(pk=exercise.pk).update(closes_at=over + 10 * DAY)


@pytest.mark.parametrize("who", [INDIVIDUAL, COUNCIL])
def test_after_an_extension_an_answer_is_opened_with_all_that_was_sent(
    exercise: Exercise, over: dt.datetime, who: dict[str, str]
) -> None:
    draft = factories.draft(exercise, ANSWERS, who=who)
    first = factories.send(draft)
    visitor = Visitor(exercise).open(draft)
    purged_and_extended(exercise, over)
    assert not DraftAnswer.objects.exists()
    with clock.held(over + DAY):
        assert visitor.post("replace").url == visitor.address("tasks")
        assert dict(draft.answers.values_list("item__key", "raw")) == ANSWERS
        assert visitor.draft.who == who
        visitor.answer("tasks", tasks_words="Fewer nurses.", tasks_days=["sunday"])
        visitor.send()
    second = Response.objects.get(supersedes=first)
    assert dict(second.answers.values_list("item__key", "text"))["tasks-words"] == "Fewer nurses."
    assert second.answers.count() == len(ANSWERS)
    same = ("kind", "organisation_name", "organisation_type", "position_held", "area", "role", "may_publish")
    assert [getattr(second, name) for name in same] == [getattr(first, name) for name in same]
    assert Contact.objects.filter(response=second).exists() is bool(who.get("email"))


def test_an_answer_that_has_not_expired_is_opened_as_it_is(exercise: Exercise) -> None:
    draft = factories.draft(exercise, ANSWERS)
    factories.send(draft)
    DraftAnswer.objects.filter(item__key="tasks-words").update(raw="as the draft has it")
    Visitor(exercise).open(draft).post("replace")
    assert draft.answers.get(item__key="tasks-words").raw == "as the draft has it"
    assert Answer.objects.get(item__key="tasks-words").text == "More nurses."


@pytest.mark.parametrize(("idle_for", "kept"), [(29 * DAY, True), (30 * DAY, False)])
def test_what_staff_key_in_without_a_file_stays_as_long_as_somebody_works_on_it(
    exercise: Exercise, over: dt.datetime, idle_for: dt.timedelta, kept: bool
) -> None:
    clerk = User.objects.create_user("clerk@example.org", "a long enough password")
    draft = factories.draft(exercise, {"tasks-words": "Read out to us"})
    Draft.objects.update(origin="keyed", keyed_by=clerk)
    at = over + 40 * DAY
    with clock.held(at - idle_for):
        # A box that is written counts as work, and not the pages of staff alone.
        factories.saving.save_boxes(draft, {factories.item_id(exercise, "alternative"): "and this"}, {})
    with clock.held(at):
        assert expiry.purge() == (0 if kept else 1)
    assert Draft.objects.exists() is kept
