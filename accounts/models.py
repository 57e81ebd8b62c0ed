from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.managers import InvitationQuerySet, MembershipQuerySet, StaffActQuerySet, UserManager
from common import clock


class Role(models.TextChoices):
    """What a person may do for one organisation; a person may hold several."""

    COMMUNICATIONS = "communications", "Communications"
    ANALYST = "analyst", "Analyst"
    STEERING = "steering", "Steering group"
    ADMINISTRATOR = "administrator", "Administrator"


class Organisation(models.Model):
    """A body that runs exercises, and the legal body that answers for the data it collects."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    controller = models.CharField(
        max_length=200, help_text="The legal body that is the data controller, as the privacy notice names it."
    )
    contact_email = models.EmailField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class User(AbstractBaseUser, PermissionsMixin):
    """A member of staff, known by email address. Respondents never have an account."""

    email = models.EmailField("email address", unique=True, error_messages={"unique": "This address has an account."})
    name = models.CharField(max_length=150, blank=True)
    is_active = models.BooleanField(default=True, help_text="Untick to close the account; never delete one.")
    is_staff = models.BooleanField("may open Django's admin", default=False)
    date_joined = models.DateTimeField(default=clock.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    # Remembered by accounts.permissions for as long as this object lives, which is one request.
    roles_by_organisation: dict[int, frozenset[Role]] | None = None
    second_factor: bool | None = None

    class Meta:
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="user_email_any_case", violation_error_message="This address has an account."
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """Return the name shown beside the person's acts."""
        return self.name or self.email

    def get_short_name(self) -> str:
        """Return the name shown in the page header."""
        return self.name or self.email


class Membership(models.Model):
    """One role of one person in one organisation. It is ended, never deleted, so that old acts stay explained."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    since = models.DateTimeField(default=clock.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "user", "role"]
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation", "role"], name="membership_once_per_role"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="membership_ended_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}, {self.organisation}"


class Invitation(models.Model):
    """An emailed offer of one role. Only a hash of the link's token is kept, made when the email is."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=20, choices=Role.choices)
    token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001 - null until mailed
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["email", "role", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="invitation_role_known"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                name="invitation_accepted_or_revoked",
            ),
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                "role",
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="invitation_one_pending",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}, {self.get_role_display()}, {self.organisation}"

    @property
    def has_expired(self) -> bool:
        """Whether the time to accept has run out."""
        return self.expires_at <= clock.now()


class StaffAct(models.Model):
    """What was done to whose access, by whom and when. Written once and never changed."""

    class Verb(models.TextChoices):
        INVITED = "invited", "Invited"
        REVOKED = "revoked", "Withdrew the invitation"
        JOINED = "joined", "Accepted the invitation"
        GRANTED = "granted", "Gave the role"
        ENDED = "ended", "Took the role away"
        RESET = "reset", "Reset the sign-in"
        REMOVED = "removed", "Removed"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="staff_acts")
    by = models.ForeignKey(
        User,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Empty when it was done from the command line.",
    )
    verb = models.CharField(max_length=10, choices=Verb.choices)
    subject = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField()
    at = models.DateTimeField(default=clock.now)
    note = models.CharField(max_length=500, blank=True)

    objects = StaffActQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["organisation", "-at", "-id"], name="staffact_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(verb__in=["invited", "revoked", "joined", "granted", "ended", "reset", "removed"]),
                name="staffact_verb_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}: {self.email}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new act; changing one that is written is refused."""
        if not self._state.adding:
            raise TypeError("A staff act is a record of what was done. Write another act instead of changing this one.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: what was done stays on record."""
        raise TypeError("A staff act is a record of what was done and is never deleted.")
