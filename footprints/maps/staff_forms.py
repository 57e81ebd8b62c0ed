"""Forms for the boundaries that maps show."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from crispy_nhsuk.helper import NHSUKHelper
from crispy_nhsuk.layout import Button, FileInput, Radios, Text, Textarea
from engagement.models import Exercise
from engagement.staff_forms import ReasonForm
from footprints.maps.boundaries.geojson import LARGEST, MEGABYTE
from footprints.maps.models import BoundarySet
from footprints.models import AreaGroup


class BoundariesForm(forms.Form):
    kind = forms.ChoiceField(
        label="What are the boundaries of?",
        choices=BoundarySet.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the boundaries are of"},
    )
    file = forms.FileField(
        label="GeoJSON file",
        help_text=f"In longitude and latitude (WGS 84), up to {LARGEST // MEGABYTE} MB. Generalised ones will do: "
        "they are simplified in any case",
        error_messages={"required": "Choose a file", "empty": "The file is empty. Choose another"},
    )
    name_field = forms.CharField(
        label="Property that holds the name",
        help_text="For example LAD13NM. Leave it empty to take the one with most names that the exercise knows",
        required=False,
        max_length=200,
    )
    attribution = forms.CharField(
        label="Whose boundaries are they?",
        help_text="Said below the map, as licences ask for. For example: Contains National Statistics and OS data "
        "© Crown copyright and database right",
        required=False,
        max_length=300,
    )
    use_required_attribute = False

    def __init__(self, *args: Any, exercise: Exercise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = kinds_of(exercise)
        self.helper = NHSUKHelper(
            Radios("kind"),
            FileInput("file"),
            Text("name_field", width=20),
            Text("attribution"),
            Button("Look at the boundaries"),
        )

    def clean_file(self) -> UploadedFile:
        """Refuse a file that is larger than what is read."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise ValidationError(f"The file must be smaller than {LARGEST // MEGABYTE} MB")
        return file


def kinds_of(exercise: Exercise) -> list[tuple[str, str]]:
    """Return the kinds of things the exercise has that may have boundaries."""
    kinds = []
    if exercise.areas.exists():
        kinds.append((BoundarySet.Kind.AREA.value, "Areas"))
    if exercise.area_groups.filter(kind=AreaGroup.Kind.DISTRICT).exists():
        kinds.append((BoundarySet.Kind.DISTRICT.value, "Districts"))
    return kinds


class DecisionForm(ReasonForm):
    """Why boundaries are put to use or out of use."""

    def __init__(self, *args: Any, button: str, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        press = Button(button, kind=kind) if kind else Button(button)
        self.helper = NHSUKHelper(Textarea("reason", rows=3), press)
