"""The forms of the register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from common.text import newlines
from crispy_nhsuk.layout import Button, Checkboxes, Fieldset, Hidden, NHSUKHelper, Select, Text, Textarea
from responses.register import names
from responses.register.reads import Filters
from responses.register.stakeholders import ContactSaid, Said
from responses.register.vocabulary import Vocabulary
from responses.respondent_forms import LineField

ANY = ("", "Any")
SHOWN = [
    ("", "In use"),
    ("unreachable", "In use, without an email address"),
    ("stopped", "In use, with an address that is not written to"),
    ("retired", "Retired"),
    ("all", "All, retired ones too"),
]
MOST_CONTACTS, SPARE_CONTACTS = 12, 2
MOST_ALIASES = 30
NOTES_LIMIT = 4_000
WRONG_EMAIL = "Enter an email address in the right form, like name@example.org"


class FilterForm(forms.Form):
    """What the list is limited to; a value unknown here is read as if it were not there."""

    search = forms.CharField(required=False, label="Name", max_length=200)
    type = forms.ChoiceField(required=False, label="Type")
    area = forms.ChoiceField(required=False, label="Area")
    show = forms.ChoiceField(required=False, label="Show", choices=SHOWN)
    helper = NHSUKHelper(
        Text("search", attrs={"type": "search"}),
        Select("type"),
        Select("area"),
        Select("show"),
        Button("Show", kind="secondary"),
        error_summary=False,
    )
    use_required_attribute = False

    def __init__(self, data: Any, *, words: Vocabulary) -> None:
        super().__init__(data)
        self.fields["type"].choices = [ANY, *words.types.items(), ("none", "Not said")]  # type: ignore[attr-defined]
        self.fields["area"].choices = [ANY, *words.areas.items()]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in ("search", "type", "area", "show")}

    @property
    def filters(self) -> Filters:
        return Filters(**self.chosen)


class StakeholderForm(forms.Form):
    """All that the register holds of an organisation."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    name = LineField(label="Name", max_length=200, error_messages={"required": "Enter the organisation’s name"})
    type = forms.ChoiceField(label="Type of organisation", required=False)
    areas = forms.MultipleChoiceField(
        label="Areas it covers", required=False, widget=forms.CheckboxSelectMultiple, help_text="Tick all that apply."
    )
    aliases = forms.CharField(
        label="Other names it goes by",
        required=False,
        widget=forms.Textarea,
        help_text="One in a line: former names, short forms, initials. What respondents type is compared with them.",
    )
    notes = forms.CharField(
        label="Notes", required=False, widget=forms.Textarea, help_text="For your colleagues. Kept encrypted."
    )
    use_required_attribute = False

    def __init__(self, *args: Any, words: Vocabulary, said: Said | None = None, **kwargs: Any) -> None:
        self.words, self.said = words, said
        kwargs.setdefault("initial", {})
        kwargs["initial"] = _initial(said) | kwargs["initial"]
        super().__init__(*args, **kwargs)
        types, areas = dict(words.types), dict(words.areas)
        if said and said.type[0]:
            types.setdefault(*said.type)
        for key, label in said.areas if said else ():
            areas.setdefault(key, label)
        self.types, self.area_labels = types, areas
        self.fields["type"].choices = [("", "Not known"), *types.items()]  # type: ignore[attr-defined]
        self.fields["areas"].choices = list(areas.items())  # type: ignore[attr-defined]
        self.contacts = min(len(said.contacts) + SPARE_CONTACTS if said else SPARE_CONTACTS, MOST_CONTACTS)
        for number in range(self.contacts):
            self._contact(number)
        self.helper = self._layout()

    def _contact(self, number: int) -> None:
        who = f"contact {number + 1}"
        self.fields[f"contact_{number}_name"] = LineField(label=f"Name, {who}", max_length=200, required=False)
        self.fields[f"contact_{number}_email"] = LineField(
            label=f"Email address, {who}", max_length=254, required=False
        )
        self.fields[f"contact_{number}_role"] = LineField(label=f"Role, {who}", max_length=200, required=False)

    def _layout(self) -> NHSUKHelper:
        contacts = [
            Fieldset(
                f"Contact {number + 1}",
                Text(f"contact_{number}_name", width=30),
                Text(f"contact_{number}_email", width=30, attrs={"spellcheck": "false", "autocomplete": "off"}),
                Text(f"contact_{number}_role", width=30),
                label_size="s",
            )
            for number in range(self.contacts)
        ]
        areas = [Checkboxes("areas", small=True, label_size="s")] if self.area_labels else []
        return NHSUKHelper(
            Hidden("version"),
            Text("name"),
            Select("type"),
            *areas,
            Textarea("aliases", rows=3),
            Fieldset("Whom to write to", *contacts, hint="Invitations and reminders go to each email address here."),
            Textarea("notes", rows=3, max_length=NOTES_LIMIT),
            Button("Save"),
        )

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not names.key_of(name):
            raise ValidationError("Enter a name that has letters or numbers")
        return name

    def clean_aliases(self) -> tuple[str, ...]:
        lines = [names.tidy(line) for line in newlines(self.cleaned_data["aliases"] or "").split("\n")]
        found = tuple(dict.fromkeys(line for line in lines if line))
        if any(len(line) > 200 for line in found):
            raise ValidationError("Each name must be 200 characters or fewer")
        if len(found) > MOST_ALIASES:
            raise ValidationError(f"Enter {MOST_ALIASES} names or fewer")
        return found

    def clean_notes(self) -> str:
        notes = newlines(self.cleaned_data["notes"] or "").strip()
        if "\x00" in notes or len(notes) > NOTES_LIMIT:
            raise ValidationError(f"Notes must be {NOTES_LIMIT:,} characters or fewer, without null characters")
        return notes

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seen: set[str] = set()
        for number in range(self.contacts):
            email = cleaned.get(f"contact_{number}_email", "")
            if not email:
                continue
            try:
                validate_email(email)
            except ValidationError:
                self.add_error(f"contact_{number}_email", WRONG_EMAIL)
            if email.casefold() in seen:
                self.add_error(f"contact_{number}_email", "This address is entered twice")
            seen.add(email.casefold())
        return cleaned

    @property
    def said_now(self) -> Said:
        """Return what a valid form says."""
        cleaned = self.cleaned_data
        contacts = [
            ContactSaid(*(cleaned.get(f"contact_{number}_{part}", "") for part in ("name", "email", "role")))
            for number in range(self.contacts)
        ]
        return Said(
            name=cleaned["name"],
            type=(cleaned["type"], self.types.get(cleaned["type"], "")),
            areas=tuple((key, self.area_labels[key]) for key in cleaned["areas"]),
            aliases=cleaned["aliases"],
            contacts=tuple(one for one in contacts if one.details),
            notes=cleaned["notes"],
        )


def _initial(said: Said | None) -> dict[str, Any]:
    if said is None:
        return {}
    contacts = {
        f"contact_{number}_{part}": getattr(one, part)
        for number, one in enumerate(said.contacts)
        for part in ("name", "email", "role")
    }
    return {
        "name": said.name,
        "type": said.type[0],
        "areas": [key for key, _ in said.areas],
        "aliases": "\n".join(said.aliases),
        "notes": said.notes,
        **contacts,
    }
