"""How and when something came in, before its words are keyed."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from common import clock
from common.reasons import ReasonField
from crispy_nhsuk.fields import DateField
from crispy_nhsuk.layout import (
    Button,
    Checkbox,
    Checkboxes,
    DateInput,
    Fieldset,
    FileInput,
    NHSUKHelper,
    Radios,
    Text,
    Textarea,
)
from engagement.models import Exercise
from engagement.phases import LONDON
from responses.intake.meetings import attending
from responses.intake.originals import LARGEST, tidy_name
from responses.respondent_forms import LineField
from responses.submission.models import Response

Channel = Response.Channel
CHANNELS = [(channel.value, channel.label) for channel in Channel if channel != Channel.ONLINE]
MOST_FILES = 10


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__(attrs={"multiple": True})


class ManyFilesField(forms.FileField):
    """Several files, none empty and none too large; what sort of file it is does not matter."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if len(files) > MOST_FILES:
            raise ValidationError(f"Choose {MOST_FILES} files or fewer")
        for file in files:
            self._check(file)
        return files

    def _check(self, file: UploadedFile) -> None:
        if not file.size:
            raise ValidationError(f"{tidy_name(file.name or '')} is empty. Choose the file again")
        if file.size > LARGEST:
            raise ValidationError(f"{tidy_name(file.name or '')} is larger than 25 MB. Choose a smaller file")


class ArrivalForm(forms.Form):
    channel = forms.ChoiceField(
        label="How did it come in?",
        choices=CHANNELS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it came in"},
    )
    received_on = DateField(
        label="On which day did it reach us?",
        help_text="The day it arrived, not the day it is keyed in: the deadline is judged by it. Example: 27 5 2021",
        error_messages={"required": "Enter the day on which it reached us"},
    )
    received_time = forms.TimeField(
        label="At what time?",
        required=False,
        help_text="As the email shows it, for example 14:30. Leave it empty where only the day is known, as for post: "
        "then the whole day counts in favour of whoever sent it",
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S", "%I:%M%p", "%I.%M%p", "%I%p"],
        error_messages={"invalid": "Enter a time, for example 14:30"},
        widget=forms.TextInput,
    )
    originals = ManyFilesField(
        label="What came in: the email, a scan of the letter or form, the note of a call or meeting",
        required=False,
        help_text="Kept exactly as it is, with a fingerprint that shows it. Up to 10 files of 25 MB each",
    )
    meeting_name = LineField(label="Name of the meeting", max_length=200, required=False)
    held_on = DateField(label="When was it held?", required=False)
    place = LineField(label="Place", max_length=200, required=False)
    host = LineField(label="Host", max_length=200, required=False)
    host_email = forms.EmailField(
        label="Email address of the host",
        required=False,
        max_length=254,
        help_text="For sending the points to be put right. Only the team sees it",
        error_messages={"invalid": "Enter an email address in the right form, like name@example.org"},
    )
    attending = forms.CharField(
        label="Who attended",
        required=False,
        max_length=8_000,
        help_text="Organisations and groups with how many people, one in each line, and nobody’s name. "
        "For example: Patient group, 14",
        widget=forms.Textarea,
    )
    may_publish = forms.BooleanField(label="The points may be published", required=False)
    second_check = forms.BooleanField(
        label="A second person checks this against the original before it is recorded", required=False
    )
    use_required_attribute = False
    helper = NHSUKHelper(
        Radios(
            "channel",
            reveal={
                Channel.MEETING.value: [
                    Text("meeting_name"),
                    DateInput("held_on", label_size="s"),
                    Text("place"),
                    Text("host"),
                    Text("host_email", attrs={"spellcheck": "false"}),
                    Textarea("attending", rows=4),
                    Checkbox("may_publish"),
                ]
            },
        ),
        Fieldset("When it reached us", DateInput("received_on", label_size="s"), Text("received_time", width=10)),
        FileInput("originals", label_size="m"),
        Checkbox("second_check"),
        Button("Save and key in the answers"),
        error_summary=False,
    )

    def __init__(self, *args: Any, exercise: Exercise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.exercise = exercise

    def clean_attending(self) -> list[dict[str, Any]]:
        """Read who attended, line by line."""
        try:
            return [asdict(one) for one in attending.parse(self.cleaned_data["attending"])]
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        """Put day and time together, in London, and hold them against the clock and the exercise's opening."""
        cleaned = super().clean() or {}
        if cleaned.get("channel") == Channel.MEETING and not cleaned.get("meeting_name"):
            self.add_error("meeting_name", "Enter the name of the meeting")
        day = cleaned.get("received_on")
        if day is None or "received_time" in self.errors:
            return cleaned
        # Where only the day is known, its first moment: no deadline within that day makes it late.
        received_at = dt.datetime.combine(day, cleaned.get("received_time") or dt.time.min, tzinfo=LONDON)
        if received_at > clock.now():
            self.add_error("received_on", "The day and time must not lie in the future")
        elif self.exercise.opens_at and received_at < self._opens():
            opened = timezone.localtime(self.exercise.opens_at)
            self.add_error("received_on", f"The exercise opened on {opened:%-d %B %Y}; enter a later day")
        cleaned["received_at"] = max(received_at, self.exercise.opens_at or received_at)
        held_on = cleaned.get("held_on")
        if held_on and held_on > clock.today():
            self.add_error("held_on", "The day of the meeting must not lie in the future")
        return cleaned

    def _opens(self) -> dt.datetime:
        """Return the start of the opening day where no time is known, and else the opening itself."""
        assert self.exercise.opens_at is not None
        if self.cleaned_data.get("received_time"):
            return self.exercise.opens_at
        return self.exercise.opens_at.astimezone(LONDON).replace(hour=0, minute=0, second=0, microsecond=0)


class CheckRuleForm(forms.Form):
    """Of which channels a second person checks everything."""

    channels = forms.MultipleChoiceField(
        label="What does a second person check before it is recorded?",
        choices=CHANNELS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Choose nothing to leave it to whoever keys in",
    )
    reason = forms.CharField(
        label="Why?",
        max_length=500,
        help_text="Kept on record with your name",
        error_messages={"required": "Say in a few words why"},
    )
    use_required_attribute = False
    helper = NHSUKHelper(Checkboxes("channels"), Text("reason"), Button("Put it in force"), error_summary=False)


class DiscardForm(forms.Form):
    """Why what was begun is put aside."""

    reason = ReasonField(max_length=500, label="Why?", help_text="Kept on record with your name")
    use_required_attribute = False
    helper = NHSUKHelper(Textarea("reason", rows=3), error_summary=False)


class KeyingNoteForm(forms.Form):
    """What the original says and no box of the form can hold."""

    text = forms.CharField(
        label="What else does it say that the questions cannot hold?",
        max_length=5_000,
        help_text="As it stands there. For example: both ‘yes’ and ‘no’ are ticked under question 2",
        error_messages={"required": "Write what it says"},
        widget=forms.Textarea,
    )
    use_required_attribute = False
    helper = NHSUKHelper(Textarea("text", rows=4), Button("Keep this note", kind="secondary"), error_summary=False)
