from __future__ import annotations

from django import forms

from crispy_nhsuk.helper import NHSUKHelper
from crispy_nhsuk.layout import Layout, Text


class LinkForm(forms.Form):
    """Where to send a private link."""

    email = forms.EmailField(
        label="Email address",
        help_text="We use it once, to send you the link, and do not keep it.",
        error_messages={
            "required": "Enter the email address to send the link to",
            "invalid": "Enter an email address in the right form, like name@example.org",
        },
    )
    use_required_attribute = False
    helper = NHSUKHelper()
    helper.layout = Layout(Text("email", width=20, attrs={"autocomplete": "email", "spellcheck": "false"}))
