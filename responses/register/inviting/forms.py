"""The forms of invitations and rounds of emails."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from common import clock
from common.text import newlines
from crispy_nhsuk.layout import Button, Checkboxes, Hidden, NHSUKHelper, Radios, Text, Textarea
from engagement import wording
from engagement.models import Exercise
from engagement.phases import LONDON
from responses.register import forms as forms_of_register
from responses.register.inviting.models import Mailing
from responses.register.inviting.reads import Filters
from responses.register.vocabulary import Vocabulary
from responses.respondent_forms import LineField

SHOWN = [
    ("", "All"),
    ("unanswered", "Not answered"),
    ("opened", "Opened, not answered"),
    ("answered", "Answered"),
    ("unwritten", "Not written to yet"),
    ("bounced", "Emails came back"),
    ("ended", "No answer expected"),
]
TEXT_LIMIT = 4_000
NOW, LATER = "now", "later"


class FilterForm(forms_of_register.FilterForm):
    """What the list of invitations is limited to."""

    show = forms.ChoiceField(required=False, label="How far", choices=SHOWN)

    @property
    def invited(self) -> Filters:
        return Filters(**self.chosen)


class ChooseForm(forms.Form):
    """Who is to be put on the list: of which types, and in which areas."""

    types = forms.MultipleChoiceField(
        label="Types of organisation",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick none for all types.",
    )
    areas = forms.MultipleChoiceField(
        label="Areas they cover", required=False, widget=forms.CheckboxSelectMultiple, help_text="Tick none for all."
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    use_required_attribute = False

    def __init__(self, *args: Any, words: Vocabulary, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["types"].choices = [*words.types.items(), ("none", "Not said")]  # type: ignore[attr-defined]
        self.fields["areas"].choices = list(words.areas.items())  # type: ignore[attr-defined]
        areas = [Checkboxes("areas", small=True)] if words.areas else []
        self.helper = NHSUKHelper(
            Checkboxes("types", small=True), *areas, Button("See who that is", kind="secondary"), error_summary=False
        )


class RoundForm(forms.Form):
    """What a round of emails says, and when it goes."""

    sort = forms.ChoiceField(choices=Mailing.Sort.choices, widget=forms.HiddenInput)
    number = forms.IntegerField(min_value=1, max_value=9999, widget=forms.HiddenInput)
    narrowed_to = forms.ChoiceField(
        label="Whom shall it go to?",
        choices=Mailing.Narrowed.choices,
        initial=Mailing.Narrowed.ALL,
        required=False,
        widget=forms.RadioSelect,
        help_text="Who has had no email yet gets an invitation and no reminder.",
    )
    subject = LineField(label="Subject", max_length=120, error_messages={"required": "Enter a subject"})
    text = forms.CharField(
        label="Message",
        widget=forms.Textarea,
        help_text="Plain text. The greeting, the organisation’s own link, the deadline and the way to get no more "
        "emails are added to it.",
        error_messages={"required": "Enter a message"},
    )
    when = forms.ChoiceField(
        label="When shall it go?",
        choices=[(NOW, "As soon as it is confirmed"), (LATER, "At a time")],
        initial=NOW,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose when it shall go"},
    )
    day = forms.DateField(
        label="Day",
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"],
        help_text="For example 27/5/2021",
        error_messages={"invalid": "Enter a day, like 27/5/2021"},
        widget=forms.DateInput(format="%d/%m/%Y"),
    )
    hour = forms.TimeField(
        label="Time",
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H", "%I%p", "%I:%M%p", "%I.%M%p"],
        help_text="In London, for example 9:30",
        error_messages={"invalid": "Enter a time, like 9:30"},
        widget=forms.TimeInput(format="%H:%M"),
    )
    use_required_attribute = False

    def __init__(self, *args: Any, exercise: Exercise, sort: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.exercise = exercise
        if sort == Mailing.Sort.INVITATION:  # it goes to those who have had none, whoever they are
            del self.fields["narrowed_to"]
        narrowed = [Radios("narrowed_to")] if "narrowed_to" in self.fields else []
        self.helper = NHSUKHelper(
            Hidden("sort"),
            Hidden("number"),
            *narrowed,
            Text("subject"),
            Textarea("text", rows=12, max_length=TEXT_LIMIT),
            Radios("when", reveal={LATER: [Text("day", width=10), Text("hour", width=5)]}),
            Button("Look at it first", name="act", value="preview"),
        )

    def clean_text(self) -> str:
        text = newlines(self.cleaned_data["text"]).strip()
        if "\x00" in text or len(text) > TEXT_LIMIT:
            raise ValidationError(f"The message must be {TEXT_LIMIT:,} characters or fewer, without null characters")
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("when") != LATER:
            return cleaned
        for name, missing in (("day", "Enter the day it shall go"), ("hour", "Enter the time it shall go")):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, missing)
        if cleaned.get("day") and cleaned.get("hour") is not None:
            moment = dt.datetime.combine(cleaned["day"], cleaned["hour"], tzinfo=LONDON).astimezone(dt.UTC)
            cleaned["planned_for"] = moment
            if moment <= clock.now():
                self.add_error("day", "Enter a time that is still to come")
            elif moment >= self.exercise.closes_at:
                closes = wording.until(self.exercise.closes_at)
                self.add_error("day", f"Enter a time before the exercise closes, at {closes}")
        return cleaned

    @property
    def narrowing(self) -> str:
        return str(self.cleaned_data.get("narrowed_to", ""))

    @property
    def planned_for(self) -> dt.datetime:
        moment: dt.datetime = self.cleaned_data.get("planned_for") or clock.now()
        return moment
