"""How django-allauth works here: no sign-up, mail through the outbox, second-factor secrets encrypted."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.db import transaction
from django.http import HttpRequest

from accounts import mail
from accounts.models import User
from common import fields


class AccountAdapter(DefaultAccountAdapter):
    """Staff come by invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Leave the email to the outbox, whose handler makes a link of its own."""
        with transaction.atomic():
            mail.post_password_reset(user)


class MFAAdapter(DefaultMFAAdapter):
    """A copy of the database alone gives away nobody's second factor."""

    def encrypt(self, text: str) -> str:
        """Encrypt an authenticator's secret for the database."""
        return fields.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt an authenticator's secret."""
        return fields.decrypt(encrypted_text)
