"""Rounds of emails: planned by a person, started once when they are due, put down for each address once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Max, Q, QuerySet

from common import clock, outbox
from common.models import OutboxMessage
from engagement.models import Exercise
from engagement.phases import Phase
from responses.register.errors import NotPossible
from responses.register.inviting.models import Delivery, Invitation, Mailing, MailStop
from responses.register.inviting.reads import SHOWN, WRITTEN_TO, with_standing
from responses.register.models import StakeholderContact

if TYPE_CHECKING:
    from accounts.models import User

BATCH = 50  # emails put into the outbox together …
PAUSE = dt.timedelta(seconds=30)  # … with room between batches for what respondents wait for
PUT_DOWN = "responses.register_batch"
SEND = "responses.register_email"

Sort, State = Mailing.Sort, Mailing.State


def next_number(exercise: Exercise, sort: str) -> int:
    """Return the number that the next round of a sort will have."""
    highest = Mailing.objects.filter(exercise=exercise, sort=sort).aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


def plan(
    exercise: Exercise,
    *,
    sort: str,
    number: int,
    subject: str,
    text: str,
    planned_for: dt.datetime,
    by: User,
    narrowed_to: str = "",
) -> Mailing:
    """Put down a round to be sent at a time. `number` is the one its author saw: the second of two is refused."""
    try:
        with transaction.atomic():
            return Mailing.objects.create(
                exercise=exercise,
                sort=sort,
                number=number,
                narrowed_to=narrowed_to,
                subject=subject,
                text=text,
                made_at=clock.now(),
                made_by=by,
                planned_for=planned_for,
            )
    except IntegrityError as error:
        raise NotPossible(
            "This round is planned already, by you or by a colleague. Nothing is sent twice. Look at it below before "
            "you plan another one."
        ) from error


def cancel(mailing: Mailing, *, by: User) -> None:
    """Stop a round: one that is planned is not sent, one that is being sent goes no further."""
    stoppable = Mailing.objects.filter(pk=mailing.pk, state__in=[State.PLANNED, State.SENDING])
    if not stoppable.update(state=State.CANCELLED, cancelled_by=by, finished_at=clock.now()):
        raise NotPossible("It has been sent already, or was cancelled before.")


def start_due() -> int:
    """Start the rounds that are due; return how many this call started. Any number of schedulers may call it."""
    return sum(_start(pk) for pk in due())


def due() -> list[int]:
    """Return the ids of rounds whose time has come, of exercises that have opened."""
    now = clock.now()
    open_now = {"exercise__state": Exercise.State.PUBLISHED, "exercise__opens_at__lte": now}
    waiting = Mailing.objects.filter(state=State.PLANNED, planned_for__lte=now, **open_now)
    return list(waiting.order_by("planned_for", "id").values_list("pk", flat=True))


@transaction.atomic
def _start(pk: int) -> bool:
    """Start one round, unless another scheduler has."""
    if not Mailing.objects.filter(still_planned(), pk=pk).update(state=State.SENDING, started_at=clock.now()):
        return False
    outbox.put(PUT_DOWN, {"mailing": pk, "after": 0})
    return True


def still_planned() -> Q:
    """Hold a round back from whoever comes second."""
    return Q(state=State.PLANNED)


def put_down(message: OutboxMessage) -> None:
    """Put down the next so many emails of a round, and a message for those after them; run twice, it adds none."""
    said = outbox.payload_of(message)
    mailing = Mailing.objects.select_related("exercise").get(pk=said["mailing"])
    if mailing.state != State.SENDING:
        return
    invitations = list(recipients(mailing).filter(pk__gt=said["after"]).order_by("pk")[:BATCH])
    with transaction.atomic():
        _deliveries(mailing, invitations)
        if invitations:
            outbox.put(PUT_DOWN, {"mailing": mailing.pk, "after": invitations[-1].pk}, at=clock.now() + PAUSE)
        else:
            sending = Mailing.objects.filter(pk=mailing.pk, state=State.SENDING)
            sending.update(state=State.SENT, finished_at=clock.now())


def recipients(mailing: Mailing) -> QuerySet[Invitation]:
    """Return the invitations that a round goes to."""
    return recipients_of(mailing.exercise, mailing.sort, mailing.narrowed_to)


def recipients_of(exercise: Exercise, sort: str, narrowed_to: str = "") -> QuerySet[Invitation]:
    """Return those from whom an answer is expected and has not come.

    An invitation goes to those who have had none, and a reminder to those who have been written to: it says so.
    """
    rows = with_standing(Invitation.objects.filter(exercise=exercise))
    rows = rows.filter(SHOWN["unanswered"], stakeholder__retired_at__isnull=True)
    if sort == Sort.INVITATION:
        arrived = Delivery.objects.filter(mailing__sort=Sort.INVITATION, bounced_at__isnull=True)
        written = arrived.exclude(state=Delivery.State.PASSED_OVER)
        return rows.exclude(pk__in=written.values("invitation"))
    rows = rows.filter(WRITTEN_TO)
    return rows.filter(opened_at__isnull=True) if narrowed_to == Mailing.Narrowed.UNOPENED else rows


def _deliveries(mailing: Mailing, invitations: Sequence[Invitation]) -> None:
    """Put down an email to each address, with its message in the outbox."""
    contacts = StakeholderContact.objects.exclude(email_hash="").filter(
        stakeholder__in=[invitation.stakeholder_id for invitation in invitations]
    )
    by_stakeholder: dict[int, list[StakeholderContact]] = {}
    for contact in contacts.order_by("pk"):
        by_stakeholder.setdefault(contact.stakeholder_id, []).append(contact)
    had = set(mailing.deliveries.filter(invitation__in=invitations).values_list("invitation_id", "email_hash"))
    now = clock.now()
    rows = Delivery.objects.bulk_create(
        Delivery(mailing=mailing, invitation=invitation, contact=contact, email_hash=contact.email_hash, at=now)
        for invitation in invitations
        for contact in by_stakeholder.get(invitation.stakeholder_id, [])
        if (invitation.pk, contact.email_hash) not in had
    )
    OutboxMessage.objects.bulk_create(
        OutboxMessage(kind=SEND, payload={"delivery": row.pk}, created_at=now, available_at=now) for row in rows
    )


@dataclass(frozen=True)
class Reach:
    """Whom a round would go to if it went now."""

    organisations: int
    addresses: int
    stopped: int  # addresses
    bounced: int  # addresses
    unreachable: int  # organisations without any address that is written to
    answered: int  # organisations
    listed: int  # organisations on the list, whatever they did
    expected: int  # organisations from whom an answer is expected and has not come
    unwritten: int  # of these, those who have had no email yet
    is_reminder: bool
    example: Invitation | None

    @property
    def goes_to_nobody(self) -> bool:
        return not self.addresses

    @property
    def why_nobody(self) -> str:
        """Say why a round goes to nobody; nothing where it goes to somebody."""
        if self.addresses:
            return ""
        if not self.listed:
            return "Nobody is on the list of the exercise yet."
        if not self.expected:
            return "No answer is expected any more: all on the list have answered or were taken off it."
        if not self.unreachable:
            return self._why_none_is_left
        if not self.stopped + self.bounced:
            return "None of those whom it is for has an email address on the register."
        return "No address of those whom it is for can be written to: each asked for no more, or emails came back."

    @property
    def _why_none_is_left(self) -> str:
        if not self.is_reminder:
            return "All from whom an answer is expected have had an invitation already. A reminder goes to them again."
        if self.unwritten == self.expected:
            return "None of those on the list has had an invitation yet. Send that first."
        return "All who were written to and have not answered have opened their link."


def reach(exercise: Exercise, sort: str, narrowed_to: str = "") -> Reach:
    """Count whom a round would go to: a fixed number of queries."""
    rows = recipients_of(exercise, sort, narrowed_to)
    by_stakeholder: dict[int, list[str]] = {pk: [] for pk in rows.order_by().values_list("stakeholder_id", flat=True)}
    contacts = StakeholderContact.objects.exclude(email_hash="").filter(stakeholder__invitations__exercise=exercise)
    for stakeholder, hashed in contacts.values_list("stakeholder_id", "email_hash"):
        if stakeholder in by_stakeholder:
            by_stakeholder[stakeholder].append(hashed)
    stops: dict[str, set[str]] = {}
    in_force = MailStop.objects.filter(organisation=exercise.organisation_id, ended_at__isnull=True)
    for hashed, why in in_force.values_list("email_hash", "why"):
        stops.setdefault(hashed, set()).add(why)
    addresses = [hashed for one in by_stakeholder.values() for hashed in one]
    reached = {pk: [each for each in one if each not in stops] for pk, one in by_stakeholder.items()}
    listed = with_standing(Invitation.objects.filter(exercise=exercise))
    expected = listed.filter(SHOWN["unanswered"], stakeholder__retired_at__isnull=True)
    first = next((pk for pk, one in reached.items() if one), None)
    return Reach(
        organisations=sum(bool(one) for one in reached.values()),
        addresses=sum(len(one) for one in reached.values()),
        stopped=sum("asked" in stops.get(each, ()) for each in addresses),
        bounced=sum(stops.get(each) == {"bounced"} for each in addresses),
        unreachable=sum(not one for one in reached.values()),
        answered=listed.filter(SHOWN["answered"]).count(),
        listed=listed.count(),
        expected=expected.count(),
        unwritten=expected.filter(SHOWN["unwritten"]).count(),
        is_reminder=sort == Sort.REMINDER,
        example=rows.select_related("stakeholder").filter(stakeholder=first).first() if first else None,
    )


def may_be_sent(exercise: Exercise) -> bool:
    """Whether anybody could follow an invitation now: nothing is sent before it opens or after it closes."""
    return exercise.phase(clock.now()) is Phase.OPEN
