"""The demonstration's register: invented organisations, invited as real ones would be. Nothing is sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.models import User
from common import clock
from engagement.models import Exercise
from responses.register import bounces, matching, stakeholders, vocabulary
from responses.register.inviting import listing, stops
from responses.register.inviting.models import Delivery, Invitation, Mailing
from responses.register.models import Stakeholder
from responses.register.names import words_of
from responses.register.stakeholders import ContactSaid, Said
from responses.submission.models import Response
from responses.synthetic.book import book_of

NOTE = "Demonstration: an invented organisation."
SUBJECT = "Demonstration: your views are asked for"
OPENED_AFTER = dt.timedelta(hours=9)
TEXT = "Demonstration: this was not sent to anybody."


@transaction.atomic
def seed(exercise: Exercise, *, staff: User) -> int:
    """Fill the register if it is empty, invite all that is on it, and return how many were added."""
    entries = book_of(exercise.slug).stakeholders
    if Stakeholder.objects.filter(organisation=exercise.organisation_id).exists():
        return 0
    words = vocabulary.of_exercise(exercise)
    made = [(_add(exercise, entry, words, staff), entry) for entry in entries]
    listing.invite(exercise, [stakeholder.pk for stakeholder, _ in made], by=staff)
    _written_to(exercise, staff)
    for stakeholder, entry in made:
        _what_came_of_it(exercise, stakeholder, entry, staff)
    return len(made)


def _add(exercise: Exercise, entry: dict[str, Any], words: vocabulary.Vocabulary, staff: User) -> Stakeholder:
    said = Said(
        name=entry["name"],
        type=(entry["type"], words.types[entry["type"]]),
        areas=tuple((key, words.areas[key]) for key in entry["areas"]),
        aliases=tuple(entry.get("aliases", ())),
        contacts=(ContactSaid(email=f"{'.'.join(words_of(entry['name']))}@example.org", role="Enquiries"),),
        notes=NOTE,
    )
    return stakeholders.add(exercise.organisation, said, by=staff)


def _written_to(exercise: Exercise, staff: User) -> None:
    """Put down an invitation as if it had been sent the day the exercise opened."""
    assert exercise.opens_at is not None
    then = min(exercise.opens_at + dt.timedelta(hours=1), clock.now())
    mailing = Mailing.objects.create(
        exercise=exercise,
        sort=Mailing.Sort.INVITATION,
        number=1,
        state=Mailing.State.SENT,
        subject=SUBJECT,
        text=TEXT,
        made_at=then,
        made_by=staff,
        planned_for=then,
        started_at=then,
        finished_at=then,
    )
    Invitation.objects.filter(exercise=exercise).update(invited_at=then)
    Delivery.objects.bulk_create(
        Delivery(
            mailing=mailing,
            invitation=invitation,
            contact=contact,
            email_hash=contact.email_hash,
            state=Delivery.State.SENT,
            at=then,
        )
        for invitation in _invitations(exercise)
        for contact in invitation.stakeholder.contacts.all()
    )


def _invitations(exercise: Exercise) -> Sequence[Invitation]:
    rows = Invitation.objects.filter(exercise=exercise).select_related("stakeholder")
    return list(rows.prefetch_related("stakeholder__contacts").order_by("id"))


def _what_came_of_it(exercise: Exercise, stakeholder: Stakeholder, entry: dict[str, Any], staff: User) -> None:
    address = stakeholder.contacts.get().email
    if entry.get("opened") or entry.get("answers"):
        of_stakeholder = Invitation.objects.filter(exercise=exercise, stakeholder=stakeholder)
        of_stakeholder.update(opened_at=F("invited_at") + OPENED_AFTER)
    if entry.get("bounced"):
        bounces.note(exercise, address, clock.now())
    if entry.get("stopped"):
        stops.stop(exercise.organisation_id, address)
    answer = (
        Response.objects.current()
        .select_related("exercise")
        .filter(exercise=exercise, kind=Response.Kind.ORGANISATION, organisation_name=entry.get("answers", ""))
    )
    for response in answer:
        matching.match(response, stakeholder, by=staff, version=response.version)
