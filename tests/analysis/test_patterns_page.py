"""The staff's page of what drawn footprints have in common now: who sees it, when, and what it asks of the machine."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role, User
from analysis import access, drawn, standing
from common import clock
from engagement.models import Exercise
from responses.moderation import moderation
from tests import factories
from tests.accounts.factories import member
from tests.analysis.drawing import ACROSS, PAIRS, accepted, drew, northeast
from tests.analysis.factories import small_exercise

pytestmark = pytest.mark.django_db
PATTERNS = "Areas put in the same place"


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()


@pytest.fixture
def exercise(db: None) -> Exercise:
    return northeast()


@pytest.fixture
def moderator(exercise: Exercise) -> User:
    return member(exercise.organisation, Role.COMMUNICATIONS)


@pytest.fixture
def eight(exercise: Exercise, moderator: User) -> Exercise:
    accepted(exercise, moderator, 8, PAIRS)
    return exercise


def client_of(exercise: Exercise, role: Role) -> Client:
    client = Client()
    client.force_login(member(exercise.organisation, role))
    return client


def page(client: Client, exercise: Exercise) -> str:
    answer = client.get(reverse("analysis_staff:patterns", args=[exercise.slug]))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("role", [Role.COMMUNICATIONS, Role.ANALYST])
def test_the_team_sees_the_patterns_any_time_and_is_led_to_each_response(eight: Exercise, role: Role) -> None:
    shown = page(client_of(eight, role), eight)
    assert PATTERNS in shown
    assert shown.count(f'href="/staff/{eight.slug}/responses/') == 8
    assert 'role="img" aria-label="Matrix: ' in shown
    assert "style=" not in shown
    assert "<script" not in shown.partition("<main")[2].partition("</main>")[0]


def test_the_steering_group_waits_for_the_end_as_it_does_for_reports(eight: Exercise, moderator: User) -> None:
    steering = client_of(eight, Role.STEERING)
    assert "Footprints come after the close" in page(steering, eight)
    assert PATTERNS not in page(steering, eight)
    access.grant(eight, by=moderator, reason="The date of its meeting was moved.")
    shown = page(steering, eight)
    assert PATTERNS in shown
    assert f"/staff/{eight.slug}/responses/" not in shown


def test_after_the_close_the_steering_group_sees_them(eight: Exercise) -> None:
    with clock.held(eight.grace_ends_at + dt.timedelta(hours=1)):
        assert PATTERNS in page(client_of(eight, Role.STEERING), eight)


def test_the_page_shows_what_is_accepted_now_and_says_what_is_not(eight: Exercise, moderator: User) -> None:
    analyst = client_of(eight, Role.ANALYST)
    assert "0 of 8" in page(analyst, eight)
    waiting = drew(eight, ACROSS)
    shown = page(analyst, eight)
    assert "9 footprints drawn, 1 not accepted by a moderator yet." in shown
    assert "1 of 9" not in shown
    moderation.accept(waiting.pk, version=0, by=moderator)
    assert "1 of 9" in page(analyst, eight)


def test_few_footprints_are_said_and_not_shown(exercise: Exercise, moderator: User) -> None:
    accepted(exercise, moderator, 7, PAIRS)
    shown = page(client_of(exercise, Role.ANALYST), exercise)
    assert "7 footprints can be compared so far: no patterns are shown." in shown
    assert PATTERNS not in shown


def test_an_exercise_without_areas_shows_none_of_it(exercise: Exercise) -> None:
    plain = small_exercise(exercise.organisation, slug="plain")
    analyst = client_of(exercise, Role.ANALYST)
    assert "Nobody is asked to draw a footprint" in page(analyst, plain)
    for name, link in (("dashboard", 1), ("reports", 1)):
        address = reverse("analysis_staff:patterns", args=[exercise.slug])
        shown = analyst.get(reverse(f"analysis_staff:{name}", args=[exercise.slug])).content.decode()
        assert shown.count(f'href="{address}"') == link
        none = analyst.get(reverse(f"analysis_staff:{name}", args=["plain"])).content.decode()
        assert "Drawn footprints" not in none


def test_the_same_footprints_are_worked_out_once_and_asked_for_in_few_queries(
    eight: Exercise, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    analyst = client_of(eight, Role.ANALYST)
    read: list[int] = []
    original = drawn.of_answers

    def noted(*given: Any) -> Any:
        read.append(1)
        return original(*given)

    monkeypatch.setattr(drawn, "of_answers", noted)
    page(analyst, eight)
    with CaptureQueriesContext(connection) as few:
        page(analyst, eight)
    assert read == [1]
    accepted(eight, moderator, 8, ACROSS)
    page(analyst, eight)
    with CaptureQueriesContext(connection) as many:
        page(analyst, eight)
    assert read == [1, 1]
    assert len(many) == len(few) <= 12


def asked_again_meanwhile(eight: Exercise, monkeypatch: pytest.MonkeyPatch) -> tuple[str, list[str], int]:
    """Return what one person sees, what a second sees who asks while it is worked out, and how often it was."""
    first, second = client_of(eight, Role.ANALYST), client_of(eight, Role.ANALYST)
    read, meanwhile = [], []
    original = drawn.of_answers

    def interrupted(*given: Any) -> Any:
        read.append(1)
        if len(read) == 1:
            meanwhile.append(page(second, eight))
        return original(*given)

    monkeypatch.setattr(drawn, "of_answers", interrupted)
    return page(first, eight), meanwhile, len(read)


def test_who_asks_while_somebody_else_does_waits_a_moment(eight: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    seen, meanwhile, worked_out = asked_again_meanwhile(eight, monkeypatch)
    assert worked_out == 1
    assert PATTERNS in seen
    assert "These patterns are being worked out" in meanwhile[0]
    assert f'href="{reverse("analysis_staff:patterns", args=[eight.slug])}"' in meanwhile[0].partition("<main")[2]
    assert PATTERNS in page(client_of(eight, Role.ANALYST), eight)


def test_without_the_mark_both_would_work_them_out(eight: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "add", lambda *given: True)
    _, meanwhile, worked_out = asked_again_meanwhile(eight, monkeypatch)
    assert worked_out == 2
    assert PATTERNS in meanwhile[0]


def test_after_a_fault_the_next_one_works_them_out(eight: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    analyst = client_of(eight, Role.ANALYST)
    with monkeypatch.context() as patch:
        patch.setattr(standing, "patterns", lambda *given, **named: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            page(analyst, eight)
    assert PATTERNS in page(analyst, eight)


def test_too_many_to_work_out_at_once_are_left_to_a_report(eight: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "MOST_AT_ONCE", 7)
    with CaptureQueriesContext(connection) as asked:
        shown = page(client_of(eight, Role.ANALYST), eight)
    assert "Too many to work out while you wait" in shown
    assert "8 footprints drawn." in shown
    assert PATTERNS not in shown
    about_answers = [one["sql"] for one in asked.captured_queries if "responses_answer" in one["sql"]]
    assert len(about_answers) == 1
    assert "COUNT(" in about_answers[0]


def test_the_real_exercise_has_the_page_before_anybody_has_drawn(db: None) -> None:
    exercise = factories.norfolk()
    assert "0 footprints can be compared so far" in page(client_of(exercise, Role.ANALYST), exercise)
