"""The way in from an invitation: who holds the link of one, and the answer that is begun from it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from common import clock, tokens
from responses.drafts import access
from responses.drafts.models import Draft, PrivateLink
from responses.register import vocabulary
from responses.register.inviting.models import Delivery, Invitation, InvitedDraft
from responses.submission.models import Response

COOKIE = "invited"
COOKIE_AGE = access.COOKIE_AGE
LONGEST_TOKEN = 100


def find(slug: str, token: str) -> Delivery | None:
    """Return the email that a token was sent in, of this exercise."""
    if not token or len(token) > LONGEST_TOKEN:
        return None
    rows = Delivery.objects.select_related("mailing__exercise__organisation", "invitation__stakeholder", "contact")
    return rows.filter(token_hash=tokens.hash_token(token), mailing__exercise__slug=slug).first()


def remembered(request: HttpRequest, slug: str) -> Delivery | None:
    """Return the email whose link was followed on this device."""
    return find(slug, request.COOKIES.get(COOKIE, ""))


def remember(response: HttpResponse, request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Keep the token in a cookie that scripts cannot read and only the page of the invitation gets."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=COOKIE_AGE,
        path=reverse("responses:invited", args=[slug]),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def note_opened(invitation: Invitation) -> None:
    """Keep when the link was first followed; programs that look through mail may have done it."""
    if invitation.opened_at is None:
        Invitation.objects.filter(pk=invitation.pk, opened_at__isnull=True).update(opened_at=clock.now())


@transaction.atomic
def begin(invitation: Invitation) -> str:
    """Start an answer that is known to be the stakeholder's, with its name filled in; return the token of its link."""
    token = access.begin(invitation.exercise)
    draft = PrivateLink.objects.select_related("draft").get(token_hash=tokens.hash_token(token)).draft
    Draft.objects.filter(pk=draft.pk).update(who=_who(invitation))
    InvitedDraft.objects.create(draft=draft, invitation=invitation, at=clock.now())
    return token


def tie(draft: Draft, invitation: Invitation) -> None:
    """Take an answer that was begun without the link for the stakeholder's; one that is tied stays with whom it is."""
    InvitedDraft.objects.get_or_create(draft=draft, defaults={"invitation": invitation, "at": clock.now()})


def untie_individuals() -> int:
    """Forget which link somebody began from who then answered for themselves; return how many such ties there were."""
    of_draft = Response.objects.filter(draft=OuterRef("draft"))
    alone = Exists(of_draft.filter(kind=Response.Kind.INDIVIDUAL)) & ~Exists(
        of_draft.filter(kind=Response.Kind.ORGANISATION)
    )
    return InvitedDraft.objects.filter(alone, draft__is_open=False).delete()[0]


def _who(invitation: Invitation) -> dict[str, Any]:
    """Return what the page 'who you are' begins with; whoever answers can change it, and has to confirm it."""
    stakeholder = invitation.stakeholder
    said = {"kind": str(Response.Kind.ORGANISATION), "organisation_name": stakeholder.name}
    content = vocabulary.newest(invitation.exercise)
    if content and content.category_id(vocabulary.Dimension.ORGANISATION_TYPE, stakeholder.type_key):
        said["organisation_type"] = stakeholder.type_key
    return said
