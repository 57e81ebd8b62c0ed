"""The copy of the points that goes to a meeting's host, and what comes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse

from common import clock, mail, outbox, tokens
from common.errors import DomainError
from common.models import OutboxMessage
from common.text import newlines
from engagement import editions
from engagement.models import Exercise
from responses.intake.meetings.models import HostCopy, HostLink, Proposal
from responses.intake.meetings.reads import points_of
from responses.intake.models import Meeting
from responses.moderation.wording import who_in_force
from responses.submission.models import Response

if TYPE_CHECKING:
    from accounts.models import User

KIND = "responses.host_copy"
LIFE = dt.timedelta(days=60)
LONGEST = 5_000


class MailboxFull(DomainError):
    default_message = "Very many emails have gone to that address from here today. Try again tomorrow."


@transaction.atomic
def send_copy(meeting: Meeting, email: str, *, by: User) -> HostCopy:
    """Let an email with a private link go to the host; raises MailboxFull."""
    if not mail.may_go_to(email):
        raise MailboxFull
    copy = HostCopy.objects.create(meeting=meeting, email=email, sent_by=by, asked_at=clock.now())
    Meeting.objects.filter(pk=meeting.pk).update(host_email=email)
    outbox.put(KIND, {"copy": copy.pk})
    return copy


def send_email(message: OutboxMessage) -> None:
    """Send the copy that was asked for; the link is minted here, so that no token waits in the database."""
    found = (
        HostCopy.objects.select_related("meeting__response__exercise")
        .filter(pk=outbox.payload_of(message)["copy"])
        .first()
    )
    if found is None or found.revoked_at is not None:
        return
    exercise = found.meeting.response.exercise
    content = editions.compiled(found.meeting.response.edition_id)
    token = tokens.mint()
    HostLink.objects.create(copy=found, token_hash=tokens.hash_token(token), created_at=clock.now())
    link = settings.SITE_URL + reverse("responses:host", args=[exercise.slug, token])
    name = name_of(found.meeting)
    context = {
        "exercise": content,
        "meeting": found.meeting,
        "name": name,
        "link": link,
        "until": found.asked_at + LIFE,
    }
    body = render_to_string("emails/host_copy.txt", context)
    mail.send(message, to=found.email, subject=f"The points noted at {name}", body=body)


def name_of(meeting: Meeting) -> str:
    """Return a meeting's name as it may leave the team."""
    named = Response.objects.filter(pk=meeting.response_id).annotate(known_as=who_in_force("meeting_name"))
    return str(named.values_list("known_as", flat=True).get())


def opened(slug: str, token: str) -> HostCopy | None:
    """Return the copy that a link opens, as long as it may be answered."""
    links = HostLink.objects.filter(token_hash=tokens.hash_token(token), copy__revoked_at=None)
    links = links.filter(copy__meeting__response__exercise__slug=slug, copy__asked_at__gt=clock.now() - LIFE)
    current = Response.objects.current()
    links = links.filter(copy__meeting__response__in=current)
    link = links.select_related("copy__meeting__response__exercise").first()
    return link.copy if link else None


def note_opened(copy: HostCopy) -> None:
    """Remember when the host first looked."""
    HostCopy.objects.filter(pk=copy.pk, opened_at=None).update(opened_at=clock.now())


@transaction.atomic
def propose(copy: HostCopy, texts: Mapping[int, str], *, remark: str) -> int:
    """Keep how points should read, by their id; what waits from an earlier reply of the same copy is replaced.

    Return how many points the host wants changed. A point of which the text is as it stands is right.
    """
    now = clock.now()
    # Written first, so that of two presses at once the second waits, and replaces what the first proposed.
    copy.remark = newlines(remark).replace("\x00", "").strip()[:LONGEST]
    copy.answered_at = now
    copy.save(update_fields=["remark", "answered_at"])
    Proposal.objects.filter(copy=copy, state=Proposal.State.WAITING).delete()
    made = [
        Proposal(copy=copy, point_id=point.id, text=text, at=now)
        for point in points_of(copy.meeting.response)
        if not point.is_lost
        and (text := newlines(texts.get(point.id, "")).replace("\x00", "").strip()[:LONGEST])
        and text != point.in_public
    ]
    Proposal.objects.bulk_create(made)
    return len(made)


def stop(copy: HostCopy) -> None:
    """Close the link of a copy; what came back stays."""
    HostCopy.objects.filter(pk=copy.pk, revoked_at=None).update(revoked_at=clock.now())


def answered(exercise: Exercise) -> QuerySet[Meeting]:
    """Return the meetings whose hosts have proposed something that nobody has decided on."""
    waiting = Count("copies__proposals", filter=Q(copies__proposals__state=Proposal.State.WAITING))
    meetings = Meeting.objects.filter(response__exercise=exercise, response__in=Response.objects.current())
    return meetings.annotate(proposed=waiting).filter(proposed__gt=0).select_related("response").order_by("id")
