"""Forms of the pages on personal data. Each act has a reason, which stays on record."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from common.reasons import ReasonField
from crispy_nhsuk.helper import NHSUKHelper
from crispy_nhsuk.layout import Button, Radios, Text, Textarea
from responses.privacy.models import RetentionRule
from responses.privacy.rules import Period

ON_RECORD = "Kept on record with your name and the date. Do not name or describe a respondent."


class ReasonOnly(forms.Form):
    """Why something is done, and the button that does it."""

    reason = ReasonField(max_length=1000, help_text=ON_RECORD)
    use_required_attribute = False

    def __init__(self, *args: Any, label: str, button: str, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.helper = NHSUKHelper(error_summary=False)
        self.helper.layout = Layout(Textarea("reason", rows=4), Button(button, kind=kind))


class PeriodForm(forms.Form):
    """How long a class of an exercise is kept, and why it is not the usual time."""

    amount = forms.IntegerField(
        label="How many?",
        min_value=1,
        max_value=3650,
        error_messages={
            "required": "Enter a number",
            "invalid": "Enter a whole number",
            "min_value": "The number must be 1 or more",
            "max_value": "The number must be 3,650 or less",
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    unit = forms.ChoiceField(label="Of what?", error_messages={"required": "Choose days, months or years"})
    since = forms.ChoiceField(label="Counted from when?", error_messages={"required": "Choose a date to count from"})
    reason = ReasonField(label="Why is it not kept as before?", max_length=1000, help_text=ON_RECORD)
    use_required_attribute = False

    def __init__(self, *args: Any, period: Period, **kwargs: Any) -> None:
        now = {"amount": period.amount, "unit": period.unit, "since": period.since}
        kwargs["initial"] = now
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [(unit.value, unit.label.capitalize()) for unit in RetentionRule.Unit]  # type: ignore[attr-defined]
        self.fields["since"].choices = [  # type: ignore[attr-defined]
            (RetentionRule.Since.CLOSE, "The day on which the exercise closes"),
            (RetentionRule.Since.END, "The day of the decision, or the close where no day is published for it"),
        ]
        self.helper = NHSUKHelper(error_summary=False)
        self.helper.layout = Layout(
            Text("amount"), Radios("unit"), Radios("since"), Textarea("reason", rows=4), Button("Keep it for so long")
        )
