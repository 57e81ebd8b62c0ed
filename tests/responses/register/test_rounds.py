"""Rounds of emails: to whom, once, in batches, and to nobody who answered, asked for a stop or cannot be reached."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail

from common import clock, outbox
from common.models import OutboxMessage
from responses.register import bounces, matching
from responses.register.errors import NotPossible
from responses.register.inviting import listing, mails, reads, rounds, stops
from responses.register.inviting.models import Delivery, Mailing, MailStop
from responses.register.models import Stakeholder, StakeholderContact
from responses.register.tasks import tidy_register
from tests import factories
from tests.responses.register.making import recipients, work_off


def answer_of(register, invitation):
    response = factories.sent(register.exercise, **{**factories.COUNCIL, "organisation_name": "Typed"})
    response.exercise = register.exercise
    matching.match(response, invitation.stakeholder, by=register.staff, version=response.version)
    return response


def why_not(invitation):
    return list(Delivery.objects.filter(invitation=invitation).values_list("state", "why"))


def test_an_invitation_says_who_is_meant_and_what_its_link_does(register):
    register.invited("Northshire Council", "clerk@example.org")
    register.send("invitation", subject="Your views", text="We would like to hear from you.")
    (message,) = mail.outbox
    assert message.to == ["clerk@example.org"]
    for said in ("To Northshire Council", "We would like to hear from you.", "we do not remind you again"):
        assert said in message.body
    uid = OutboxMessage.objects.get(kind=rounds.SEND).uid
    assert message.extra_headers["Message-ID"] == f"<{uid}@example.org>"


def test_a_reminder_goes_to_those_not_heard_from_alone(register):
    register.invited("Silent", "silent@example.org", "second@example.org")
    answer_of(register, register.invited("Answered", "answered@example.org"))
    listing.end(register.invited("Ended", "ended@example.org"), by=register.staff)
    register.add("Never invited", "never@example.org")
    stopped, bounced = register.invited("Stopped", "a@example.org"), register.invited("Bounced", "b@example.org")
    register.send("invitation")
    mail.outbox.clear()
    organisation = register.exercise.organisation_id
    stops.stop(organisation, "A@example.org", by=register.staff)
    assert bounces.note(register.exercise, "B@Example.org", clock.now())
    told = rounds.reach(register.exercise, "reminder")
    assert (told.addresses, told.organisations, told.stopped, told.bounced, told.answered) == (2, 1, 1, 1, 1)
    register.send("reminder")
    assert recipients() == ["second@example.org", "silent@example.org"]
    assert ("passed_over", "stopped") in why_not(stopped)
    assert ("passed_over", "bounced") in why_not(bounced)
    stops.lift(organisation, "a@example.org", by=register.staff)
    register.send("reminder")
    assert "a@example.org" in recipients()


def test_a_reminder_goes_to_no_one_who_was_never_asked(register):
    asked = register.invited("Asked", "asked@example.org")
    register.send("invitation")
    register.invited("Later", "later@example.org")
    told = rounds.reach(register.exercise, "reminder")
    assert (told.addresses, told.unwritten) == (1, 1)
    mail.outbox.clear()
    register.send("reminder")
    assert recipients() == ["asked@example.org"]
    listing.end(asked, by=register.staff)
    assert "Send that first" in rounds.reach(register.exercise, "reminder").why_nobody


def test_a_reminder_can_be_kept_to_those_who_never_opened_their_link(register):
    opened, late = register.invited("Opened", "opened@example.org"), register.invited("Late", "late@example.org")
    register.invited("Unopened", "unopened@example.org")
    register.send("invitation")
    mail.outbox.clear()
    type(opened).objects.filter(pk=opened.pk).update(opened_at=clock.now())
    assert rounds.reach(register.exercise, "reminder", "unopened").addresses == 2
    register.plan("reminder", narrowed_to="unopened")
    rounds.start_due()
    outbox.drain()
    type(late).objects.filter(pk=late.pk).update(opened_at=clock.now())
    work_off()
    assert recipients() == ["unopened@example.org"]
    assert ("passed_over", "opened") in why_not(late)
    register.send("reminder")
    assert "opened@example.org" in recipients()
    type(opened).objects.update(opened_at=clock.now())
    assert "have opened their link" in rounds.reach(register.exercise, "reminder", "unopened").why_nobody


def test_whoever_answers_between_the_start_of_a_round_and_their_email_gets_none(register):
    invitation = register.invited()
    register.plan("invitation")
    rounds.start_due()
    outbox.drain()
    assert why_not(invitation) == [("waiting", "")]
    answer_of(register, invitation)
    work_off()
    assert mail.outbox == []
    assert why_not(invitation) == [("passed_over", "answered")]


def test_a_round_goes_to_each_address_once_however_often_its_work_is_done(register):
    register.invited("One", "one@example.org", "two@example.org")
    mailing = register.send("invitation")
    assert mailing.state == "sent"
    for message in OutboxMessage.objects.filter(kind=rounds.PUT_DOWN):
        message.payload = {"mailing": mailing.pk, "after": 0}
        Mailing.objects.filter(pk=mailing.pk).update(state="sending")
        rounds.put_down(message)
    for delivery in Delivery.objects.all():
        mails.send(OutboxMessage(kind=rounds.SEND, payload={"delivery": delivery.pk}))
    work_off()
    assert rounds.start_due() == 0
    assert recipients() == ["one@example.org", "two@example.org"]


def test_an_invitation_goes_once_to_each_and_to_those_added_later(register):
    register.invited("First", "first@example.org")
    register.send("invitation")
    register.invited("Later", "later@example.org")
    register.send("invitation")
    assert recipients() == ["first@example.org", "later@example.org"]


def test_a_round_that_goes_to_nobody_says_why(register):
    def why(sort: str = "invitation") -> str:
        return rounds.reach(register.exercise, sort).why_nobody

    assert "Nobody is on the list" in why()
    register.invited("Haven", "clerk@example.org")
    assert why() == ""
    register.send("invitation")
    assert "have had an invitation already" in why()
    bounces.note(register.exercise, "clerk@example.org", clock.now())
    assert "No address of those whom it is for can be written to" in why("reminder")
    StakeholderContact.objects.all().delete()
    assert "has an email address on the register" in why("reminder")
    Stakeholder.objects.update(retired_at=clock.now(), retired_by=register.staff)
    assert "No answer is expected any more" in why("reminder")
    page = register.client().get(register.address("write_reminder")).content.decode()
    assert "Goes to nobody as things stand. No answer is expected any more" in page


def test_batches_leave_room_for_what_respondents_wait_for(register, monkeypatch):
    monkeypatch.setattr(rounds, "BATCH", 2)
    for number in range(5):
        register.invited(f"Organisation {number}", f"{number}@example.org")
    mailing = register.plan("invitation")
    rounds.start_due()
    outbox.drain()
    outbox.drain()
    assert len(mail.outbox) == 2
    work_off()
    assert len(recipients()) == len(set(recipients())) == 5
    assert Mailing.objects.get(pk=mailing.pk).state == "sent"


def test_a_round_waits_for_its_time_and_for_the_exercise_to_open(register):
    register.invited()
    later = clock.now() + dt.timedelta(days=2)
    mailing = register.plan("invitation", planned_for=later)
    assert rounds.start_due() == 0
    opens = later + dt.timedelta(days=1)
    type(register.exercise).objects.filter(pk=register.exercise.pk).update(opens_at=opens)
    with clock.held(later):
        assert rounds.start_due() == 0
    with clock.held(opens):
        assert rounds.start_due() == 1
    assert Mailing.objects.get(pk=mailing.pk).state == "sending"


def test_nothing_is_sent_after_the_close_or_once_a_round_is_cancelled(register):
    invitation = register.invited()
    register.plan("invitation")
    rounds.start_due()
    outbox.drain()
    with clock.held(register.exercise.closes_at):
        outbox.drain()
    assert why_not(invitation) == [("passed_over", "closed")]
    mailing = register.plan("invitation")
    rounds.start_due()
    outbox.drain()
    rounds.cancel(mailing, by=register.staff)
    work_off()
    assert ("passed_over", "cancelled") in why_not(invitation)
    assert mail.outbox == []
    with pytest.raises(NotPossible):
        rounds.cancel(mailing, by=register.staff)


def test_the_second_of_two_who_plan_the_same_round_is_refused(register):
    register.plan("invitation", number=1)
    with pytest.raises(NotPossible, match="planned already"):
        register.plan("invitation", number=1)


def test_a_trial_goes_to_its_author_with_nobody_s_link(register):
    register.invited("Northshire Council", "clerk@example.org")
    mails.try_out(
        register.exercise,
        sort="reminder",
        subject="Hello",
        text="Words",
        stakeholder="Northshire",
        to="cora@example.org",
    )
    work_off()
    assert recipients() == ["cora@example.org"]
    assert "/answer/invited/" not in mail.outbox[0].body
    assert not Delivery.objects.exists()


def test_a_bounce_counts_only_for_an_address_that_was_written_to_and_once(register):
    register.invited("One", "one@example.org")
    assert not bounces.note(register.exercise, "one@example.org", clock.now())
    register.send("invitation")
    for _ in range(2):
        assert bounces.note(register.exercise, "ONE@example.org", clock.now())
    assert not bounces.note(register.exercise, "stranger@example.org", clock.now())
    assert MailStop.objects.get().why == "bounced"
    assert Delivery.objects.get().bounced_at
    assert reads.rounds_of(register.exercise)[0][1]["bounced"] == 1


def test_a_stop_outlives_a_change_of_the_key_once_the_night_has_passed(register, settings):
    register.invited("One", "one@example.org")
    register.send("invitation")
    stops.stop(register.exercise.organisation_id, "one@example.org")
    bounces.note(register.exercise, "one@example.org", clock.now())
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key", [settings.SECRET_KEY]
    assert (tidy_register(), tidy_register()) == (1, 0)
    settings.SECRET_KEY_FALLBACKS = []
    assert rounds.reach(register.exercise, "reminder").addresses == 0
    register.send("reminder")
    assert recipients() == ["one@example.org"]
    assert Delivery.objects.filter(why="stopped").count() == 1
