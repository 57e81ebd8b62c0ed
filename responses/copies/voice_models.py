"""One voice: which responses may come from one person or organisation, and what people decided about it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from engagement.models import Exercise
from responses.submission.models import Response

PERSON = settings.AUTH_USER_MODEL


class ContactKey(models.Model):
    """A keyed hash of an address or a number: tells that two responses gave the same one, and not which."""

    class Sort(models.TextChoices):
        EMAIL = "email", "Email address"
        TELEPHONE = "telephone", "Telephone number"

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="+")
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="contact_keys")
    sort = models.CharField(max_length=12, choices=Sort)
    key = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(name="contactkey_by_key", fields=["exercise", "key"])]
        constraints = [
            models.UniqueConstraint(name="contactkey_once", fields=["response", "sort"]),
            models.CheckConstraint(name="contactkey_sort_known", condition=Q(sort__in=["email", "telephone"])),
        ]

    def __str__(self) -> str:
        return f"{self.sort} of {self.response_id}"


class Voice(models.Model):
    """Responses that a person found to come from one person or one organisation."""

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="voices")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"voice {self.pk}"


class VoiceMember(models.Model):
    """A response belongs to one voice at most; without a row here it is a voice of its own."""

    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="members")
    response = models.OneToOneField(Response, on_delete=models.CASCADE, related_name="voice_member")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["voice", "response"]

    def __str__(self) -> str:
        return f"{self.response_id} of voice {self.voice_id}"


class SameVoice(models.Model):
    """Two responses that may be of one voice, why, and what a person said to it."""

    class State(models.TextChoices):
        OPEN = "open", "To decide"
        ONE = "one", "One voice"
        TWO = "two", "Two voices"

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="+")
    earlier = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="+")
    later = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="+")
    by_contact = models.BooleanField(default=False, help_text="the same email address or telephone number")
    by_name = models.BooleanField(default=False, help_text="the same name of an organisation")
    by_text = models.BooleanField(default=False, help_text="the same words, which nobody else sent")
    state = models.CharField(max_length=4, choices=State, default=State.OPEN)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(name="samevoice_open", fields=["exercise", "id"], condition=Q(state="open"))]
        constraints = [
            models.UniqueConstraint(name="samevoice_once", fields=["earlier", "later"]),
            models.CheckConstraint(name="samevoice_state_known", condition=Q(state__in=["open", "one", "two"])),
            models.CheckConstraint(name="samevoice_in_order", condition=Q(earlier__lt=F("later"))),
            models.CheckConstraint(
                name="samevoice_has_reason", condition=Q(by_contact=True) | Q(by_name=True) | Q(by_text=True)
            ),
            models.CheckConstraint(
                name="samevoice_decided_by_somebody", condition=Q(state="open") | Q(by__isnull=False, at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.earlier_id} and {self.later_id}"
