"""Messages as they came by email, and what was read in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Role
from accounts.permissions import organisations_with
from common.append_only import AppendOnly, AppendOnlyManager
from common.fields import EncryptedJSONField, EncryptedTextField
from engagement.models import Exercise
from responses.drafts.models import Draft
from responses.intake.mail.sorts_of_file import IN_WORDS
from responses.intake.mail.sources import Collection
from responses.intake.models import Original
from responses.submission.models import Response

if TYPE_CHECKING:
    from accounts.models import User


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: User, *roles: Role) -> MessageQuerySet:
        """Limit to exercises of organisations where the user holds one of the roles."""
        return self.filter(exercise__organisation__in=organisations_with(user, *roles))


class Message(models.Model):
    """One email: its bytes are the original's; everything else here was read in them and can be read again."""

    class Sort(models.TextChoices):
        ORDINARY = "ordinary", "Email"
        AUTO_REPLY = "auto_reply", "Automatic reply"
        BOUNCE = "bounce", "Could not be delivered"
        CALENDAR = "calendar", "Calendar reply"
        RECEIPT = "receipt", "Read receipt"

    class State(models.TextChoices):
        ARRIVED = "arrived", "Being read"
        WAITING = "waiting", "Waiting"
        KEYING = "keying", "Being keyed in"
        ANSWERED = "answered", "Keyed in"
        SET_APART = "set_apart", "Set apart"
        POISON = "poison", "Could not be read"

    class Clock(models.TextChoices):
        RECEIVED = "received", "as the mail system that took it in wrote on it"
        MAILBOX = "mailbox", "as the mailbox recorded it"
        SENT = "sent", "as the sender's computer wrote on it: no mail system wrote a time"
        KEPT = "kept", "when it was added here: it bears no time of its own"

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="messages")
    original = models.OneToOneField(Original, on_delete=models.PROTECT, related_name="message")
    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, null=True, related_name="messages")
    identity = models.CharField(
        max_length=64, help_text="fingerprint of what its sender made; two with the same are one message"
    )
    state = models.CharField(max_length=12, choices=State, default=State.ARRIVED)
    fault = models.CharField(max_length=300, blank=True, help_text="why it could not be read, in plain words")
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True, help_text="while somebody reads it")
    kept_at = models.DateTimeField(help_text="when it was added here")
    mailbox_at = models.DateTimeField(null=True, help_text="when its mailbox took it in")
    sent_at = models.DateTimeField(null=True, help_text="as its sender's computer wrote")
    received_at = models.DateTimeField(help_text="the moment that the deadline is held against")
    received_by = models.CharField(max_length=12, choices=Clock, default=Clock.KEPT)
    sort = models.CharField(max_length=12, choices=Sort, default=Sort.ORDINARY)
    message_key = models.CharField(max_length=64, blank=True, db_index=True, help_text="hash of its Message-ID")
    text_key = models.CharField(max_length=64, blank=True, db_index=True, help_text="hash of its words")
    message_id = EncryptedTextField(blank=True)
    sender = EncryptedTextField(blank=True)
    sender_address = EncryptedTextField(blank=True)
    subject = EncryptedTextField(blank=True)
    headers = EncryptedJSONField(default=dict, blank=True, help_text="label → words, in the order shown")
    body = EncryptedTextField(blank=True)
    bounced = EncryptedJSONField(default=dict, blank=True, help_text="addresses that it could not be delivered to")
    notes = models.JSONField(default=list, blank=True, help_text="what is odd about it, in plain words")
    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, null=True, blank=True, related_name="message")
    response = models.ForeignKey(Response, on_delete=models.PROTECT, null=True, blank=True, related_name="messages")

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-id"]
        indexes = [
            models.Index(name="message_list", fields=["exercise", "state", "received_at", "id"]),
            models.Index(name="message_all", fields=["exercise", "received_at", "id"]),
        ]
        constraints = [
            models.UniqueConstraint(name="message_once", fields=["exercise", "identity"]),
            models.CheckConstraint(
                name="message_state_known",
                condition=Q(state__in=["arrived", "waiting", "keying", "answered", "set_apart", "poison"]),
            ),
            models.CheckConstraint(
                name="message_sort_known",
                condition=Q(sort__in=["ordinary", "auto_reply", "bounce", "calendar", "receipt"]),
            ),
            models.CheckConstraint(
                name="message_clock_known", condition=Q(received_by__in=["received", "mailbox", "sent", "kept"])
            ),
            models.CheckConstraint(name="message_poison_says_why", condition=~Q(state="poison") | ~Q(fault="")),
            models.CheckConstraint(
                name="message_keyed_has_draft",
                condition=Q(state__in=["keying", "answered"], draft__isnull=False)
                | (~Q(state__in=["keying", "answered"]) & Q(draft__isnull=True)),
            ),
            models.CheckConstraint(
                name="message_answered_has_response",
                condition=Q(state="answered", response__isnull=False)
                | (~Q(state="answered") & Q(response__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"


class FurtherAnswer(models.Model):
    """One more answer keyed in from a message that holds those of several people; the first is tied to the message."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="further")
    draft = models.OneToOneField(Draft, on_delete=models.CASCADE, related_name="further_answer")
    response = models.OneToOneField(
        Response, on_delete=models.PROTECT, null=True, blank=True, related_name="further_answer"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"further answer of message {self.message_id}"


class MessagePart(models.Model):
    """A further text, a forwarded message or a file within a message; its bytes stay in the original."""

    class Kind(models.TextChoices):
        TEXT = "text", "Text"
        MESSAGE = "message", "Forwarded message"
        FILE = "file", "Attachment"

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField(help_text="place in the message, from the top; downloads find it by this")
    depth = models.PositiveSmallIntegerField(default=0, help_text="how many forwarded messages it lies within")
    kind = models.CharField(max_length=8, choices=Kind)
    name = EncryptedTextField(blank=True)
    content_type = models.CharField(max_length=120, blank=True, help_text="found from the content, not from the name")
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    headers = EncryptedJSONField(default=dict, blank=True)
    text = EncryptedTextField(blank=True)
    note = models.CharField(max_length=300, blank=True, help_text="why there is no text, or not all, in plain words")

    class Meta:
        ordering = ["message", "number"]
        constraints = [
            models.UniqueConstraint(name="message_part_once", fields=["message", "number"]),
            models.CheckConstraint(name="message_part_kind_known", condition=Q(kind__in=["text", "message", "file"])),
        ]

    def __str__(self) -> str:
        return f"part {self.number} of message {self.message_id}"

    @property
    def sort_of_file(self) -> str:
        """What the file is, in words; nothing where there are none for it."""
        return IN_WORDS.get(self.content_type, "")


class MessageAct(AppendOnly):
    """What was done with a message, by whom and why; written once."""

    class Verb(models.TextChoices):
        SET_APART = "set_apart", "Set apart"
        PUT_BACK = "put_back", "Put back"
        TRY_AGAIN = "try_again", "Read again"
        KEY_IN = "key_in", "Keying in begun"
        GIVE_UP = "give_up", "Keying in given up"
        KEY_MORE = "key_more", "Keying in of a further answer begun"

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="acts")
    verb = models.CharField(max_length=12, choices=Verb)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="empty where the message was recognised by its kind",
    )
    at = models.DateTimeField()
    note = EncryptedTextField(blank=True)

    objects = AppendOnlyManager()
    ERASABLE = ("note",)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="message_act_verb_known",
                condition=Q(verb__in=["set_apart", "put_back", "try_again", "key_in", "give_up", "key_more"]),
            ),
            models.CheckConstraint(name="message_act_by_somebody", condition=Q(by__isnull=False) | Q(verb="set_apart")),
        ]

    def __str__(self) -> str:
        return f"{self.verb} of message {self.message_id}"
