from __future__ import annotations

from typing import Any

from django import forms

from crispy_nhsuk.helper import NHSUKHelper
from crispy_nhsuk.layout import Layout, Radios, Text
from responses.drafts import sharing
from responses.drafts.models import PrivateLink
from responses.respondent_forms import LineField

WRONG_EMAIL = "Enter an email address in the right form, like name@example.org"


class LinkForm(forms.Form):
    """Where to send a private link."""

    email = forms.EmailField(
        label="Email address",
        help_text="We use it once, to send you the link, and do not keep it.",
        error_messages={
            "required": "Enter the email address to send the link to",
            "invalid": WRONG_EMAIL,
        },
    )
    use_required_attribute = False
    helper = NHSUKHelper()
    helper.layout = Layout(Text("email", width=20, attrs={"autocomplete": "email", "spellcheck": "false"}))


class ShareForm(forms.Form):
    """Whom a link is for, and what it lets them do."""

    called = LineField(
        label="Who is the link for?",
        help_text="So that you can tell your links apart. For example: finance committee, or the chair.",
        max_length=100,
        error_messages={"required": "Enter who the link is for"},
    )
    capability = forms.ChoiceField(
        label="What may they do?",
        choices=PrivateLink.Capability.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they may do", "invalid_choice": "Your own link does not allow that"},
    )
    email = forms.EmailField(
        label="Their email address (optional)",
        help_text="We send them the link and do not keep the address. Leave it empty to see the link here instead.",
        required=False,
        error_messages={"invalid": WRONG_EMAIL},
    )
    use_required_attribute = False
    helper = NHSUKHelper(
        Text("called", width=20),
        Radios("capability"),
        Text("email", width=20, attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_summary=False,
    )

    def __init__(self, data: Any = None, *, capability: str) -> None:
        super().__init__(data, initial={"capability": PrivateLink.Capability.EDIT})
        offered = sharing.offered(capability)
        self.fields["capability"].choices = [(one.value, one.label) for one in offered]  # type: ignore[attr-defined]
