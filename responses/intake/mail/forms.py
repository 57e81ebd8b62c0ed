"""The forms of the pages about mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from crispy_nhsuk.layout import Button, FileInput, NHSUKHelper, Select, Textarea
from responses.intake.forms import MOST_FILES, ManyFilesField
from responses.intake.mail.acting import NOTE_LIMIT
from responses.intake.mail.models import Message
from responses.intake.mail.uploading import LARGEST_COLLECTION
from responses.intake.originals import tidy_name


class EmailFilesField(ManyFilesField):
    """Several files, none empty; how large each may be depends on what it turns out to be."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = super().clean(data, initial)
        if not files:
            raise ValidationError(self.error_messages["required"])
        return files

    def _check(self, file: UploadedFile) -> None:
        if not file.size:
            raise ValidationError(f"{tidy_name(file.name or '')} is empty. Choose the file again")
        if file.size > LARGEST_COLLECTION:
            raise ValidationError(f"{tidy_name(file.name or '')} is larger than 100 MB. Save it in several parts")


class UploadForm(forms.Form):
    emails = EmailFilesField(
        label="Emails saved as files",
        help_text=f".eml, .msg (Outlook) or .mbox (a whole folder). Up to {MOST_FILES} files at once; "
        "an email may have 36 MB, a folder 100 MB",
        error_messages={"required": "Choose one or more files"},
    )
    use_required_attribute = False
    helper = NHSUKHelper(FileInput("emails", label_size="m"), Button("Keep these emails"), error_summary=False)


class SortForm(forms.Form):
    """What the list is limited to; a value unknown here is read as if it were not there."""

    sort = forms.ChoiceField(choices=[("", "Any"), *Message.Sort.choices], required=False, label="Sort of message")
    state = forms.ChoiceField(choices=[("all", "Any"), *Message.State.choices], required=False, label="Where it stands")
    helper = NHSUKHelper(Select("state"), Select("sort"), Button("Show", kind="secondary"), error_summary=False)
    use_required_attribute = False

    @property
    def chosen(self) -> tuple[str, str]:
        """Return state and sort; a list that is opened without either shows what waits."""
        self.is_valid()
        state = self.cleaned_data.get("state") or Message.State.WAITING.value
        return ("" if state == "all" else state), self.cleaned_data.get("sort", "")


class ApartForm(forms.Form):
    """Why a message is no answer."""

    note = forms.CharField(
        label="Why is it no answer?",
        help_text="For your colleagues; whoever wrote does not see it.",
        max_length=NOTE_LIMIT,
        widget=forms.Textarea,
        error_messages={
            "required": "Say why in a few words",
            "max_length": f"The reason must be {NOTE_LIMIT} characters or fewer",
        },
    )
    use_required_attribute = False
    helper = NHSUKHelper(
        Textarea("note", rows=3),
        Button("Set apart", kind="secondary", name="act", value="set_apart"),
        error_summary=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "apart-%s")
        super().__init__(*args, **kwargs)
