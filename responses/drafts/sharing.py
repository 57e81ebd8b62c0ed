"""An answer that several people write: private links made for others, what each may do, and stopping one again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common import clock, outbox
from common.errors import DomainError
from responses.drafts.access import Capability, private_address
from responses.drafts.models import Draft, PrivateLink

if TYPE_CHECKING:
    from django.db.models import QuerySet

STRENGTH = [Capability.VIEW, Capability.EDIT, Capability.SIGN]


def links(draft: Draft) -> QuerySet[PrivateLink]:
    """Return the links that were made for others and still open the draft."""
    return PrivateLink.objects.filter(draft=draft, shared=True, revoked_at=None).order_by("id")


def is_shared(draft: Draft) -> bool:
    """Whether somebody else may write in the draft, so that it can change under the hands of who sends it."""
    return links(draft).exclude(capability=Capability.VIEW).exists()


def offered(capability: str) -> list[Capability]:
    """Return what the holder of a link may allow others: no more than the link itself allows."""
    return STRENGTH[: STRENGTH.index(Capability(capability)) + 1]


def make(draft: Draft, *, called: str, capability: str) -> str:
    """Make a link for somebody and return its address, which is kept nowhere else."""
    return private_address(draft, capability, shared=True, called=called)


def send(draft: Draft, *, called: str, capability: str, email: str) -> None:
    """Have a link made and emailed; it is minted by who sends it, so that no token waits in the database."""
    said = {"draft": draft.pk, "email": email, "capability": capability, "called": called}
    outbox.put("responses.draft_link", said)


def stop(draft: Draft, link_id: int) -> None:
    """Let a link open nothing any more; stopping it twice does no harm."""
    theirs = PrivateLink.objects.filter(draft=draft, shared=True, pk=link_id)
    if not theirs.exists():
        raise DomainError("That link is not one of this answer.")
    theirs.filter(revoked_at=None).update(revoked_at=clock.now())
