"""How django-allauth works here: no sign-up, mail through the outbox, second-factor secrets encrypted."""

from __future__ import annotations

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.db import transaction
from django.http import HttpRequest

from accounts import mail
from accounts.models import User
from common import fields


class AccountAdapter(DefaultAccountAdapter):
    """Staff come by invitation only."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The email address or the password is not right",
        "incorrect_password": "The password is not right",
        "enter_current_password": "This is not the password you have now",
        "too_many_login_attempts": "Too many attempts. Wait 5 minutes and try again",
        "rate_limited": "Too many attempts. Wait a few minutes and try again",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Ask for the password again before changes to security, but not right after it was given to sign in."""
        if not super().is_reauthentication_required(app=app):
            return False
        records = get_authentication_records(self.request, self.request.user)
        return not records or time.time() - records[-1]["at"] > app_settings.REAUTHENTICATION_TIMEOUT

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Leave the email to the outbox, whose handler makes a link of its own."""
        with transaction.atomic():
            mail.post_password_reset(user)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell users of changes to how they sign in, through the outbox and to the address they sign in with."""
        mail.post_security_notice(user, template_prefix)


class MFAAdapter(DefaultMFAAdapter):
    """A copy of the database alone gives away nobody's second factor."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "The code is not right. Check that it is the one shown now, or wait for the next one",
    }

    def encrypt(self, text: str) -> str:
        """Encrypt an authenticator's secret for the database."""
        return fields.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt an authenticator's secret."""
        return fields.decrypt(encrypted_text)
