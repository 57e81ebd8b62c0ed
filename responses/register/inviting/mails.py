"""The emails of a round: one to one address, with a link of its own and a way to get no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import salted_hmac

from common import clock, mail, outbox
from common.models import OutboxMessage
from common.tokens import hash_token
from engagement.deadline import deadline
from engagement.models import Exercise
from responses.register import vocabulary
from responses.register.inviting import stops
from responses.register.inviting.models import Delivery, Mailing, MailStop
from responses.register.inviting.reads import answered
from responses.register.inviting.rounds import may_be_sent

TRY = "responses.register_trial"
TEMPLATE = "emails/stakeholder.txt"
State, Why = Delivery.State, Delivery.Why


@dataclass(frozen=True)
class Written:
    """An email as it is read."""

    subject: str
    body: str


def written(
    exercise: Exercise, *, subject: str, text: str, stakeholder: str, link: str, stop_link: str, sort: str
) -> Written:
    """Put what staff said between the greeting and what every such email has to say."""
    content = vocabulary.newest(exercise)
    context: dict[str, Any] = {
        "exercise": content,
        "row": exercise,
        "organisation": exercise.organisation,
        "stakeholder": stakeholder,
        "text": text,
        "link": link,
        "stop_link": stop_link,
        "is_reminder": sort == Mailing.Sort.REMINDER,
        "public_link": settings.SITE_URL + reverse("engagement:exercise", args=[exercise.slug]),
        "deadline": deadline(exercise, clock.now()),
    }
    return Written(" ".join(subject.split()), render_to_string(TEMPLATE, context))


def send(message: OutboxMessage) -> None:
    """Send one email of a round, unless there is a reason by now not to; which one is kept."""
    rows = Delivery.objects.select_related("mailing__exercise__organisation", "invitation__stakeholder", "contact")
    delivery = rows.filter(pk=outbox.payload_of(message)["delivery"]).first()
    if delivery is None or delivery.state != State.WAITING:
        return
    reason = against(delivery)
    waiting = Delivery.objects.filter(pk=delivery.pk, state=State.WAITING)
    if reason:
        waiting.update(state=State.PASSED_OVER, why=reason, at=clock.now())
        return
    assert delivery.contact is not None  # otherwise there was a reason
    token = _token_of(delivery, message)
    waiting.update(token_hash=hash_token(token))
    mailing, exercise = delivery.mailing, delivery.mailing.exercise
    stop_link = _absolute("responses:stop", exercise, token)
    email = written(
        exercise,
        subject=mailing.subject,
        text=mailing.text,
        stakeholder=delivery.invitation.stakeholder.name,
        link=_absolute("responses:invitation", exercise, token),
        stop_link=stop_link,
        sort=mailing.sort,
    )
    headers = {"List-Unsubscribe": f"<{stop_link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    mail.send(message, to=delivery.contact.email, subject=email.subject, body=email.body, headers=headers)
    waiting.update(state=State.SENT, at=clock.now())


def against(delivery: Delivery) -> str:
    """Return why an email is not to be sent after all; nothing where it is."""
    exercise, invitation = delivery.mailing.exercise, delivery.invitation
    if delivery.mailing.state == Mailing.State.CANCELLED:
        return Why.CANCELLED
    if not may_be_sent(exercise):
        return Why.CLOSED
    if invitation.ended_at or invitation.stakeholder.retired_at:
        return Why.ENDED
    if delivery.contact is None or not delivery.contact.email:
        return Why.GONE
    if type(invitation).objects.filter(answered(), pk=invitation.pk).exists():
        return Why.ANSWERED
    if delivery.mailing.narrowed_to == Mailing.Narrowed.UNOPENED and invitation.opened_at:
        return Why.OPENED
    found = stops.by_address(exercise.organisation_id, [delivery.contact.email])[delivery.contact.email]
    if any(stop.why == MailStop.Why.ASKED for stop in found):
        return Why.STOPPED
    return Why.BOUNCED if found else ""


def try_out(exercise: Exercise, *, sort: str, subject: str, text: str, stakeholder: str, to: str) -> None:
    """Have a round's email sent to its author, as somebody invited would get it; its link is the public one."""
    said = {"sort": sort, "subject": subject, "text": text, "stakeholder": stakeholder, "to": to}
    outbox.put(TRY, {"exercise": exercise.pk, **said})


def send_trial(message: OutboxMessage) -> None:
    """Send a trial of a round."""
    said = outbox.payload_of(message)
    exercise = Exercise.objects.select_related("organisation").get(pk=said.pop("exercise"))
    to = said.pop("to")
    email = written(exercise, **said, **example_links(exercise))
    mail.send(message, to=to, subject=f"Trial: {email.subject}", body=email.body)


def example_links(exercise: Exercise) -> dict[str, str]:
    """Return what stands in previews and trials in the place of links that belong to somebody."""
    public = settings.SITE_URL + reverse("responses:start", args=[exercise.slug])
    return {"link": f"{public} (here: the organisation’s own link)", "stop_link": "(here: the link of this address)"}


def _token_of(delivery: Delivery, message: OutboxMessage) -> str:
    """Derive the token, so that an email sent twice carries the same links both times and neither is dead."""
    said = f"{delivery.pk}:{message.uid}"
    return salted_hmac("responses.register.delivery", said, algorithm="sha256").hexdigest()


def _absolute(name: str, exercise: Exercise, token: str) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=[exercise.slug, token])}"
