"""Appeals and permissions at the same moment; each race with its control."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import connection
from django.db.models import Q

from responses.moderation import appeals, author, moderation, suggestions
from responses.moderation.author_models import Appeal
from responses.moderation.models import Act, RefusedSuggestion
from responses.submission.models import Response
from tests.responses.moderation import making
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def made(transactional_db):
    return making.exercise()


@pytest.fixture
def held(made):
    sent = making.response(made, "Ring 07700 900123", may_publish=True)
    moderation.hold(sent.pk, version=0, by=making.moderator(made), reason="query")
    return sent


def test_of_two_appeals_at_once_one_is_kept(held):
    results = at_once(*[partial(appeals.appeal, held, text="Look again")] * 2)
    assert sorted(type(each).__name__ for each in results) == ["Appeal", "NotPossible"]
    assert Appeal.objects.count() == Act.objects.filter(verb="appeal").count() == 1


def test_without_the_constraint_both_would_be_kept(held, monkeypatch):
    constraint = next(each for each in Appeal._meta.constraints if each.name == "appeal_one_waits")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Appeal, constraint)
    try:
        at_once(*[partial(appeals.appeal, held, text="Look again")] * 2)
        assert Appeal.objects.count() == 2
    finally:
        Appeal.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Appeal, constraint)


def test_of_two_who_answer_an_appeal_at_once_one_does(made, held):
    appeals.appeal(held, text="Look again")
    two = [making.moderator(made) for _ in range(2)]
    answers = [partial(appeals.answer, held.pk, version=2, by=one, outcome="stands", text="No") for one in two]
    results = at_once(*answers)
    assert sorted(type(each).__name__ for each in results) == ["Act", "ChangedMeanwhile"]
    assert Act.objects.filter(verb="answer_appeal").count() == 1


def test_deciding_while_answering_never_lets_who_decided_answer(made, held):
    """Whoever decides in one window cannot answer the appeal in another that was opened before."""
    appeals.appeal(held, text="Look again")
    one = making.moderator(made)
    results = at_once(
        partial(moderation.propose_leaving_out, held.pk, version=2, by=one, reason="spam"),
        partial(appeals.answer, held.pk, version=2, by=one, outcome="stands", text="No"),
    )
    assert sum(isinstance(each, Act) for each in results) == 1


def test_without_the_guard_who_decided_would_answer_their_own_appeal(made, held, monkeypatch):
    monkeypatch.setattr(appeals, "decided_by", lambda user: Q(pk=None))
    appeals.appeal(held, text="Look again")
    by = Act.objects.get(verb="hold").by
    assert appeals.answer(held.pk, version=2, by=by, outcome="stands", text="No").by == by


def test_a_permission_changed_in_two_windows_at_once_is_one_act(held):
    at_once(*[partial(author.change_consent, held, may_publish=False)] * 2)
    assert Act.objects.filter(verb="consent").count() == 1
    now = Response.objects.get(pk=held.pk)
    assert (now.may_publish, now.version) == (False, 2)


def test_a_suggestion_decided_by_two_at_once_is_hidden_or_left_but_never_lost(made, held):
    (key,) = suggestions.of(held)
    two = [making.moderator(made) for _ in range(2)]
    results = at_once(
        *(partial(suggestions.decide, held, {key: "hide"}, version=1, by=one, reason="personal_data") for one in two)
    )
    assert sorted(type(each).__name__ for each in results) == ["ChangedMeanwhile", "Decided"]
    assert Act.objects.filter(verb="redact").count() == 1


def test_a_suggestion_refused_by_two_at_once_is_refused_once(made, held):
    (key,) = suggestions.of(held)
    two = [making.moderator(made) for _ in range(2)]
    at_once(
        *(partial(suggestions.decide, held, {key: "leave"}, version=1, by=one, reason="personal_data") for one in two)
    )
    assert RefusedSuggestion.objects.count() == 1
    assert suggestions.of(held) == {}
