"""The forms around an import; what becomes of each column is on a page of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from common import clock
from crispy_nhsuk.fields import DateField
from crispy_nhsuk.layout import Button, Checkbox, DateInput, FileInput, NHSUKHelper, Radios, Select, Text, Textarea
from engagement.models import Exercise
from engagement.phases import london_day
from responses.intake.imports.batches import CHANNELS
from responses.intake.imports.mapping.mapping import IMPORT, LEAVE_OUT
from responses.intake.imports.sheets.plain import ENCODINGS
from responses.intake.originals import LARGEST, tidy_name
from responses.respondent_forms import LineField

DATES = [("day", "Day first: 27/05/2021"), ("month", "Month first: 05/27/2021")]
SAME = [
    (IMPORT, "Import each: two people may tick the same"),
    (LEAVE_OUT, "Import one of them: the others are copies made by the tool"),
]


class _Said(forms.Form):
    """What is said of a file as a whole."""

    channel = forms.ChoiceField(
        label="How did these answers come in?",
        choices=[(channel.value, channel.label) for channel in CHANNELS],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how they came in"},
    )
    received_on = DateField(
        label="On which day were they received, where the file does not say?",
        required=False,
        help_text="Leave it empty if a column of the file says it for every row. The deadline is judged by this day. "
        "Example: 27 5 2021",
    )
    use_required_attribute = False

    def __init__(self, *args: Any, exercise: Exercise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.exercise = exercise

    def clean_received_on(self) -> Any:
        day = self.cleaned_data.get("received_on")
        if day and day > clock.today():
            raise ValidationError("The day must not lie in the future")
        if day and self.exercise.opens_at and day < london_day(self.exercise.opens_at):
            raise ValidationError(f"The exercise opened on {london_day(self.exercise.opens_at):%-d %B %Y}")
        return day


class UploadForm(_Said):
    file = forms.FileField(
        label="Spreadsheet",
        help_text="CSV, XLSX, XLS or ODS, up to 25 MB and 100,000 rows. It is kept exactly as it is",
        error_messages={"required": "Choose a spreadsheet", "empty": "The file is empty. Choose another one"},
    )
    note = LineField(
        label="Where does it come from?", max_length=500, required=False, help_text="For example: export of 3 June"
    )
    field_order = ["file", "channel", "received_on", "note"]
    helper = NHSUKHelper(
        FileInput("file", label_size="m"),
        Radios("channel", label_size="m"),
        DateInput("received_on", label_size="m"),
        Text("note", label_size="m"),
        Button("Upload"),
        error_summary=False,
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise ValidationError(f"{tidy_name(file.name or '')} is larger than 25 MB. Split it into parts")
        return file


class ReadingForm(_Said):
    """How the table is read; a change of sheet, encoding or headings has it read once more."""

    sheet = forms.ChoiceField(label="Sheet", required=False)
    encoding = forms.ChoiceField(
        label="Encoding",
        required=False,
        choices=[("", "Find out"), *ENCODINGS.items()],
        help_text="If £ or ’ look wrong",
    )
    header_rows = forms.TypedChoiceField(
        label="Rows of headings", choices=[("1", "One"), ("2", "Two, read together")], coerce=int
    )
    dates = forms.ChoiceField(label="Dates written with figures", choices=DATES, widget=forms.RadioSelect)
    same_rows = forms.ChoiceField(
        label="Rows that say the same in every column", choices=SAME, widget=forms.RadioSelect
    )
    field_order = ["sheet", "encoding", "header_rows", "dates", "same_rows", "channel", "received_on"]
    helper = NHSUKHelper(
        Select("sheet"),
        Select("encoding"),
        Select("header_rows"),
        Radios("dates"),
        Radios("same_rows"),
        Radios("channel"),
        DateInput("received_on"),
        Button("Save"),
        error_summary=False,
    )

    def __init__(self, *args: Any, sheets: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = [(name, name) for name in sheets]  # type: ignore[attr-defined]
        if not sheets:
            del self.fields["sheet"]
        else:
            del self.fields["encoding"]
        self.helper = NHSUKHelper(
            *(each for each in type(self).helper.layout if getattr(each, "name", "") not in self._missing()),
            error_summary=False,
        )

    def _missing(self) -> set[str]:
        return {"sheet", "encoding"} - self.fields.keys()


class ImportForm(forms.Form):
    """Whoever imports says that what is not valid may stay behind, and whose answers those are that look known."""

    alike = forms.ChoiceField(
        choices=[
            (LEAVE_OUT, "Leave them out: they are there already"),
            (IMPORT, "Import them too: they are other people’s answers"),
        ],
        initial=LEAVE_OUT,
        required=False,
        widget=forms.RadioSelect,
    )
    without_invalid = forms.BooleanField(
        error_messages={"required": "Say that the rows that are not valid may be left out, or put them right first"},
    )
    use_required_attribute = False

    def __init__(self, *args: Any, counts: Mapping[str, int], coming: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.coming = coming
        invalid, maybe = counts.get("invalid", 0), counts.get("maybe", 0)
        said: list[Any] = []
        if maybe:
            self.fields[
                "alike"
            ].label = f"What about the {'row' if maybe == 1 else _rows(maybe)} that may be there already?"
            said.append(Radios("alike"))
        else:
            del self.fields["alike"]
        if invalid:
            said.append(Checkbox("without_invalid"))
            label = f"{_rows(invalid)} {'is' if invalid == 1 else 'are'} not valid. Import the others without "
            self.fields["without_invalid"].label = label + ("it" if invalid == 1 else "them")
        else:
            del self.fields["without_invalid"]
        button = "Import" if maybe else f"Import {coming:,} response{'' if coming == 1 else 's'}"
        self.helper = NHSUKHelper(*said, Button(button), error_summary=False)

    def clean_alike(self) -> str:
        said = str(self.cleaned_data.get("alike") or LEAVE_OUT)
        if said == LEAVE_OUT and not self.coming:
            raise ValidationError("There is no other row to import. Import these, or leave the import as it is")
        return said

    @property
    def alike_too(self) -> bool:
        return self.cleaned_data.get("alike") == IMPORT


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


class UndoForm(forms.Form):
    """Why an import is taken back, and that this is meant of what has been acted on as well."""

    why = forms.CharField(
        label="Why is it taken back?",
        max_length=2000,
        widget=forms.Textarea,
        help_text="Kept on record with every one of its responses",
        error_messages={"required": "Say why the import is taken back"},
    )
    acted_on_too = forms.BooleanField(
        label="Take these back as well",
        error_messages={"required": "Say that the responses that have been acted on are to be taken back as well"},
    )
    use_required_attribute = False

    def __init__(self, *args: Any, acted_on: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not acted_on:
            del self.fields["acted_on_too"]
        ticks = [Checkbox("acted_on_too")] if acted_on else []
        button = Button("Take the import back", kind="warning")
        self.helper = NHSUKHelper(*ticks, Textarea("why", rows=3, label_size="m"), button, error_summary=False)
