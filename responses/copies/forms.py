"""The forms of decisions about copies and voices."""

from __future__ import annotations

from typing import Any

from django import forms

from crispy_nhsuk.layout import Button, ButtonGroup, Hidden, NHSUKHelper, Select, Text, Textarea
from responses.copies.deciding import NAME_LIMIT
from responses.moderation.forms import NoteField, ReasonField
from responses.moderation.policy import PolicyInForce


class NameForm(forms.Form):
    name = forms.CharField(
        label="Name of the campaign",
        max_length=NAME_LIMIT,
        help_text="It stands in reports. A name that is there already puts both texts into that campaign.",
        error_messages={
            "required": "Give the campaign a name",
            "max_length": f"The name must be {NAME_LIMIT} characters or fewer",
        },
    )
    note = NoteField(label="Note")
    helper = NHSUKHelper(
        Hidden("seen"),
        Text("name"),
        Textarea("note", rows=2),
        Button("Name it a campaign", name="act", value="name"),
        error_summary=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput)
    use_required_attribute = False


class ReasonForm(forms.Form):
    """A decision that needs nothing but its reason."""

    note = NoteField(label="Why?", required=True, missing="Say why in a few words")
    seen = forms.CharField(widget=forms.HiddenInput)
    use_required_attribute = False


class ApartForm(ReasonForm):
    helper = NHSUKHelper(
        Hidden("seen"),
        Textarea("note", rows=3),
        Button("Take the group apart", kind="warning", name="act", value="apart"),
        error_summary=False,
    )


class AcceptForm(ReasonForm):
    note = NoteField(label="Why can they be accepted?", required=True, missing="Say why in a few words")
    helper = NHSUKHelper(
        Hidden("seen"),
        Textarea("note", rows=2),
        Button("Accept them", name="act", value="accept"),
        error_summary=False,
    )


class VoiceForm(forms.Form):
    """Whether two responses are one voice."""

    note = NoteField(
        label="How do you know?",
        required=True,
        missing="Say in a few words how you know",
        help_text="For your colleagues.",
    )
    earlier = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    later = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    helper = NHSUKHelper(
        Hidden("earlier"),
        Hidden("later"),
        Textarea("note", rows=3),
        ButtonGroup(
            Button("They are one voice", name="act", value="one"),
            Button("They are two voices", kind="secondary", name="act", value="two"),
        ),
        error_summary=False,
    )
    use_required_attribute = False


class PartForm(forms.Form):
    """A response becomes a voice of its own again."""

    note = NoteField(label="Why is it a voice of its own?", required=True, missing="Say why in a few words")
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    helper = NHSUKHelper(
        Hidden("version"),
        Textarea("note", rows=3),
        Button("Count it by itself", kind="warning"),
        error_summary=False,
    )
    use_required_attribute = False


class WithForm(forms.Form):
    """A response is one voice with another, of which staff know and the site has no sign."""

    other = forms.CharField(
        label="Reference of the other response",
        max_length=40,
        error_messages={"required": "Enter the reference of the other response"},
    )
    note = NoteField(label="How do you know?", required=True, missing="Say in a few words how you know")
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    helper = NHSUKHelper(
        Hidden("version"),
        Text("other", width=20, attrs={"autocomplete": "off", "spellcheck": "false"}),
        Textarea("note", rows=3),
        Button("They are one voice", kind="secondary", name="act", value="join"),
        error_summary=False,
    )
    use_required_attribute = False


class CarryForm(forms.Form):
    """A redaction is done in the other copies too; `seen` says in which responses, each with its version."""

    seen = forms.RegexField(
        r"\A\d{1,18}-\d{1,9}(?: \d{1,18}-\d{1,9})*\Z",
        widget=forms.HiddenInput,
        error_messages={"required": "This page is out of date", "invalid": "This page is out of date"},
    )
    reason = ReasonField("redact")
    note = NoteField(label="Note", help_text="It stands with each of them. Do not repeat here what you hide.")
    use_required_attribute = False

    def __init__(self, *args: Any, policy: PolicyInForce, count: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        assert isinstance(reason, ReasonField)
        reason.offer(policy)
        self.helper = NHSUKHelper(
            Hidden("seen"),
            Select("reason"),
            Textarea("note", rows=2),
            Button(f"Hide them in {count:,} other response{'' if count == 1 else 's'}", name="act", value="carry"),
            error_summary=False,
        )

    @property
    def responses(self) -> list[tuple[int, int]]:
        """Return which responses were on the page, each with its version."""
        pairs = (one.split("-") for one in self.cleaned_data["seen"].split(" "))
        return [(int(response), int(version)) for response, version in pairs]
