"""Drafts end 30 days after the close, and staff never see their words."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib import admin

from accounts.models import User
from common import clock
from engagement.models import Exercise
from responses.drafts import expiry, reads
from responses.drafts.models import Draft, DraftAnswer, PrivateLink
from responses.intake.models import Original
from responses.submission.models import Answer
from tests import factories
from tests.responses.visiting import Visitor

WORDS = {"tasks-words": "a committee's secret"}


@pytest.fixture
def over(exercise: Exercise) -> dt.datetime:
    return exercise.closes_at + dt.timedelta(days=30)


def test_a_second_before_their_end_drafts_are_all_there(exercise: Exercise, over: dt.datetime) -> None:
    factories.draft(exercise, WORDS)
    with clock.held(over - dt.timedelta(seconds=1)):
        assert expiry.purge() == 0
    assert DraftAnswer.objects.count() == 1


def test_at_their_end_unsent_drafts_go_with_all_that_was_typed(exercise: Exercise, over: dt.datetime) -> None:
    draft = factories.draft(exercise, WORDS)
    factories.link_to(draft)
    with clock.held(over):
        assert expiry.purge() == 1
    for model in (Draft, DraftAnswer, PrivateLink):
        assert not model.objects.exists()


def test_the_draft_of_a_sent_answer_loses_its_words_and_keeps_its_links(exercise: Exercise, over: dt.datetime) -> None:
    response = factories.sent(exercise, WORDS)
    assert response.draft is not None
    visitor = Visitor(exercise).open(response.draft)
    with clock.held(over):
        assert expiry.purge() == 0
        assert not DraftAnswer.objects.exists()
        assert Draft.objects.get().who == {}
        assert "a committee&#x27;s secret" in visitor.text("view")
        visitor.post("withdraw")
    response.refresh_from_db()
    assert response.withdrawn_at is not None
    assert Answer.objects.count() == 1


@pytest.mark.parametrize("is_sent", [True, False])
def test_a_letter_that_was_not_keyed_to_the_end_is_kept_and_one_that_was_is_blanked(
    exercise: Exercise, over: dt.datetime, is_sent: bool
) -> None:
    draft = factories.sent(exercise, WORDS).draft if is_sent else factories.draft(exercise, WORDS)
    clerk = User.objects.create_user("clerk@example.org", "a long enough password")
    Original.objects.create(
        exercise=draft.exercise,
        draft=draft,
        file="letter.txt",
        name="letter.txt",
        size=1,
        added_at=clock.now(),
        added_by=clerk,
    )
    with clock.held(over):
        assert expiry.purge() == 0
    assert Draft.objects.count() == 1
    assert DraftAnswer.objects.exists() is not is_sent


def test_purging_twice_does_no_harm(exercise: Exercise, over: dt.datetime) -> None:
    factories.sent(exercise, WORDS)
    factories.draft(exercise, WORDS)
    with clock.held(over):
        assert expiry.purge() == 1
        revision = Draft.objects.get().revision
        assert expiry.purge() == 0
    assert Draft.objects.get().revision == revision


def test_drafts_of_an_exercise_that_is_open_stay(exercise: Exercise, over: dt.datetime) -> None:
    factories.draft(exercise, WORDS)
    Exercise.objects.update(closes_at=over)
    with clock.held(over):
        assert expiry.purge() == 0


def test_staff_are_told_how_many_drafts_there_are(exercise: Exercise) -> None:
    factories.draft(exercise, WORDS)
    factories.draft(exercise)
    factories.sent(exercise)
    assert reads.open_drafts(exercise) == 2


def test_no_admin_page_shows_a_draft() -> None:
    registered = {model.__name__ for model in admin.site._registry}
    assert not registered & {"Draft", "DraftAnswer", "PrivateLink"}
