"""What moderators did, and the wordings that came of it; rows are only ever added."""

from __future__ import annotations

from typing import TypeAlias

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common.append_only import AppendOnly, AppendOnlyManager
from engagement.models import Edition
from responses.submission.models import Answer, Response


class ActVerb(models.TextChoices):
    """What can be done to a response."""

    ACCEPT = "accept", "Accepted"
    HOLD = "hold", "Held"
    PROPOSE_LEAVING_OUT = "propose_leaving_out", "Proposed to leave out"
    LEAVE_OUT = "leave_out", "Left out of the analysis"
    RETURN = "return", "Returned to the queue"
    CONFIRM_ORGANISATION = "confirm_organisation", "Confirmed the organisation"
    UNCONFIRM_ORGANISATION = "unconfirm_organisation", "Took back the organisation's confirmation"
    REDACT = "redact", "Redacted"
    UNREDACT = "unredact", "Undid a redaction"
    WITHDRAW = "withdraw", "Withdrawn by its author"
    SUPERSEDE = "supersede", "Replaced by its author"
    REJUDGE = "rejudge", "Judged again by the dates"
    CHECK = "check", "Checked against the original"
    CORRECT = "correct", "Corrected against the original"
    MATCH = "match", "Tied to the register of stakeholders"
    UNMATCH = "unmatch", "Untied from the register of stakeholders"
    JOIN_VOICE = "join_voice", "Counted as one voice with another response"
    PART_VOICE = "part_voice", "Counted as a voice of its own again"
    TELL = "tell", "Message for its author"
    APPEAL = "appeal", "Appealed by its author"
    ANSWER_APPEAL = "answer_appeal", "Answered the appeal"
    CONSENT = "consent", "Permission to publish changed by its author"
    UNDO_IMPORT = "undo_import", "Taken back with its import"
    ERASE = "erase", "Personal data erased"


# The respondent's own acts, and what may be done from the command line
WITHOUT_AUTHOR = [ActVerb.WITHDRAW, ActVerb.SUPERSEDE, ActVerb.REJUDGE, ActVerb.APPEAL, ActVerb.CONSENT, ActVerb.ERASE]
AGAINST = [ActVerb.HOLD, ActVerb.PROPOSE_LEAVING_OUT, ActVerb.LEAVE_OUT, ActVerb.REDACT]
# None of these is possible without a reason
DECISIONS = [ActVerb.ACCEPT, *AGAINST, ActVerb.RETURN, ActVerb.UNREDACT, ActVerb.ANSWER_APPEAL]


