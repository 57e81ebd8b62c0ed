"""Who decides when responses are published, and what is kept of it; numbers are given once."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from common import clock
from engagement.models import Exercise, ExerciseAct
from responses.publication import numbers, publishing
from responses.publication.models import PublicNumber, Publishing
from responses.submission.models import Response
from tests.responses.publication.test_public_pages import council


def test_the_setting_is_changed_with_a_reason_and_stays_on_record(exercise: Exercise, cora: User):
    client = Client()
    client.force_login(cora)
    url = reverse("responses_staff:publishing", args=[exercise.slug])
    assert (
        reverse("responses_staff:publishing", args=[exercise.slug])
        in client.get(reverse("engagement_staff:exercise", args=[exercise.slug])).content.decode()
    )
    assert client.post(url, {"when": "rolling", "seen": "never"}).status_code == 422
    said = {"when": "rolling", "seen": "never", "reason": "To be open."}
    assert client.post(url, said | {"checked": "yes"}).status_code == 302
    assert publishing.of(exercise) == "rolling"
    act = ExerciseAct.objects.get(verb="responses")
    assert (act.by, act.reason, act.detail["publishing"]) == (cora, "To be open.", "As they are accepted")
    late = client.post(url, {"when": "after", "seen": "never", "reason": "Not yet.", "checked": "yes"})
    assert late.status_code == 422
    assert "Somebody else changed this" in late.content.decode()
    assert "To be open." in client.get(url).content.decode()


def test_how_many_would_be_shown_is_said_and_asked_about_before_anything_is(exercise: Exercise, cora: User):
    council(exercise, cora)
    client = Client()
    client.force_login(cora)
    url = reverse("responses_staff:publishing", args=[exercise.slug])
    assert "1 of organisations and 0 of individuals" in client.get(url).content.decode()
    said = {"when": "rolling", "seen": "never", "reason": "To be open."}
    page = client.post(url, said)
    assert (page.status_code, publishing.of(exercise)) == (200, "never")
    assert "1 of organisations and 0 of individuals" in page.content.decode()
    assert "To be open." in client.post(url, said | {"back": "yes"}).content.decode(), "what was typed is kept"
    assert publishing.of(exercise) == "never"
    assert client.post(url, said | {"checked": "yes"}).status_code == 302
    assert publishing.of(exercise) == "rolling"
    assert client.post(url, {"when": "never", "seen": "rolling", "reason": "Not yet."}).status_code == 302


def test_of_two_who_choose_at_once_one_is_told(rolling: Exercise, cora: User):
    publishing.choose(rolling, when="after", seen="rolling", by=cora, reason="Not yet.")
    with pytest.raises(publishing.SetMeanwhile):
        publishing.choose(rolling, when="never", seen="rolling", by=cora, reason="Not at all.")
    assert Publishing.objects.get().when == "after"


def test_numbers_are_drawn_by_lot_and_given_once(rolling: Exercise, cora: User):
    for _ in range(12):
        council(rolling, cora)
    assert (numbers.give_all(), numbers.give_all()) == (12, 0)
    given = list(PublicNumber.objects.order_by("response").values_list("number", flat=True))
    assert len(set(given)) == 12
    assert given != sorted(given)
    assert all(number >= numbers.SMALLEST for number in given)
    response = Response.objects.order_by("pk").first()
    assert response is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicNumber.objects.create(exercise=rolling, response=response, number=1, given_at=clock.now())
    with pytest.raises(Exception, match="protected"):
        response.delete()


def test_two_workers_that_give_numbers_at_once_give_each_response_one(rolling: Exercise, cora: User):
    wanted = [council(rolling, cora).pk for _ in range(3)]
    assert numbers._give(rolling, wanted[:1]) == 1
    assert numbers._give(rolling, wanted) == 0, "The other was first, so nothing of this is kept."
    assert PublicNumber.objects.count() == 1
    assert numbers.give(rolling) == 2
