"""What is said between the team and the author of a response: messages, the links in them, and appeals."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from common.fields import EncryptedTextField
from responses.moderation.models import Act
from responses.submission.models import Response


class Told(models.Model):
    """A message to the author of a response about what was done to it."""

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="told")
    act = models.OneToOneField(Act, on_delete=models.PROTECT, related_name="told", help_text="the act of telling")
    about = models.ForeignKey(
        Act, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="the decision it is about"
    )
    text = EncryptedTextField()
    by_email = models.BooleanField(help_text="false where no address is held: it stands on the author's private page")

    class Meta:
        ordering = ["response", "act"]

    def __str__(self) -> str:
        return f"told {self.response_id}"


class AuthorLink(models.Model):
    """A secret address that lets the author of a response read what they were told, and appeal; only a hash is kept."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="author_links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"author's link to {self.response_id}"


class Appeal(models.Model):
    """What an author has against a decision, and how it was answered: by somebody who did not decide."""

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="appeals")
    act = models.OneToOneField(Act, on_delete=models.PROTECT, related_name="appeal", help_text="the act of appealing")
    text = EncryptedTextField()
    answered = models.OneToOneField(
        Act, on_delete=models.PROTECT, null=True, blank=True, related_name="appeal_answered"
    )
    answer = EncryptedTextField(default="")

    class Meta:
        ordering = ["response", "act"]
        constraints = [
            models.UniqueConstraint(name="appeal_one_waits", fields=["response"], condition=Q(answered__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"appeal {self.response_id}"
