"""Emails to respondents."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from common import clock, mail
from common.models import OutboxMessage
from common.outbox import payload_of
from engagement import editions
from engagement.deadline import deadline
from responses.drafts.access import Capability, private_address
from responses.drafts.models import Draft
from responses.respondent import sender_in_words
from responses.submission import references
from responses.submission.models import Response
from responses.submission.reads import answers_in_words


def send_draft_link(message: OutboxMessage) -> None:
    """Send the private link of a draft; the link is minted here, so that no token waits in the database."""
    said = payload_of(message)
    draft = Draft.objects.select_related("exercise").filter(pk=said["draft"]).first()
    if draft is None:  # it has expired meanwhile
        return
    content = editions.compiled(draft.edition_id)
    context = {
        "exercise": content,
        "row": draft.exercise,
        "draft": draft,
        "deadline": deadline(draft.exercise, clock.now()),
        **_link(draft, said),
    }
    subject = "A link to write an answer together" if context["shared"] else "Your private link"
    _send(message, f"{subject}: {content.title}", "emails/draft_link.txt", context)


def _link(draft: Draft, said: dict[str, Any]) -> dict[str, Any]:
    """Mint the link that was asked for; one for somebody else is told apart, and may only read or not send."""
    shared = {"shared": True, "called": said["called"]} if "called" in said else {}
    capability = Capability(said["capability"])
    link = private_address(draft, capability, **shared)
    return {
        "link": link,
        "shared": bool(shared),
        "may_write": capability != Capability.VIEW,
        "may_send": capability == Capability.SIGN,
    }


def send_receipt(message: OutboxMessage) -> None:
    """Send a copy of what was sent, with its reference."""
    response = Response.objects.select_related("exercise", "draft").filter(pk=payload_of(message)["response"]).first()
    if response is None:
        return
    content = editions.compiled(response.edition_id)
    context = {
        "exercise": content,
        "response": response,
        "reference": references.grouped(response.reference),
        "about": sender_in_words(content, response),
        "answers": answers_in_words(response),
        "link": private_address(response.draft) if response.draft else "",
    }
    _send(message, f"We have your response {context['reference']}", "emails/receipt.txt", context)


def send_withdrawal(message: OutboxMessage) -> None:
    """Confirm that an answer was withdrawn; who did not do it themselves learns of it."""
    response = Response.objects.filter(pk=payload_of(message)["response"]).first()
    if response is None:
        return
    context = {
        "exercise": editions.compiled(response.edition_id),
        "response": response,
        "reference": references.grouped(response.reference),
    }
    _send(message, f"Your response {context['reference']} is withdrawn", "emails/withdrawn.txt", context)


def _send(message: OutboxMessage, subject: str, template: str, context: dict[str, object]) -> None:
    mail.send(message, to=payload_of(message)["email"], subject=subject, body=render_to_string(template, context))
