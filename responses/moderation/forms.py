"""The forms of the queue and of the acts on a response."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms

from common.text import newlines
from crispy_nhsuk.layout import Button, ButtonGroup, Hidden, Layout, NHSUKHelper, Radios, Select, Text, Textarea
from engagement.shapes import EditionContent
from responses.moderation.acts import NOTE_LIMIT
from responses.moderation.models import Act
from responses.moderation.queue import Filters, Standing
from responses.submission.models import Response

ANY = [("", "Any")]
YES_NO = [("yes", "Yes"), ("no", "No")]
STANDINGS = [*Standing.choices, ("for_me", "For you to agree"), ("replaced", "Replaced"), ("withdrawn", "Withdrawn")]
SEARCH_LIMIT = 100


class FilterForm(forms.Form):
    """What the queue is limited to. An address with a value unknown here is read as if it were not there."""

    standing = forms.ChoiceField(choices=[("all", "Any"), *STANDINGS], required=False, label="Standing")
    search = forms.CharField(required=False, label="Words, organisation or reference")
    channel = forms.ChoiceField(choices=[*ANY, *Response.Channel.choices], required=False, label="Channel")
    kind = forms.ChoiceField(choices=[*ANY, *Response.Kind.choices], required=False, label="Who")
    timing = forms.ChoiceField(choices=[*ANY, *Response.Timing.choices], required=False, label="Timing")
    part = forms.ChoiceField(choices=ANY, required=False, label="Answered")
    words = forms.ChoiceField(choices=[*ANY, *YES_NO], required=False, label="Has free text")
    confirmed = forms.ChoiceField(choices=[*ANY, *YES_NO], required=False, label="Organisation confirmed")
    suspicion = forms.ChoiceField(choices=[*ANY, *YES_NO], required=False, label="Signs of a machine")
    order = forms.ChoiceField(choices=[("", "Oldest first"), ("newest", "Newest first")], required=False, label="Order")
    helper = NHSUKHelper(
        Text("search", attrs={"type": "search"}),
        Select("standing"),
        Select("channel"),
        Select("kind"),
        Select("timing"),
        Select("part"),
        Select("words"),
        Select("confirmed"),
        Select("suspicion"),
        Select("order"),
        Button("Show", kind="secondary"),
        error_summary=False,
    )
    use_required_attribute = False

    def __init__(self, data: Any, *, content: EditionContent | None) -> None:
        super().__init__(data)
        self.content = content
        parts = content.parts if content else ()
        self.fields["part"].choices = [*ANY, *((str(part.id), part.title) for part in parts)]  # type: ignore[attr-defined]

    @property
    def filters(self) -> Filters:
        """Return the filters; a queue that is opened without any shows what waits for moderation."""
        self.is_valid()
        chosen = self.cleaned_data
        part = next(
            (part for part in (self.content.parts if self.content else ()) if str(part.id) == chosen.get("part")), None
        )
        standing = chosen.get("standing") or Standing.UNMODERATED
        names = ("channel", "kind", "timing", "suspicion", "confirmed", "words")
        return Filters(
            standing="" if standing == "all" else standing,
            search=chosen.get("search", "")[:SEARCH_LIMIT],
            items=tuple(item.id for item in part.items) if part else (),
            newest_first=chosen.get("order") == "newest",
            **{name: chosen.get(name, "") for name in names},
        )


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


class ActForm(forms.Form):
    """What every act carries: the version of the response that its moderator saw."""

    version = forms.IntegerField(
        min_value=0,
        widget=forms.HiddenInput,
        error_messages={"required": "This page is out of date", "invalid": "This page is out of date"},
    )
    use_required_attribute = False


class AcceptForm(ActForm):
    helper = NHSUKHelper(
        Hidden("version"),
        ButtonGroup(
            Button("Accept and go to the next", name="act", value="accept_next", attrs={"accesskey": "a"}),
            Button("Accept", kind="secondary", name="act", value="accept", attrs={"accesskey": "s"}),
        ),
        error_summary=False,
    )


ASIDE_REASONS = [
    (reason.value, reason.label)
    for reason in (
        Act.Reason.QUERY,
        Act.Reason.PERSONAL_DATA,
        Act.Reason.DEFAMATION,
        Act.Reason.SPAM,
        Act.Reason.TEST,
        Act.Reason.ABUSE,
        Act.Reason.NOT_RELEVANT,
    )
]


class AsideForm(ActForm):
    """Hold, or propose to leave out: the same two things to say."""

    reason = forms.ChoiceField(
        label="Reason",
        choices=[("", "Choose a reason"), *ASIDE_REASONS],
        error_messages={"required": "Choose a reason"},
    )
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


class AgreeForm(ActForm):
    note = NoteField(label="Note")
    helper = NHSUKHelper(
        Hidden("version"),
        Textarea("note", rows=3),
        Button("Agree: leave it out", kind="warning", name="act", value="agree"),
        error_summary=False,
    )


class ReturnForm(ActForm):
    note = NoteField(label="Why is it to be looked at afresh?", required=True, missing="Say why in a few words")
    helper = NHSUKHelper(
        Hidden("version"),
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


REDACTION_REASONS = [
    (reason.value, reason.label)
    for reason in (Act.Reason.PERSONAL_DATA, Act.Reason.DEFAMATION, Act.Reason.ABUSE, Act.Reason.MISTAKE)
]


class RedactForm(ActForm):
    marked = forms.CharField(
        label="The answer, with [[ and ]] around what is to be hidden",
        help_text="Change nothing else: not a letter, not a space.",
        strip=False,
        widget=forms.Textarea,
        error_messages={"required": "Put the answer back, with the marks in it"},
    )
    reason = forms.ChoiceField(
        label="Reason",
        choices=REDACTION_REASONS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a reason"},
    )
    note = NoteField(label="Note", help_text="Do not repeat here what you hide.")
    helper = NHSUKHelper()
    helper.layout = Layout(
        Hidden("version"),
        Textarea("marked", rows=12, label_size="s", attrs={"spellcheck": "false"}),
        Radios("reason", small=True, label_size="s"),
        Textarea("note", rows=2),
        Button("Redact the marked words", name="act", value="redact"),
    )


class UnredactForm(ActForm):
    note = NoteField(label="Why is it to be shown again?", required=True, missing="Say why in a few words")
    helper = NHSUKHelper(
        Hidden("version"),
        Textarea("note", rows=2),
        Button("Show the answer as it was sent", kind="secondary", name="act", value="undo"),
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
    return names
