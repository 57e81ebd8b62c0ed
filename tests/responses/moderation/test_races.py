"""Two moderators at the same moment, on the database that the run is on; each race with its control."""

from __future__ import annotations

from functools import partial

import pytest
from django.db.models import Q

from responses.moderation import acts, moderation
from responses.moderation.errors import ChangedMeanwhile, SecondPersonNeeded
from responses.moderation.models import Act
from responses.submission.models import Response
from tests.responses.moderation import making
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def made(transactional_db):
    return making.exercise()


@pytest.fixture
def two(made):
    return making.moderator(made, name="Cora"), making.moderator(made, name="Carl")


def test_of_two_moderators_one_acts_and_the_other_is_told(made, two):
    cora, carl = two
    for _ in range(5):
        sent = making.response(made, "words")
        results = at_once(
            partial(moderation.accept, sent.pk, version=0, by=cora),
            partial(moderation.hold, sent.pk, version=0, by=carl, reason="query", note="Who is it?"),
        )
        assert sorted(type(each).__name__ for each in results) == ["Act", "ChangedMeanwhile"]
        now = Response.objects.get(pk=sent.pk)
        assert now.version == sent.acts.count() == 1
        assert {"accept": "accepted", "hold": "held"}[sent.acts.get().verb] == now.standing


def test_without_the_guard_the_second_would_overwrite_the_first(made, two, monkeypatch):
    cora, carl = two
    monkeypatch.setattr(acts, "unchanged", lambda version: Q())
    monkeypatch.setattr(acts, "record", lambda *args, **kwargs: None)
    sent = making.response(made, "words")
    results = at_once(
        lambda: moderation.accept(sent.pk, version=0, by=cora),
        lambda: moderation.hold(sent.pk, version=0, by=carl, reason="query"),
    )
    assert results == [None, None]  # both believe that theirs stands
    assert Response.objects.get(pk=sent.pk).version == 2


def test_without_the_guard_the_database_still_keeps_two_acts_apart(made, two, monkeypatch):
    cora, carl = two
    monkeypatch.setattr(acts, "unchanged", lambda version: Q())
    sent = making.response(made, "words")
    results = at_once(
        lambda: moderation.accept(sent.pk, version=0, by=cora),
        lambda: moderation.hold(sent.pk, version=0, by=carl, reason="query"),
    )
    assert sorted(type(each).__name__ for each in results) == ["Act", "IntegrityError"]
    assert sent.acts.count() == Response.objects.get(pk=sent.pk).version == 1


def test_a_person_who_agrees_in_two_windows_at_once_still_needs_somebody_else(made, two):
    cora, carl = two
    sent = making.response(made, "words")
    moderation.propose_leaving_out(sent.pk, version=0, by=cora, reason="spam")
    alone = [lambda: moderation.leave_out(sent.pk, version=1, by=cora)] * 2
    results = at_once(*alone, lambda: moderation.leave_out(sent.pk, version=1, by=carl))
    assert isinstance(results[2], Act)
    assert all(isinstance(each, SecondPersonNeeded | ChangedMeanwhile) for each in results[:2])
    assert [act.by for act in sent.acts.filter(verb="leave_out")] == [carl]


def test_proposing_and_agreeing_at_once_never_leaves_out_by_one_person(made, two):
    cora, _ = two
    for _ in range(5):
        sent = making.response(made, "words")
        at_once(
            partial(moderation.propose_leaving_out, sent.pk, version=0, by=cora, reason="spam"),
            partial(moderation.leave_out, sent.pk, version=0, by=cora, reason="spam"),
            partial(moderation.leave_out, sent.pk, version=1, by=cora, reason="spam"),
        )
        assert Response.objects.get(pk=sent.pk).standing == "leaving_out"


def test_without_the_second_person_s_guard_the_proposer_could_agree_alone(made, two, monkeypatch):
    cora, _ = two
    monkeypatch.setattr(moderation, "not_proposed_by", lambda user: Q())
    sent = making.response(made, "words")
    moderation.propose_leaving_out(sent.pk, version=0, by=cora, reason="spam")
    moderation.leave_out(sent.pk, version=1, by=cora)
    assert Response.objects.get(pk=sent.pk).standing == "left_out"
