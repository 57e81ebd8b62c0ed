from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from django.contrib.auth.models import BaseUserManager
from django.db import models

from common import clock

if TYPE_CHECKING:
    from accounts.models import Invitation, Membership, StaffAct, User  # noqa: F401 - named in the quoted generics below


def tidy_email(email: str) -> str:
    """Return the one spelling under which an address is stored and looked up."""
    return email.strip().lower()


class UserManager(BaseUserManager["User"]):
    """Makes and finds people by email address, whatever case it is typed in."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create a person; without a password the account can only be opened by a reset link."""
        if not email:
            raise ValueError("A user needs an email address.")
        user = self.model(email=tidy_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create a person who may open Django's admin."""
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a person by email address, which is what Django calls the natural key."""
        return self.get(email=tidy_email(username or ""))


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> MembershipQuerySet:
        """Roles that have not been taken away."""
        return self.filter(ended_at__isnull=True)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def pending(self) -> InvitationQuerySet:
        """Invitations neither accepted nor withdrawn, whether or not they have expired."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True)

    def open(self) -> InvitationQuerySet:
        """Invitations that can be accepted at this moment."""
        return self.pending().filter(expires_at__gt=clock.now())


class StaffActQuerySet(models.QuerySet["StaffAct"]):
    """Acts can be added and read. Whoever changes the past by SQL knows that they do."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise TypeError("A staff act is a record of what was done. Write another act instead of changing this one.")

    def delete(self) -> NoReturn:
        """Refuse."""
        raise TypeError("A staff act is a record of what was done and is never deleted.")
