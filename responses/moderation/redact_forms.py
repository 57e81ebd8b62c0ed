"""The forms for hiding words: as they are marked, as they are suggested, and for showing them again."""

from __future__ import annotations

from django import forms

from crispy_nhsuk.layout import Button, Hidden, Layout, NHSUKHelper, Radios, Select, Textarea
from responses.moderation.forms import ActForm, NoteField, ReasonField
from responses.moderation.suggestions import FIELD


class SuggestionsForm(ActForm):
    """What was chosen for each suggestion of personal data; the choices stand beside the words they are about."""

    reason = ReasonField("redact", label="Reason for hiding")
    helper = NHSUKHelper(
        Hidden("version"),
        Select("reason"),
        Button("Do as chosen", kind="secondary", name="act", value="suggestions", attrs={"data-decided": ""}),
        error_summary=False,
    )

    @property
    def said(self) -> dict[str, str]:
        """Return what was chosen, by the suggestion's key."""
        return {name.removeprefix(FIELD): str(self.data[name]) for name in self.data if name.startswith(FIELD)}


class RedactForm(ActForm):
    marked = forms.CharField(
        label="The answer, with [[ and ]] around what is to be hidden",
        help_text="Change nothing else: not a letter, not a space.",
        strip=False,
        widget=forms.Textarea,
        error_messages={"required": "Put the answer back, with the marks in it"},
    )
    reason = ReasonField("redact", radios=True)
    note = NoteField(label="Note", help_text="Do not repeat here what you hide.")
    helper = NHSUKHelper()
    helper.layout = Layout(
        Hidden("version"),
        Textarea("marked", rows=12, label_size="s", attrs={"spellcheck": "false", "data-redact": ""}),
        Radios("reason", small=True, label_size="s"),
        Textarea("note", rows=2),
        Button("Redact the marked words", name="act", value="redact"),
    )


class RedactWhoForm(RedactForm):
    """The same for a field that says who answered; without marks it is shown again."""

    reason = ReasonField("redact", "return", radios=True)
    helper = NHSUKHelper()
    helper.layout = Layout(
        Hidden("version"),
        Textarea("marked", rows=3, label_size="s", attrs={"spellcheck": "false"}),
        Radios("reason", small=True, label_size="s"),
        Textarea("note", rows=2),
        Button("Redact the marked words", name="act", value="redact"),
    )


class UnredactForm(ActForm):
    reason = ReasonField("return", radios=True)
    note = NoteField(label="Why is it to be shown again?", required=True, missing="Say why in a few words")
    helper = NHSUKHelper(
        Hidden("version"),
        Radios("reason", small=True, label_size="s"),
        Textarea("note", rows=2),
        Button("Show all of it again", kind="secondary", name="act", value="undo"),
    )
