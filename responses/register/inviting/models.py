"""Who was invited to answer an exercise, what was sent to them and when, and who is not to be written to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from common.fields import EncryptedTextField
from engagement.models import Exercise
from responses.drafts.models import Draft
from responses.register.models import BY, Stakeholder, StakeholderContact


class Invitation(models.Model):
    """A stakeholder that is asked to answer an exercise; taken off the list, never deleted."""

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="invitations")
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="invitations")
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    opened_at = models.DateTimeField(null=True, blank=True, help_text="when a link of it was first followed")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="since when no answer is expected")
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, **BY)

    class Meta:
        ordering = ["exercise", "stakeholder__key", "id"]
        constraints = [
            models.UniqueConstraint(name="stakeholder_invited_once", fields=["exercise", "stakeholder"]),
            models.CheckConstraint(
                name="stakeholder_invitation_ended_by_someone",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stakeholder_id} invited to {self.exercise_id}"


class InvitedDraft(models.Model):
    """An answer that was begun from the link of an invitation."""

    draft = models.OneToOneField(Draft, on_delete=models.CASCADE, related_name="invited")
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="drafts")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"draft {self.draft_id} from invitation {self.invitation_id}"


class Mailing(models.Model):
    """One round of emails: the invitation itself, or a reminder to those who have not answered."""

    class Sort(models.TextChoices):
        INVITATION = "invitation", "Invitation"
        REMINDER = "reminder", "Reminder"

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        CANCELLED = "cancelled", "Cancelled"

    class Narrowed(models.TextChoices):
        ALL = "", "All who were written to and have not answered"
        UNOPENED = "unopened", "Only those who have never opened their link"

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="mailings")
    sort = models.CharField(max_length=12, choices=Sort)
    narrowed_to = models.CharField(max_length=12, choices=Narrowed, blank=True, default="", help_text="of a reminder")
    number = models.PositiveSmallIntegerField(help_text="the first, second, … round of its sort")
    state = models.CharField(max_length=12, choices=State, default=State.PLANNED)
    subject = models.CharField(max_length=200)
    text = models.TextField(help_text="what staff say; greeting, link and the way to stop are added to it")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, **BY)
    planned_for = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, **BY)

    class Meta:
        ordering = ["-planned_for", "-id"]
        indexes = [models.Index(name="mailing_due", fields=["planned_for"], condition=Q(state="planned"))]
        constraints = [
            models.UniqueConstraint(name="mailing_number_once", fields=["exercise", "sort", "number"]),
            models.CheckConstraint(name="mailing_sort_known", condition=Q(sort__in=["invitation", "reminder"])),
            models.CheckConstraint(
                name="mailing_reminder_narrowed",
                condition=Q(narrowed_to="") | Q(narrowed_to="unopened", sort="reminder"),
            ),
            models.CheckConstraint(
                name="mailing_state_known", condition=Q(state__in=["planned", "sending", "sent", "cancelled"])
            ),
            models.CheckConstraint(
                name="mailing_cancelled_by_someone",
                condition=Q(state="cancelled", cancelled_by__isnull=False)
                | (~Q(state="cancelled") & Q(cancelled_by__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sort} {self.number} of {self.exercise_id}"


class Delivery(models.Model):
    """One email of a round to one address; no round goes to an address of a stakeholder twice."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be sent"
        SENT = "sent", "Sent"
        PASSED_OVER = "passed_over", "Not sent"

    class Why(models.TextChoices):
        NONE = "", "Sent"
        ANSWERED = "answered", "They had answered"
        OPENED = "opened", "They had opened their link"
        STOPPED = "stopped", "They asked for no more emails"
        BOUNCED = "bounced", "An earlier email came back"
        ENDED = "ended", "No answer is expected from them any more"
        GONE = "gone", "The address was taken off the register"
        CANCELLED = "cancelled", "The round was cancelled"
        CLOSED = "closed", "The exercise had closed"

    mailing = models.ForeignKey(Mailing, on_delete=models.PROTECT, related_name="deliveries")
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="deliveries")
    contact = models.ForeignKey(
        StakeholderContact, on_delete=models.SET_NULL, null=True, blank=True, related_name="deliveries"
    )
    email_hash = models.CharField(
        max_length=64, blank=True, db_index=True, help_text="empty once the time for which it is kept is over"
    )
    token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001 - null until mailed
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    why = models.CharField(max_length=12, choices=Why, blank=True)
    at = models.DateTimeField(help_text="when it was put down to be sent, and then when it was sent or passed over")
    bounced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["mailing", "id"]
        constraints = [
            models.UniqueConstraint(
                name="delivery_once_per_round",
                fields=["mailing", "invitation", "email_hash"],
                condition=~Q(email_hash=""),
            ),
            models.CheckConstraint(
                name="delivery_state_known", condition=Q(state__in=["waiting", "sent", "passed_over"])
            ),
            models.CheckConstraint(
                name="delivery_passed_over_for_a_reason",
                condition=Q(state="passed_over") & ~Q(why="") | ~Q(state="passed_over") & Q(why=""),
            ),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk} of mailing {self.mailing_id}"


class MailStop(models.Model):
    """An address that is not written to by rounds: somebody asked for it, or emails to it came back."""

    class Why(models.TextChoices):
        ASKED = "asked", "Asked for no more emails"
        BOUNCED = "bounced", "Emails came back"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="mail_stops")
    email_hash = models.CharField(max_length=64)
    address = EncryptedTextField(
        blank=True, help_text="so that the stop outlives a change of the key that hashes are made with"
    )
    why = models.CharField(max_length=8, choices=Why)
    since = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, help_text="empty where it was the recipient, or a bounce", **BY
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, **BY)

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="mail_stop_once",
                fields=["organisation", "email_hash", "why"],
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(name="mail_stop_why_known", condition=Q(why__in=["asked", "bounced"])),
            models.CheckConstraint(
                name="mail_stop_ended_by_someone",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"stop {self.pk}"
