"""Forms of the reports pages."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from analysis.models import Report
from common.reasons import ReasonField
from crispy_nhsuk.helper import NHSUKHelper
from crispy_nhsuk.layout import Button, Radios, Textarea

READERS = {
    Report.Audience.TEAM: "The team: communications and analysts. Nothing is hidden.",
    Report.Audience.STEERING: "The steering group. Small numbers of individuals are hidden.",
    Report.Audience.PUBLIC: "The public. Small numbers are hidden, and only those who agreed are quoted.",
}


class RequestForm(forms.Form):
    """For whom the report is, and why it is asked for."""

    audience = forms.ChoiceField(
        label="Who is the report for?", error_messages={"required": "Choose who the report is for"}
    )
    reason = ReasonField(
        label="Why do you ask for it now? (optional)",
        help_text="Kept on record with the report.",
        max_length=500,
        required=False,
    )

    def __init__(self, *args: Any, audiences: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].choices = [(name, READERS[Report.Audience(name)]) for name in audiences]  # type: ignore[attr-defined]
        if len(audiences) == 1:
            self.fields["audience"].initial = audiences[0]
        self.helper = NHSUKHelper()
        self.helper.layout = Layout(Radios("audience"), Textarea("reason", rows=3), Button("Ask for the report"))


class EarlyAccessForm(forms.Form):
    """Why the steering group may have reports before the exercise is over."""

    reason = ReasonField(
        label="Why does the steering group need reports before the exercise is over?",
        help_text="Its members may be respondents themselves. The reason is kept with your name and the date.",
        max_length=1000,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = NHSUKHelper()
        self.helper.layout = Layout(
            Textarea("reason", rows=3), Button("Let the steering group have reports", kind="warning")
        )
