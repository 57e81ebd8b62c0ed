"""The forms of the acts on a response; their reasons are those of the exercise's moderation policy."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from common.text import newlines
from crispy_nhsuk.layout import Button, ButtonGroup, Hidden, NHSUKHelper, Radios, Select, Textarea
from responses.moderation.acts import NOTE_LIMIT
from responses.moderation.models import Act
from responses.moderation.policy import PolicyInForce
from responses.submission.models import Response

Standing = Response.Standing
WORDS_LIMIT = 5_000


class NoteField(forms.CharField):
    """A moderator's words, kept with the act."""

    widget = forms.Textarea

    def __init__(self, *, label: str, required: bool = False, missing: str = "", help_text: str = "") -> None:
        messages = {"required": missing, "max_length": f"{label} must be {NOTE_LIMIT:,} characters or fewer"}
        super().__init__(
            label=label, required=required, help_text=help_text, max_length=NOTE_LIMIT, error_messages=messages
        )

    def to_python(self, value: Any) -> str:
        return super().to_python(newlines(value or "")) or ""


class ReasonField(forms.ChoiceField):
    """A reason of the policy for one of some acts; the form fills it once it knows the policy."""

    def __init__(self, *acts: str, label: str = "Reason", radios: bool = False) -> None:
        widget = forms.RadioSelect if radios else forms.Select
        messages = {"required": "Choose a reason", "invalid_choice": "Choose one of these reasons"}
        super().__init__(label=label, error_messages=messages, widget=widget)
        self.acts, self.radios = acts, radios

    def offer(self, policy: PolicyInForce) -> None:
        """Offer what the policy has for these acts."""
        found = policy.for_act(*self.acts)
        self.choices = found if self.radios else [("", "Choose a reason"), *found]


class ActForm(forms.Form):
    """What every act carries: the version of the response that its moderator saw."""

    version = forms.IntegerField(
        min_value=0,
        widget=forms.HiddenInput,
        error_messages={"required": "This page is out of date", "invalid": "This page is out of date"},
    )
    use_required_attribute = False

    def __init__(self, *args: Any, policy: PolicyInForce, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, ReasonField):
                field.offer(policy)


class AcceptForm(ActForm):
    helper = NHSUKHelper(
        Hidden("version"),
        ButtonGroup(
            Button(
                "Accept and go to the next",
                name="act",
                value="accept_next",
                attrs={"accesskey": "a", "data-key": "a"},
            ),
            Button("Accept", kind="secondary", name="act", value="accept", attrs={"accesskey": "s", "data-key": "s"}),
        ),
        error_summary=False,
    )


class AsideForm(ActForm):
    """Hold, or propose to leave out: the same two things to say."""

    reason = ReasonField("hold", "leave_out")
    note = NoteField(label="Note", help_text="For your colleagues; respondents do not see it.")
    helper = NHSUKHelper(
        Hidden("version"),
        Select("reason"),
        Textarea("note", rows=3),
        ButtonGroup(
            Button("Hold", kind="secondary", name="act", value="hold", attrs={"accesskey": "h"}),
            Button("Propose to leave out", kind="secondary", name="act", value="propose", attrs={"accesskey": "x"}),
        ),
        error_summary=False,
    )

    def __init__(self, *args: Any, policy: PolicyInForce, **kwargs: Any) -> None:
        super().__init__(*args, policy=policy, **kwargs)
        self.policy = policy

    def clean(self) -> dict[str, Any]:
        """Refuse a reason that the policy has for the other of the two acts alone."""
        cleaned: dict[str, Any] = self.cleaned_data
        reason = self.policy.reason(cleaned.get("reason", ""))
        wanted = {"hold": "hold", "propose": "leave_out"}.get(str(self.data.get("act", "")))
        if reason and wanted and wanted not in reason.acts:
            other = "hold a response" if wanted == "leave_out" else "leave a response out"
            self.add_error("reason", f"The policy has this reason to {other}. Choose another.")
        return cleaned


class AgreeForm(ActForm):
    note = NoteField(label="Note")
    helper = NHSUKHelper(
        Hidden("version"),
        Textarea("note", rows=3),
        Button("Agree: leave it out", kind="warning", name="act", value="agree"),
        error_summary=False,
    )


class ReturnForm(ActForm):
    reason = ReasonField("return")
    note = NoteField(label="Why is it to be looked at afresh?", required=True, missing="Say why in a few words")
    helper = NHSUKHelper(
        Hidden("version"),
        Select("reason"),
        Textarea("note", rows=3),
        Button("Return to the queue", kind="secondary", name="act", value="return", attrs={"accesskey": "r"}),
        error_summary=False,
    )


class ConfirmForm(ActForm):
    note = NoteField(
        label="How do you know that it speaks for the organisation?",
        required=True,
        missing="Say in a few words how you know",
    )
    helper = NHSUKHelper(
        Hidden("version"),
        Textarea("note", rows=2),
        Button("Confirm the organisation", kind="secondary", name="act", value="confirm", attrs={"accesskey": "c"}),
        error_summary=False,
    )


class UnconfirmForm(ActForm):
    note = NoteField(label="Why do you take the confirmation back?", required=True, missing="Say why in a few words")
    helper = NHSUKHelper(
        Hidden("version"),
        Textarea("note", rows=2),
        Button("Take the confirmation back", kind="secondary", name="act", value="unconfirm"),
        error_summary=False,
    )


class WordsField(NoteField):
    """Words to the author of a response."""

    def __init__(self, *, label: str, missing: str, help_text: str = "") -> None:
        super().__init__(label=label, required=True, missing=missing, help_text=help_text)
        self.max_length = WORDS_LIMIT
        self.validators = [MaxLengthValidator(WORDS_LIMIT, f"{label} must be {WORDS_LIMIT:,} characters or fewer")]


class TellForm(ActForm):
    text = WordsField(
        label="Message",
        missing="Write what you want to tell them",
        help_text="Their reference, the policy and the way to appeal are put below it.",
    )
    helper = NHSUKHelper(
        Hidden("version"),
        Textarea("text", rows=8),
        Button("Tell its author", kind="secondary", name="act", value="tell"),
        error_summary=False,
    )


class AnswerAppealForm(ActForm):
    outcome = forms.ChoiceField(
        label="What comes of it?",
        choices=[
            (Act.Reason.STANDS.value, "The decision stands"),
            (Act.Reason.CHANGED.value, "The decision is changed: the response goes back to the queue"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what comes of the appeal"},
    )
    text = WordsField(
        label="Answer to the author",
        missing="Write an answer",
        help_text="Say what you looked at and why you decide so. It is sent to them.",
    )
    helper = NHSUKHelper(
        Hidden("version"),
        Radios("outcome", small=True),
        Textarea("text", rows=6),
        Button("Answer the appeal", name="act", value="answer_appeal"),
        error_summary=False,
    )


def offered(response: Response, *, may_agree: bool) -> Collection[str]:
    """Return the names of the forms that fit a response as it stands."""
    if not response.is_current:
        return []
    names = {
        Standing.UNMODERATED: ["accept", "aside"],
        Standing.ACCEPTED: ["aside", "return"],
        Standing.HELD: ["accept", "aside", "return"],
        Standing.LEAVING_OUT: ["agree", "return"] if may_agree else ["return"],
        Standing.LEFT_OUT: ["return"],
    }[Standing(response.standing)]
    if response.kind == Response.Kind.ORGANISATION:
        names = [*names, "unconfirm" if response.organisation_confirmed else "confirm"]
    return [*names, "tell"]
