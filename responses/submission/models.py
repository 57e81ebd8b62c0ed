"""A response and its answers as they were sent; nothing here is rewritten after the commit but the standing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Role
from accounts.permissions import organisations_with
from common.fields import EncryptedJSONField, EncryptedTextField
from engagement.models import Choice, Edition, Exercise, Item, RespondentCategory
from responses.drafts.models import Draft

if TYPE_CHECKING:
    from accounts.models import User


class ResponseQuerySet(models.QuerySet["Response"]):
    def visible_to(self, user: User, *roles: Role) -> ResponseQuerySet:
        """Limit to exercises of organisations where the user holds one of the roles."""
        return self.filter(exercise__organisation__in=organisations_with(user, *roles))

    def current(self) -> ResponseQuerySet:
        """Leave out what its author has replaced or withdrawn."""
        return self.filter(superseded_at__isnull=True, withdrawn_at__isnull=True)


class Response(models.Model):
    """One submission. `version` goes up by one with every act, by a conditional update."""

    class Channel(models.TextChoices):
        ONLINE = "online", "Online"
        EMAIL = "email", "Email"
        LETTER = "letter", "Letter"
        PAPER = "paper", "Paper form"
        TELEPHONE = "telephone", "Telephone"
        MEETING = "meeting", "Meeting note"

    class Kind(models.TextChoices):
        INDIVIDUAL = "individual", "Individual"
        ORGANISATION = "organisation", "Organisation or group"
        MEETING = "meeting", "Meeting"

    class Timing(models.TextChoices):
        ON_TIME = "on_time", "On time"
        GRACE = "grace", "On time, within grace"
        LATE = "late", "Late"

    class Standing(models.TextChoices):
        UNMODERATED = "unmoderated", "Not yet moderated"
        ACCEPTED = "accepted", "Accepted"
        HELD = "held", "Held"
        LEAVING_OUT = "leaving_out", "Waiting for a second person to leave it out"
        LEFT_OUT = "left_out", "Left out of the analysis"

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="responses")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+", help_text="what was shown")
    draft = models.ForeignKey(
        Draft,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="responses",
        help_text="what it was sent from",
    )
    reference = models.CharField(max_length=8, unique=True)
    submission_key = models.UUIDField(unique=True)
    channel = models.CharField(max_length=12, choices=Channel)
    received_at = models.DateTimeField(help_text="when it reached us; the deadline looks at this one")
    received_time_known = models.BooleanField(
        default=True, help_text="false where only the day is known: then it is judged by the first moment of that day"
    )
    entered_at = models.DateTimeField(help_text="when it was written into the database")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    timing = models.CharField(max_length=8, choices=Timing)
    kind = models.CharField(max_length=12, choices=Kind)
    organisation_name = models.CharField(max_length=200, blank=True)
    organisation_type = models.ForeignKey(
        RespondentCategory, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    organisation_confirmed = models.BooleanField(default=False)
    position_held = models.CharField(max_length=200, blank=True, help_text="of who writes for an organisation")
    area = models.ForeignKey(RespondentCategory, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    role = models.ForeignKey(RespondentCategory, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    may_publish = models.BooleanField(default=False, help_text="individual: permission; organisation: no objection")
    confidentiality_reason = models.TextField(blank=True)
    standing = models.CharField(max_length=12, choices=Standing, default=Standing.UNMODERATED)
    suspicion = models.JSONField(default=list, blank=True, help_text="signs of automated answering, in words")
    has_free_text = models.BooleanField(default=False)
    synthetic = models.BooleanField(default=False, help_text="made for a demonstration or a test")
    version = models.PositiveIntegerField(default=0)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    superseded_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-id"]
        indexes = [
            models.Index(name="response_queue", fields=["exercise", "standing", "received_at", "id"]),
            models.Index(name="response_by_channel", fields=["exercise", "channel"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="response_channel_known",
                condition=Q(channel__in=["online", "email", "letter", "paper", "telephone", "meeting"]),
            ),
            models.CheckConstraint(
                name="response_kind_known", condition=Q(kind__in=["individual", "organisation", "meeting"])
            ),
            models.CheckConstraint(name="response_timing_known", condition=Q(timing__in=["on_time", "grace", "late"])),
            models.CheckConstraint(
                name="response_standing_known",
                condition=Q(standing__in=["unmoderated", "accepted", "held", "leaving_out", "left_out"]),
            ),
            models.CheckConstraint(
                name="response_organisation_is_named", condition=~Q(kind="organisation", organisation_name="")
            ),
            models.CheckConstraint(
                name="response_only_organisation_confirmed",
                condition=Q(organisation_confirmed=False) | Q(kind="organisation"),
            ),
            models.CheckConstraint(
                name="response_keyed_has_author",
                condition=Q(channel="online") | Q(entered_by__isnull=False) | Q(synthetic=True),
            ),
            models.CheckConstraint(
                name="response_received_before_entered", condition=Q(received_at__lte=F("entered_at"))
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_current(self) -> bool:
        return self.superseded_at is None and self.withdrawn_at is None


class Answer(models.Model):
    """One response's answer to one item, as sent; later wordings are revisions beside it."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True, help_text="as sent; never rewritten")
    says_nothing = models.BooleanField(default=False, help_text="'none', 'n/a' and the like: counted apart")

    class Meta:
        constraints = [models.UniqueConstraint(name="answer_once", fields=["item", "response"])]

    def __str__(self) -> str:
        return f"{self.response_id}/{self.item_id}"


class AnswerChoice(models.Model):
    """A choice picked in an answer."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="choices")
    choice = models.ForeignKey(Choice, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="answer_choice_once", fields=["answer", "choice"])]

    def __str__(self) -> str:
        return f"{self.answer_id}/{self.choice_id}"


class Contact(models.Model):
    """How to reach who answered: kept apart from the answers and encrypted."""

    HELD_BACK = "mail_held_back"  # said in the details where the last email was not sent: see common.mail.may_go_to

    response = models.OneToOneField(Response, on_delete=models.CASCADE, related_name="contact")
    details = EncryptedJSONField(help_text="name, email, telephone; only what was given")

    def __str__(self) -> str:
        return f"contact of {self.response_id}"

    @property
    def email(self) -> str:
        return str(self.details.get("email", ""))

    @property
    def held_back(self) -> bool:
        """Whether the last email to this person was not sent, since their mailbox had had enough for the day."""
        return bool(self.details.get(self.HELD_BACK))


class Signature(models.Model):
    """Who signed an organisation's answer off, in which role and on which day."""

    response = models.OneToOneField(Response, on_delete=models.CASCADE, related_name="signature")
    name = EncryptedTextField()
    role = EncryptedTextField()
    signed_on = models.DateField()

    def __str__(self) -> str:
        return f"signature of {self.response_id}"
