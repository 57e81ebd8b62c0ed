"""What the team tells the author of a response, by email where an address is held, and on the author's own page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from common import clock, outbox, tokens
from common.text import newlines
from responses.moderation import acts
from responses.moderation.author_models import Appeal, AuthorLink, Told
from responses.moderation.errors import NoteNeeded
from responses.moderation.models import AGAINST, Act
from responses.moderation.policy import PolicyInForce
from responses.submission.models import Contact, Response

if TYPE_CHECKING:
    from accounts.models import User

TOLD = "responses.told"
ANSWERED = "responses.appeal_answered"
NO_EMAIL = "No email address is held, so no email could be sent. Write to them as well."
Verb = Act.Verb
DONE = {
    Verb.HOLD: "We are holding your response for the time being. It counts meanwhile, and is not quoted or published.",
    Verb.PROPOSE_LEAVING_OUT: "One of us has proposed to leave your response out of the analysis. A second person will "
    "look at it.",
    Verb.LEAVE_OUT: "Two of us have decided to leave your response out of the analysis. It is kept, and reports say "
    "how many responses were left out and why.",
    Verb.REDACT: "We have hidden some words of your response wherever it is shown outside our team. Everything else in "
    "it is read and counted as you sent it.",
}


def about(response: Response) -> Act | None:
    """Return the latest decision that there is something to tell of."""
    return response.acts.filter(verb__in=AGAINST).order_by("-version").first()


def suggested_text(response: Response, policy: PolicyInForce) -> str:
    """Return a message to begin with, from what was decided and why."""
    decision = about(response)
    if decision is None:
        return ""
    reason = policy.reason(decision.reason)
    why = f"The reason: {decision.get_reason_display().lower()}."
    return "\n\n".join([DONE[Verb(decision.verb)], f"{why} {reason.explanation}" if reason else why])


@transaction.atomic
def tell(response_id: int, *, version: int, by: User, text: str) -> Act:
    """Tell the author of a response something; it goes by email where they gave an address."""
    said = newlines(text).strip()
    if not said:
        raise NoteNeeded("Write what you want to tell them.")
    response = Response.objects.get(pk=response_id)
    decision = about(response)
    act = acts.perform(response_id, verb=Verb.TELL, version=version, by=by)
    email = address_of(response_id)
    told = Told.objects.create(response=response, act=act, about=decision, text=said, by_email=bool(email))
    if email:
        outbox.put(TOLD, {"told": told.pk, "email": email})
    return act


def address_of(response_id: int) -> str:
    """Return the author's email address; empty where none is held."""
    contact = Contact.objects.filter(response=response_id).first()
    return contact.email if contact else ""


def tell_of_answer(appeal: Appeal) -> bool:
    """Have the author told how an appeal was answered, and return whether an address is held."""
    email = address_of(appeal.response_id)
    if email:
        outbox.put(ANSWERED, {"appeal": appeal.pk, "email": email})
    return bool(email)


def link_for(response: Response) -> str:
    """Mint a link to the author's page of a response and return its whole address; only a hash is kept."""
    token = tokens.mint()
    AuthorLink.objects.create(response=response, token_hash=tokens.hash_token(token), created_at=clock.now())
    address: str = settings.SITE_URL + reverse("responses:mine", args=[response.exercise.slug, token])
    return address