class Act(AppendOnly):
    """One act on a response. Its version is the response's version after the act: no two acts share one."""

    Verb: TypeAlias = ActVerb

    class Reason(models.TextChoices):
        NONE = "", "No reason needed"
        ORDINARY = "ordinary", "Ordinary response"
        SPAM = "spam", "Spam or advertising"
        TEST = "test", "Sent to test the site"
        ABUSE = "abuse", "Abusive or threatening"
        NOT_RELEVANT = "not_relevant", "About something else altogether"
        PERSONAL_DATA = "personal_data", "Personal data"
        DEFAMATION = "defamation", "Accuses an identifiable person"
        QUERY = "query", "Needs a question answered first"
        MISTAKE = "mistake", "An earlier act was a mistake"
        NEW_INFORMATION = "new_information", "Something new has come to light"
        STANDS = "stands", "The decision stands"
        CHANGED = "changed", "The decision is changed"

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="acts")
    version = models.PositiveIntegerField()
    verb = models.CharField(max_length=24, choices=Verb)
    reason = models.CharField(max_length=40, blank=True, help_text="a key of the exercise's moderation policy")
    reason_label = models.CharField(
        max_length=200, blank=True, help_text="the reason in the policy's words of that day; empty for our own keys"
    )
    note = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="empty for the respondent's own acts and for what the command line did",
    )
    at = models.DateTimeField()

    ERASABLE = ("note",)
    objects = AppendOnlyManager()

    class Meta:
        ordering = ["response", "version"]
        constraints = [
            models.UniqueConstraint(name="act_version_once", fields=["response", "version"]),
            models.CheckConstraint(name="act_verb_known", condition=Q(verb__in=ActVerb.values)),
            models.CheckConstraint(
                name="act_has_author", condition=Q(by__isnull=False) | Q(verb__in=[*WITHOUT_AUTHOR])
            ),
            models.CheckConstraint(name="act_decision_has_reason", condition=~Q(verb__in=[*DECISIONS], reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.response_id}"

    def get_reason_display(self) -> str:
        """Return the reason as it read when the act was done."""
        return self.reason_label or dict(self.Reason.choices).get(self.reason, self.reason)


class Revision(AppendOnly):
    """A later wording of an answer, in force from the response's version that its act made."""

    class Kind(models.TextChoices):
        CORRECTED = "corrected", "Corrected"
        REDACTED = "redacted", "Redacted"
        RESTORED = "restored", "As sent"

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="revisions")
    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="revisions")
    version = models.PositiveIntegerField(help_text="the act's version")
    kind = models.CharField(max_length=12, choices=Kind)
    text = models.TextField()
    spans = models.JSONField(
        default=list, help_text="[start, end) in code points of the text as corrected last, else as sent"
    )
    whole = models.TextField(blank=True, help_text="of a correction: all of it, with the words that are redacted")

    ERASABLE = ("text", "spans", "whole")
    objects = AppendOnlyManager()

    class Meta:
        ordering = ["answer", "version"]
        constraints = [
            models.UniqueConstraint(name="revision_once_per_version", fields=["answer", "version"]),
            models.CheckConstraint(
                name="revision_kind_known", condition=Q(kind__in=["corrected", "redacted", "restored"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.answer_id}"


class FieldRevision(AppendOnly):
    """What readers outside the team see of a field that says who answered, from the version that its act made."""

    class Field(models.TextChoices):
        ORGANISATION_NAME = "organisation_name", "Name of the organisation"
        POSITION_HELD = "position_held", "Role in the organisation"
        MEETING_NAME = "meeting_name", "Name of the meeting"
        MEETING_HOST = "meeting_host", "Host of the meeting"
        MEETING_PLACE = "meeting_place", "Place of the meeting"
        ATTENDED = "attended", "Who attended"

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="field_revisions")
    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="field_revisions")
    version = models.PositiveIntegerField(help_text="the act's version")
    field = models.CharField(max_length=20, choices=Field)
    attendance = models.ForeignKey(
        "responses.MeetingAttendance",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="field_revisions",
        help_text="which of those who attended a meeting",
    )
    text = models.TextField(help_text="as it is shown, with a block in the place of what is hidden")
    spans = models.JSONField(default=list, help_text="[start, end) in code points of the field as sent")

    ERASABLE = ("text", "spans")
    objects = AppendOnlyManager()

    class Meta:
        ordering = ["response", "field", "version"]
        constraints = [
            models.UniqueConstraint(name="field_revision_once_per_version", fields=["response", "field", "version"]),
            models.CheckConstraint(
                name="field_revision_field_known",
                condition=Q(field__in=["organisation_name", "position_held"])
                | Q(field__in=["meeting_name", "meeting_host", "meeting_place", "attended"]),
            ),
            models.CheckConstraint(
                name="field_revision_of_one_attendance",
                condition=Q(field="attended", attendance__isnull=False) | ~Q(field="attended") & Q(attendance=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.response_id}"

    @property
    def key(self) -> str:
        """Return what tells the field from others of the response: for who attended, which of them."""
        return f"{self.field}-{self.attendance_id}" if self.attendance_id else self.field


class RefusedSuggestion(models.Model):
    """A suggestion of personal data that a moderator has refused, so that it does not come again."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="refused_suggestions")
    wording = models.PositiveIntegerField(
        default=0, help_text="the version of the correction that the places are in; 0 for the answer as sent"
    )
    start = models.PositiveIntegerField(help_text="in code points")
    end = models.PositiveIntegerField()
    sort = models.CharField(max_length=24)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["answer", "start"]
        constraints = [
            models.UniqueConstraint(name="suggestion_refused_once", fields=["answer", "wording", "start", "end"]),
            models.CheckConstraint(name="suggestion_has_words", condition=Q(start__lt=F("end"))),
        ]

    def __str__(self) -> str:
        return f"{self.sort} {self.answer_id}"


class Policy(models.Model):
    """The moderation policy of an edition, as its content pack has it; editions without one have ours."""

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="moderation_policy")
    text = models.TextField(help_text="Markdown")
    reasons = models.JSONField(help_text="key, label, explanation and acts of each, in their order")

    class Meta:
        verbose_name_plural = "policies"

    def __str__(self) -> str:
        return f"policy of {self.edition_id}"
