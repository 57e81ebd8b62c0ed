"""What was typed from what was discarded goes with the drafts; what came stays, and can be keyed in anew."""

import datetime as dt

import pytest

from common import clock
from responses.drafts.models import Draft, DraftAnswer
from responses.intake import as_given, checking, discarding
from responses.intake.models import Discard, KeyingNote, SecondCheck
from responses.privacy import carrying_out
from responses.privacy.models import Kept
from tests.responses.intake.steps import begun, filled, noted, upload
from tests.responses.intake.test_discarding import loaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(staff):
    cora = staff.client_of("cora")
    draft = begun(cora, staff, files=[upload()])
    filled(cora, staff, "We prefer the first option")
    return loaded(draft)


def a_month_later(staff):
    """Do the night's work on drafts, a month after the close and after anybody had them in hand."""
    long_ago = clock.now() - dt.timedelta(days=31)
    Draft.objects.update(updated_at=long_ago)
    Draft.objects.filter(discarded_at__isnull=False).update(discarded_at=long_ago)
    night(staff, long_ago)


def night(staff, closed_at):
    staff.exercise.opens_at, staff.exercise.closes_at = closed_at - dt.timedelta(days=9), closed_at
    staff.exercise.save()
    list(carrying_out.carry_out(staff.exercise, Kept.DRAFTS, "Drafts"))


def test_thirty_days_after_the_close_what_was_typed_goes_and_what_came_stays(staff, letter):
    checking.hand_over(letter, by=staff.cora)
    checking.take_back(letter)
    as_given.note(letter, "Two crosses at the first question", by=staff.cora)
    discarding.discard(letter, by=staff.cora, reason="By mistake")
    call = begun(staff.client_of("cora"), staff, channel="telephone")
    discarding.discard(loaded(call), by=staff.cora, reason="Wrong exercise")
    night(staff, clock.now() - dt.timedelta(days=31))
    assert DraftAnswer.objects.exists()  # somebody has just had it in hand
    a_month_later(staff)
    assert Draft.objects.get() == letter
    assert (loaded(letter).who, SecondCheck.objects.get().typed) == ({}, {})
    assert not DraftAnswer.objects.exists()
    assert not KeyingNote.objects.exists()
    assert letter.originals.get().file.size
    assert Discard.objects.get().reason == "By mistake"
    revision = loaded(letter).revision
    a_month_later(staff)
    assert loaded(letter).revision == revision


def test_of_a_meeting_neither_points_nor_people_are_kept_and_it_can_still_be_keyed_in_as_one(staff):
    cora = staff.client_of("cora")
    said = {"meeting_name": "Spring meeting", "host": "A host", "host_email": "host@example.org"}
    note = begun(cora, staff, channel="meeting", files=[upload()], **said)
    noted(cora, staff, note, ["Buses do not come"])
    discarding.discard(loaded(note), by=staff.cora, reason="By mistake")
    a_month_later(staff)
    assert not note.points.exists()
    assert loaded(note).intake["meeting"] == {"meeting_name": "Spring meeting"}
    discarding.take_up(loaded(note), by=staff.cora)
    assert loaded(note).is_meeting
