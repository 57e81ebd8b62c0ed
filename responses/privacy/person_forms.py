"""Forms of the pages on one person."""

from __future__ import annotations

from typing import Any

from django import forms

from common.errors import DomainError
from common.reasons import ReasonField
from crispy_nhsuk.helper import NHSUKHelper
from crispy_nhsuk.layout import Button, Layout, Radios, Text, Textarea
from responses.privacy import seeking
from responses.privacy.forms import ON_RECORD
from responses.privacy.person_models import SoughtBy

LONGEST = 254


class PersonForm(forms.Form):
    """What a person is looked for by."""

    by = forms.ChoiceField(
        label="Look for them by",
        choices=SoughtBy.choices,
        initial=SoughtBy.EMAIL,
        error_messages={"required": "Choose what to look by", "invalid_choice": "Choose what to look by"},
    )
    text = forms.CharField(
        label="What is it?",
        help_text="As they gave it to you. A reference stands on their receipt.",
        max_length=LONGEST,
        error_messages={
            "required": "Enter what to look for",
            "max_length": f"It must be {LONGEST} characters or fewer",
        },
    )
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = NHSUKHelper(error_summary=False)  # it stands at the head of the page
        self.helper.layout = Layout(
            Radios("by", label_size="s"),
            Text(
                "text", label_size="s", attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
            ),
            Button("Look"),
        )

    def clean(self) -> dict[str, Any]:
        """Read what was typed in the spelling that is looked for."""
        said: dict[str, Any] = super().clean() or {}
        if "by" in said and "text" in said:
            try:
                said["sought"] = seeking.sought(said["by"], said["text"])
            except DomainError as wrong:
                self.add_error("text", wrong.message)
        return said


class AskForm(forms.Form):
    """Why a person is to be erased."""

    reason = ReasonField(
        label="Why are they to be erased?",
        max_length=1000,
        help_text=f"For example the number of the request, and how you made sure who they are. {ON_RECORD}",
    )
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = NHSUKHelper(error_summary=False)
        self.helper.layout = Layout(Textarea("reason", rows=4))


class RefuseForm(forms.Form):
    """Why a person is not erased."""

    because = ReasonField(label="Why are they not erased?", max_length=1000, help_text=ON_RECORD)
    use_required_attribute = False

    def __init__(self, *args: Any, mine: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = NHSUKHelper(error_summary=False)
        self.helper.layout = Layout(
            Textarea("because", rows=4),
            Button("Take it back" if mine else "Do not erase", kind="secondary", name="act", value="refuse"),
        )
