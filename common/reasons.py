"""Why somebody did something: asked for on many pages, and kept on record."""

from __future__ import annotations

from django import forms


class ReasonField(forms.CharField):
    """A reason in words, of so many characters at the most."""

    widget = forms.Textarea

    def __init__(self, *, max_length: int, help_text: str, label: str = "Reason", required: bool = True) -> None:
        messages = {
            "required": "Enter the reason",
            "max_length": f"The reason must be {max_length:,} characters or fewer",
        }
        super().__init__(
            label=label, help_text=help_text, max_length=max_length, required=required, error_messages=messages
        )
