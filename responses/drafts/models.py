"""A draft: what a respondent has typed so far, and the private links that open it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.fields import EncryptedJSONField, EncryptedTextField
from engagement.models import Edition, Exercise, Item


class Draft(models.Model):
    """What has been typed; it outlives submission so that the respondent can view, replace or withdraw."""

    class Origin(models.TextChoices):
        PUBLIC = "public", "By the respondent"
        KEYED = "keyed", "Keyed in by staff"

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="drafts")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+", help_text="what was shown")
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.PUBLIC)
    keyed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    who = EncryptedJSONField(default=dict, help_text="the page 'who you are', as typed")
    intake = EncryptedJSONField(default=dict, help_text="channel, date received and the like, where staff key in")
    revision = models.PositiveIntegerField(default=0, help_text="how often 'who' was written; guards it like a box")
    submission_key = models.UUIDField(
        default=uuid.uuid4, help_text="renewed when a sent answer is opened to replace it"
    )
    is_open = models.BooleanField(default=True, help_text="false once sent, until it is opened again to replace it")
    discarded_at = models.DateTimeField(
        null=True, blank=True, help_text="while what staff began to key in by mistake is put aside"
    )
    replaces = models.ForeignKey(
        "responses.Response",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="the response that sending this draft replaces",
    )
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="draft_by_exercise", fields=["exercise", "is_open"])]
        constraints = [
            models.CheckConstraint(
                name="draft_keyed_has_author",
                condition=Q(origin="public", keyed_by__isnull=True) | Q(origin="keyed", keyed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="draft_discarded_is_keyed_and_closed",
                condition=Q(discarded_at__isnull=True) | Q(origin="keyed", is_open=False),
            ),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"

    @property
    def is_meeting(self) -> bool:
        """Whether staff key in a note of a meeting, which has points and no respondent."""
        return self.who.get("kind") == "meeting"


class DraftAnswer(models.Model):
    """What stands in one box of a draft, valid or not."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="answers")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    raw = models.JSONField(help_text="text, or a list of choice keys")
    revision = models.PositiveIntegerField(help_text="how often the box was written, counted up by each write")

    class Meta:
        constraints = [models.UniqueConstraint(name="draft_answer_once", fields=["draft", "item"])]

    def __str__(self) -> str:
        return f"{self.draft_id}/{self.item_id}"


class PrivateLink(models.Model):
    """A secret address of a draft; only a hash of the secret is kept."""

    class Capability(models.TextChoices):
        VIEW = "view", "Can read"
        EDIT = "edit", "Can edit"
        SIGN = "sign", "Can edit, sign and send"

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    capability = models.CharField(max_length=8, choices=Capability, default=Capability.SIGN)
    shared = models.BooleanField(default=False, help_text="made for somebody else, who writes the answer as well")
    called = EncryptedTextField(default="", blank=True, help_text="whom a shared link is for, as its maker said")
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="link_capability_known", condition=Q(capability__in=["view", "edit", "sign"])),
        ]

    def __str__(self) -> str:
        return f"link to draft {self.draft_id}"
