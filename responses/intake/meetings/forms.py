"""One form for each point of a note, and what goes to the host and comes back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from crispy_nhsuk.layout import Button, Checkbox, FileInput, Hidden, NHSUKHelper, Select, Text, Textarea
from responses.intake.forms import ManyFilesField
from responses.intake.meetings.hosts import LONGEST
from responses.intake.meetings.points import Noted

NOT_A_POINT = "none"
NOT_SAID = ("", "Not said yet")
THE_MEETING = ("", "The meeting")
Choices = Sequence[tuple[str, Any]]


class PointForm(forms.Form):
    """A point: its words, the question it is about, who made it."""

    text = forms.CharField(label="The point", required=False, strip=False, max_length=20_000, widget=forms.Textarea)
    about = forms.ChoiceField(label="What it is about", required=False)
    by = forms.ChoiceField(label="Who made it", required=False)
    merge = forms.BooleanField(label="Goes on from the point before it: put the two together", required=False)
    split = forms.BooleanField(label="Holds several points: split it at its line ends", required=False)
    use_required_attribute = False
    helper = NHSUKHelper(
        Textarea("text", rows=3, label_size="s"),
        Select("about"),
        Select("by"),
        Checkbox("merge"),
        Checkbox("split"),
        error_summary=False,
    )

    def __init__(self, *args: Any, about: Choices, by: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [NOT_SAID, (NOT_A_POINT, "Not a point: it stays in the note alone"), *about]
        self.fields["about"].choices = chosen  # type: ignore[attr-defined]
        self.fields["by"].choices = [THE_MEETING, *((name, name) for name in by)]  # type: ignore[attr-defined]

    @property
    def noted(self) -> Noted:
        """Return the point as it was typed; only of a valid form."""
        said = self.cleaned_data
        item_id = int(said["about"]) if said["about"].isdecimal() else None
        return Noted(said["text"], item_id, said["about"] == NOT_A_POINT, said["by"])


def initial(point: Noted) -> dict[str, Any]:
    """Return what a point's form shows."""
    about = NOT_A_POINT if point.left_out else str(point.item_id or "")
    return {"text": point.text, "about": about, "by": point.said_by}


class NoteForm(forms.Form):
    """The note itself: typed, or a file whose words can be read."""

    note = forms.CharField(
        label="The note of the meeting",
        required=False,
        strip=False,
        max_length=200_000,
        help_text="Each paragraph and each line with a bullet becomes a point, which you can merge, split and change. "
        "What you paste is kept as it is, like a file",
        widget=forms.Textarea,
    )
    file = ManyFilesField(
        label="Or the note as a file", required=False, help_text="Word (.docx), OpenDocument, PDF with words, or text"
    )
    use_required_attribute = False
    helper = NHSUKHelper(
        Textarea("note", rows=8, label_size="s"),
        FileInput("file"),
        Button("Split it into points", kind="secondary"),
        error_summary=False,
    )

    def clean(self) -> dict[str, Any]:
        """Something has to be there to split."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("note", "").strip() and not cleaned.get("file"):
            self.add_error("note", "Paste the note, or choose its file")
        return cleaned


class HostForm(forms.Form):
    """Where the points go to be put right."""

    email = forms.EmailField(
        label="Email address of the host",
        max_length=254,
        help_text="They get a private link, and need no account",
        error_messages={
            "required": "Enter the email address of the host",
            "invalid": "Enter an email address in the right form, like name@example.org",
        },
    )
    use_required_attribute = False
    helper = NHSUKHelper(
        Hidden("act"), Text("email", width=20, attrs={"spellcheck": "false"}), Button("Send them the points"),
        error_summary=False,
    )  # fmt: skip
    act = forms.CharField(initial="send", widget=forms.HiddenInput, required=False)


class CorrectionForm(forms.Form):
    """How a point should read, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    point = forms.IntegerField(widget=forms.HiddenInput)
    proposal = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label="How it should read",
        max_length=LONGEST,
        strip=False,
        error_messages={"required": "Write how the point should read"},
        widget=forms.Textarea,
    )
    note = forms.CharField(
        label="Why, or who says so",
        max_length=500,
        required=False,
        help_text="For example: the host wrote on 3 June",
    )
    use_required_attribute = False
    helper = NHSUKHelper(
        Hidden("version"), Hidden("point"), Hidden("proposal"), Textarea("text", rows=4), Text("note"),
        error_summary=False,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A correction of our own needs a reason; one that the host proposes has one."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("proposal") and not cleaned["note"].strip():
            self.add_error("note", "Say in a few words why, or who says so")
        return cleaned
