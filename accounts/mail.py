"""Emails to staff. They are put in the outbox; each handler makes the secret of its link when the email goes out."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import salted_hmac

from accounts.models import Invitation, User
from common import clock, mail, outbox
from common.models import OutboxMessage
from common.outbox import payload_of
from common.tokens import hash_token

INVITATION = "accounts.invitation"
PASSWORD_RESET = "accounts.password_reset"  # noqa: S105 - the name of an email
SECURITY_NOTICE = "accounts.security_notice"
# What django-allauth tells of, by the name of its own email
CHANGES = {
    "account/email/password_changed": "The password was changed",
    "account/email/password_reset": "A new password was set with a link from an email",
    "account/email/password_set": "A password was set",
    "mfa/email/totp_activated": "An authenticator app was added",
    "mfa/email/totp_deactivated": "The authenticator app was removed",
    "mfa/email/recovery_codes_generated": "New recovery codes were made, and the old ones no longer work",
}


def register_handlers() -> None:
    """Join the outbox; called once, when the app starts."""
    outbox.register(INVITATION, send_invitation)
    outbox.register(PASSWORD_RESET, send_password_reset)
    outbox.register(SECURITY_NOTICE, send_security_notice)


def post_invitation(invitation: Invitation) -> None:
    """Have the invitation emailed once this transaction is committed."""
    outbox.put(INVITATION, {"invitation": invitation.pk})


def post_password_reset(user: User) -> None:
    """Have a link to choose a new password emailed once this transaction is committed."""
    outbox.put(PASSWORD_RESET, {"user": user.pk})


def post_security_notice(user: User, change: str) -> None:
    """Have the user told that how they sign in has changed; what is not in CHANGES is nothing to tell."""
    if change in CHANGES:
        outbox.put(SECURITY_NOTICE, {"user": user.pk, "change": change, "at": clock.now().isoformat()})


def send_invitation(message: OutboxMessage) -> None:
    """Email the link of an invitation that is still open."""
    found = Invitation.objects.open().filter(pk=payload_of(message)["invitation"])
    invitation = found.select_related("organisation", "invited_by").first()
    if invitation is None:
        return
    token = _token_of(invitation, message)
    found.update(token_hash=hash_token(token))
    _send(
        message,
        to=invitation.email,
        template="invitation",
        context={"invitation": invitation, "link": _absolute("accounts_staff:invitation", token=token)},
    )


def send_password_reset(message: OutboxMessage) -> None:
    """Email a link that sets a new password, for as long as the password is not changed by another."""
    user = User.objects.filter(pk=payload_of(message)["user"], is_active=True).first()
    if user is None:
        return
    link = _absolute(
        "account_reset_password_from_key", uidb36=user_pk_to_url_str(user), key=default_token_generator.make_token(user)
    )
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    _send(message, to=user.email, template="password_reset", context={"user": user, "link": link, "hours": hours})


def send_security_notice(message: OutboxMessage) -> None:
    """Tell a user what was changed and when, and what to do if it was not them."""
    said = payload_of(message)
    user = User.objects.filter(pk=said["user"], is_active=True).first()
    if user is None:
        return
    context = {"user": user, "change": CHANGES[said["change"]], "at": dt.datetime.fromisoformat(said["at"])}
    context["link"] = _absolute("account_reset_password")
    _send(message, to=user.email, template="security_notice", context=context)


def _token_of(invitation: Invitation, message: OutboxMessage) -> str:
    """Derive the token, so that an email sent twice carries the same link both times and neither is dead."""
    return salted_hmac("accounts.invitation", f"{invitation.pk}:{message.uid}", algorithm="sha256").hexdigest()


def _absolute(url_name: str, **kwargs: str) -> str:
    return settings.SITE_URL + reverse(url_name, kwargs=kwargs)


def _send(message: OutboxMessage, *, to: str, template: str, context: dict[str, Any]) -> None:
    context = {**context, "site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
    subject = render_to_string(f"emails/{template}_subject.txt", context)
    body = render_to_string(f"emails/{template}.txt", context)
    mail.send(message, to=to, subject=subject, body=body)
