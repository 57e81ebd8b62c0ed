"""Messages that hold the answers of several people: each has a draft and a response of its own, and the one file."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import F, Q

from common import clock
from responses.drafts.models import Draft
from responses.intake.mail.models import FurtherAnswer, Message
from responses.submission.models import Response

if TYPE_CHECKING:
    from accounts.models import User


def with_drafts(drafts: Collection[Draft | int]) -> Q:
    """Limit originals to those that drafts are keyed in from."""
    shared = FurtherAnswer.objects.filter(draft__in=drafts)
    return Q(draft__in=drafts) | Q(pk__in=shared.values("message__original"))


def with_responses(responses: Collection[Response | int]) -> Q:
    """Limit originals to those that responses came in."""
    shared = FurtherAnswer.objects.filter(response__in=responses)
    return Q(response__in=responses) | Q(pk__in=shared.values("message__original"))


def beside(response: Response) -> list[Response]:
    """Return what else was recorded from the email that a response came in, in the order in which it was begun."""
    message = Message.objects.filter(Q(response=response) | Q(further__response=response)).first()
    if message is None:
        return []
    of_message = Q(messages=message) | Q(further_answer__message=message)
    return list(Response.objects.filter(of_message).exclude(pk=response.pk).distinct().order_by("pk"))


def following(message: Message) -> FurtherAnswer | None:
    """Return the further answer that is the first once the first is given up, held against being sent meanwhile."""
    for row in FurtherAnswer.objects.filter(message=message).order_by("id"):
        if Draft.objects.filter(pk=row.draft_id, discarded_at__isnull=True).update(updated_at=clock.now()):
            row.refresh_from_db()
            return row
    return None


def untouched(message: Message, *, by: User) -> Draft | None:
    """Return the further answer that somebody has begun from a message and not worked on since."""
    since = Draft.objects.filter(is_open=True, updated_at=F("created_at"), answers=None)
    return since.filter(further_answer__message=message, further_answer__by=by).select_related("exercise").first()


def of(message: Message) -> list[FurtherAnswer]:
    """Return the further answers that were recorded from a message or are being keyed in."""
    standing = message.further.filter(Q(response__isnull=False) | Q(draft__is_open=True))
    return list(standing.select_related("draft__keyed_by", "response"))
