"""A save and a press of the button at once: what was told as saved is in the response."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from engagement.models import Exercise
from responses.drafts import saving, whoever
from responses.drafts.models import Draft
from responses.drafts.saving import Saved, SentMeanwhile
from responses.submission import sending
from responses.submission.models import Answer, Response
from responses.submission.sending import NotReady
from tests import factories
from tests.responses.visiting import Visitor, key_on, words_in
from tests.support.threads import at_once, meet_after

pytestmark = pytest.mark.django_db(transaction=True)
LATE = "words of the last moment"


def loaded(draft: Draft) -> Draft:
    return Draft.objects.select_related("exercise").get(pk=draft.pk)


def send_and_save(exercise: Exercise, monkeypatch: pytest.MonkeyPatch) -> tuple[object, object, bool]:
    """Send in one window and save in another that had looked at the draft before; tell whether the words were sent."""
    made = factories.draft(exercise, {"tasks-words": "More nurses."})
    box = factories.item_id(exercise, "alternative")
    response, saved = at_once(
        lambda: factories.send(loaded(made)),
        lambda: saving.save_boxes(made, {box: LATE}, {}),
    )
    return response, saved, Answer.objects.filter(response__draft=made, text=LATE).exists()


def test_words_that_were_told_as_saved_are_in_the_response(exercise: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(8):
        response, saved, were_sent = send_and_save(exercise, monkeypatch)
        assert isinstance(response, Response)
        assert isinstance(saved, Saved if were_sent else SentMeanwhile)


def between_reading_and_the_end(made: Draft, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Send, and while what was read is being checked let another window try to save."""
    box = factories.item_id(made.exercise, "alternative")
    outcomes: list[object] = []
    original = sending.checked_answers

    def checked(*args: object) -> object:
        result = original(*args)
        outcomes.extend(at_once(lambda: _tried(made, box)))
        return result

    monkeypatch.setattr(sending, "checked_answers", checked)
    factories.send(loaded(made))
    return outcomes


def _tried(made: Draft, box: int) -> object:
    """Save, and do not wait long for a lock."""
    with connection.cursor() as cursor:
        postgres = connection.vendor == "postgresql"
        cursor.execute("SET lock_timeout = '300ms'" if postgres else "PRAGMA busy_timeout = 300")
    return saving.save_boxes(made, {box: LATE}, {})


def test_nobody_saves_between_reading_and_sending(exercise: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    made = factories.draft(exercise, {"tasks-words": "More nurses."})
    (outcome,) = between_reading_and_the_end(made, monkeypatch)
    assert not isinstance(outcome, Saved)
    assert not made.answers.filter(raw=LATE).exists()


def without_holding(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write boxes whether or not their draft is open."""

    def write(hold: list[Any], draft_id: int, boxes: list[tuple[int, str, int]]) -> tuple[int, int]:
        rows = f"VALUES {', '.join(['(%s, %s, %s, %s)'] * len(boxes))}"
        with connection.cursor() as cursor:
            cursor.execute(saving.UPSERT.format(rows=rows), [value for box in boxes for value in (draft_id, *box)])
            return 1, cursor.rowcount

    for name in ("_at_once", "_one_after_the_other"):
        monkeypatch.setattr(saving, name, write)


@pytest.mark.postgres
def test_without_holding_the_draft_open_they_would_be_told_as_saved_and_not_be_sent(
    exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only where several write at once: SQLite lets one write at a time, whatever is written."""
    without_holding(monkeypatch)
    made = factories.draft(exercise, {"tasks-words": "More nurses."})
    (outcome,) = between_reading_and_the_end(made, monkeypatch)
    assert isinstance(outcome, Saved)
    assert not Answer.objects.filter(text=LATE).exists()


def test_a_page_that_was_under_way_while_another_window_sent_shows_what_was_typed(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.begin()
    visitor.say_who()
    visitor.answer("tasks", tasks_words="More nurses.")
    key, other = key_on(visitor.text("check")), visitor.another_window()
    original = saving.stored_boxes

    def stored(*args: object) -> object:
        found = original(*args)
        if not Response.objects.exists():
            other.post("submit", data={"key": key})
        return found

    base = visitor.base_of("models")
    monkeypatch.setattr(saving, "stored_boxes", stored)
    page = visitor.post("page", "models", data={"base": base, "alternative": LATE})
    assert page.status_code == 409
    assert "You have already sent your answers" in words_in(page.content.decode())
    assert LATE in page.content.decode()


def test_without_that_guard_the_page_would_go_on_as_if_it_had_been_sent(
    exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = factories.draft(exercise, {"tasks-words": "More nurses."})
    box = factories.item_id(exercise, "alternative")
    factories.send(loaded(made))
    with pytest.raises(SentMeanwhile):
        saving.save_boxes(made, {box: LATE}, {})
    without_holding(monkeypatch)
    assert isinstance(saving.save_boxes(made, {box: LATE}, {}), Saved)


def test_who_you_are_is_sent_as_it_was_checked_or_not_at_all(
    exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = factories.draft(exercise, {"tasks-words": "More nurses."})
    read = loaded(made)
    whoever.save(loaded(made), {"kind": "organisation", "organisation_name": "Council", "speaks_for": "on"})
    with pytest.raises(NotReady, match="changed in another window"):
        factories.send(read)
    assert not Response.objects.exists()
    assert read.who["kind"] == "organisation"  # the page that is shown now says what it is
    assert factories.send(read).organisation_name == "Council"


def test_without_the_revision_what_was_said_last_would_be_lost(
    exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = factories.draft(exercise, {"tasks-words": "More nurses."})
    read = loaded(made)
    whoever.save(loaded(made), {"may_publish": "on"})
    read.revision += 1  # as if nobody looked at it
    assert not factories.send(read).may_publish


def test_saving_who_you_are_and_sending_at_once_keep_to_each_other(
    exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    meet_after(monkeypatch, sending, "timing_of", parties=1)
    for _ in range(5):
        made = factories.draft(exercise, {"tasks-words": "More nurses."})
        window = loaded(made)
        sent, _ = at_once(
            lambda made=made: factories.send(loaded(made)),
            lambda window=window: whoever.save(window, {"may_publish": "on"}),
        )
        if isinstance(sent, Response):
            assert sent.may_publish is bool(loaded(made).who.get("may_publish"))
        else:
            assert isinstance(sent, NotReady)
