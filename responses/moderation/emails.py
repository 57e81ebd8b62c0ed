"""Emails to the author of a response about what was decided; links are minted here, so that none waits anywhere."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from common import mail
from common.models import OutboxMessage
from common.outbox import payload_of
from engagement import editions
from responses.moderation import telling
from responses.moderation.author_models import Appeal, Told
from responses.moderation.models import Act
from responses.submission import references
from responses.submission.models import Response


def send_told(message: OutboxMessage) -> None:
    """Send what the team tells an author."""
    told = Told.objects.select_related("response__exercise").filter(pk=payload_of(message)["told"]).first()
    if told:
        _send(message, told.response, "About your response", "emails/told.txt", {"text": told.text})


def send_answer(message: OutboxMessage) -> None:
    """Send the answer to an appeal."""
    found = Appeal.objects.select_related("response__exercise", "act", "answered")
    appeal = found.filter(pk=payload_of(message)["appeal"]).first()
    if appeal and appeal.answered:
        changed = appeal.answered.reason == Act.Reason.CHANGED
        context = {"appeal": appeal, "changed": changed}
        _send(message, appeal.response, "Your appeal about your response", "emails/appeal_answered.txt", context)


def _send(message: OutboxMessage, response: Response, subject: str, template: str, context: dict[str, Any]) -> None:
    reference = references.grouped(response.reference)
    common = {
        "exercise": editions.compiled(response.edition_id),
        "response": response,
        "reference": reference,
        "link": telling.link_for(response),
        "policy": settings.SITE_URL + reverse("moderation_policy", args=[response.exercise.slug]),
    }
    body = render_to_string(template, common | context)
    mail.send(message, to=payload_of(message)["email"], subject=f"{subject} {reference}", body=body)
