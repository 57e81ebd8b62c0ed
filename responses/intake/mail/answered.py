"""A message has been answered for: what was keyed in from it was sent. Called in the transaction that writes it."""

from __future__ import annotations

from responses.drafts.models import Draft
from responses.intake.mail.models import FurtherAnswer, Message
from responses.submission.models import Response


def note(draft: Draft, response: Response) -> None:
    """Tie the message that a draft was keyed in from to its response."""
    Message.objects.filter(draft=draft, state=Message.State.KEYING).update(
        state=Message.State.ANSWERED, response=response
    )
    FurtherAnswer.objects.filter(draft=draft).update(response=response)
