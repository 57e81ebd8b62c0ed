"""Forms for what staff do to an exercise. Each says which state of the exercise it was filled in against."""

from __future__ import annotations

import datetime as dt
from typing import Any

from crispy_forms.layout import Layout
from django import forms

from common.reasons import ReasonField
from crispy_nhsuk.fields import DateField
from crispy_nhsuk.helper import NHSUKHelper
from crispy_nhsuk.layout import Button, DateInput, Hidden, Radios, Text, Textarea
from engagement import phases, wording
from engagement.models import Edition, Exercise


class ReasonForm(forms.Form):
    """Why something is done that is kept on record."""

    reason = ReasonField(
        max_length=1000, help_text="Kept on record with your name and the date. The public does not see it."
    )
    use_required_attribute = False


class ActForm(ReasonForm):
    """A reason, and what the person saw when they decided."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, exercise: Exercise, **kwargs: Any) -> None:
        self.exercise = exercise
        super().__init__(*args, **kwargs)
        self.helper = NHSUKHelper()

    def lay_out(self, *fields: Any) -> None:
        """Put the form's own fields between what was seen and the reason."""
        self.helper.layout = Layout(Hidden("seen"), *fields)


class CloseMoving(ActForm):
    """A form that was filled in against a closing date."""

    def __init__(self, *args: Any, exercise: Exercise, **kwargs: Any) -> None:
        super().__init__(*args, exercise=exercise, initial={"seen": exercise.closes_at.isoformat()}, **kwargs)

    def clean_seen(self) -> dt.datetime:
        """Return the closing date that the person saw; today's if the form says nothing that can be read."""
        try:
            seen = dt.datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return self.exercise.closes_at
        return seen if seen.tzinfo else self.exercise.closes_at


class ExtendForm(CloseMoving):
    last_day = DateField(
        label="New last day",
        help_text="The exercise stays open until the end of that day, for every way to respond.",
        error_messages={"required": "Enter the new last day", "invalid": "The new last day must be a real date"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lay_out(DateInput("last_day"), Textarea("reason", rows=3), Button("Extend the exercise"))

    @property
    def closes_at(self) -> dt.datetime:
        """Return the moment at which the new last day ends."""
        return phases.end_of_day(self.cleaned_data["last_day"])


class CloseForm(CloseMoving):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lay_out(Textarea("reason", rows=3), Button("Close the exercise now", kind="warning"))


class PublishForm(ActForm):
    edition = forms.ModelChoiceField(
        label="Edition",
        queryset=Edition.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Select an edition", "invalid_choice": "Select one of the editions"},
    )
    opens_on = DateField(
        label="Opening day",
        help_text="Leave it empty to open now.",
        required=False,
        error_messages={"invalid": "The opening day must be a real date"},
    )
    opens_time = forms.TimeField(
        label="Opening time",
        help_text="In UK time, such as 09:00. Leave it empty for the beginning of the day.",
        required=False,
        input_formats=["%H:%M", "%H.%M", "%I%p", "%I:%M%p", "%I.%M%p"],
        error_messages={"invalid": "The opening time must be a time of day, such as 09:00"},
    )

    def __init__(self, *args: Any, exercise: Exercise, **kwargs: Any) -> None:
        offered = exercise.editions.order_by("-number")
        if exercise.state == Exercise.State.PUBLISHED:
            offered = offered.exclude(pk=exercise.edition_id or 0)
        newest = offered.first()
        initial = {"seen": exercise.edition_id or "", "edition": newest.pk if newest else None}
        super().__init__(*args, exercise=exercise, initial=initial, **kwargs)
        edition: Any = self.fields["edition"]
        edition.queryset = offered
        edition.label_from_instance = _edition_label
        opening: list[Any] = []
        if exercise.state == Exercise.State.PUBLISHED:
            del self.fields["opens_on"], self.fields["opens_time"]
        else:
            opening = [DateInput("opens_on"), Text("opens_time", width=10)]
        self.lay_out(Radios("edition"), *opening, Textarea("reason", rows=3), Button("Publish"))

    def clean_seen(self) -> int | None:
        """Return the edition that was published when the person looked."""
        seen = self.cleaned_data["seen"]
        return int(seen) if seen.isdecimal() and len(seen) < 19 else None

    def clean(self) -> dict[str, Any]:
        """A time needs its day."""
        cleaned = super().clean() or {}
        if cleaned.get("opens_time") and not cleaned.get("opens_on") and "opens_on" not in self.errors:
            self.add_error("opens_on", "Enter the opening day, or leave out the time")
        return cleaned

    @property
    def opens_at(self) -> dt.datetime | None:
        """Return the chosen opening, or None for 'now'."""
        day = self.cleaned_data.get("opens_on")
        if day is None:
            return None
        return dt.datetime.combine(day, self.cleaned_data.get("opens_time") or dt.time.min, tzinfo=phases.LONDON)


def _edition_label(edition: Edition) -> str:
    said = f"Edition {edition.number}, loaded {wording.day(edition.created_at)}"
    return f"{said}: {edition.change_note}" if edition.change_note else said


class NoticeForm(ActForm):
    text = forms.CharField(
        label="Notice",
        help_text=(
            "The public sees it on the exercise's page, with today's date. Plain text; an empty line begins a new "
            "paragraph. It cannot be changed afterwards."
        ),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={
            "required": "Write what the notice is to say",
            "max_length": "The notice must be 2,000 characters or fewer",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lay_out(Textarea("text", rows=5, max_length=2000), Textarea("reason", rows=3), Button("Post the notice"))
