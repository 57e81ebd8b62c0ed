"""From a file to responses and back: the whole road of an import."""

from __future__ import annotations

import pytest

from engagement.models import Exercise
from responses.intake.imports.models import ImportedRow
from responses.moderation.models import Act
from responses.submission.models import Answer, AnswerChoice, Contact, Response
from tests import factories
from tests.responses.intake.imports import tables
from tests.responses.intake.imports.tables import as_csv, as_xlsx, plain

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("made", [as_csv, as_xlsx])
def test_a_table_becomes_responses(exercise: Exercise, made: object) -> None:
    batch = tables.uploaded(exercise, made(plain()))
    assert batch.state == "read", batch.fault
    done = tables.imported(batch)
    assert (done.state, done.counts) == ("imported", {"new": 3})
    first, second, third = Response.objects.order_by("imported_row__number")
    assert (first.kind, second.kind, second.organisation_name) == ("individual", "organisation", "Northshire Council")
    assert {first.channel, second.channel, third.channel} == {"online"}
    assert first.entered_by == done.imported_by
    assert (first.received_time_known, second.received_time_known) == (False, True)
    assert (first.standing, first.timing, first.version) == ("unmoderated", "on_time", 0)
    assert (first.has_free_text, third.has_free_text) == (True, False)
    words = Answer.objects.get(response=first, item_id=factories.item_id(exercise, "tasks-words"))
    assert words.text == "More nurses, please."
    days = AnswerChoice.objects.filter(
        answer__response=first, answer__item_id=factories.item_id(exercise, "tasks-days")
    )
    assert {picked.choice.key for picked in days} == {"saturday", "sunday"}
    assert not Contact.objects.exists()


def test_a_second_run_brings_nothing(exercise: Exercise) -> None:
    tables.imported(tables.uploaded(exercise, as_csv(plain())))
    again = tables.checked(tables.uploaded(exercise, as_csv(plain())))
    assert again.counts == {"already": 3}
    grown = tables.imported(tables.uploaded(exercise, as_csv(plain(["104", "{day}", "Individual", "", "New words."]))))
    assert grown.counts == {"already": 3, "new": 1}
    assert Response.objects.count() == 4


def test_an_import_is_taken_back_as_a_whole_and_may_come_again(exercise: Exercise) -> None:
    batch = tables.imported(tables.uploaded(exercise, as_csv(plain())))
    back = tables.undone(batch)
    assert back.state == "undone", back.fault
    assert not Response.objects.current().exists()
    assert set(Act.objects.values_list("verb", "by", "version")) == {("undo_import", batch.uploaded_by_id, 1)}
    again = tables.imported(tables.uploaded(exercise, as_csv(plain())))
    assert again.counts == {"new": 3}
    assert Response.objects.current().count() == 3
    assert ImportedRow.objects.filter(undone_at=None).count() == 3
