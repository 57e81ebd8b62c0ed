"""The forms of the page 'who you are'."""

from __future__ import annotations

import copy
from functools import lru_cache
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from common.text import newlines
from crispy_nhsuk.helper import NHSUKHelper
from crispy_nhsuk.layout import HTML, Checkbox, Fieldset, Radios, Select, Text, Textarea
from engagement import editions
from engagement.models import RespondentCategory
from engagement.shapes import EditionContent
from responses.kinds.fields import sharing
from responses.submission.models import Response

Dimension = RespondentCategory.Dimension
HONEYPOT = "website"
AREA_HINT = "Optional. It helps to show where views come from."
JOINERS = "\u200c\u200d"  # not printable by themselves; Persian, Indian scripts and emoji are written with them


class LineField(forms.CharField):
    """One line of text; control characters would break lists, emails and files that repeat it."""

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        super().__init__(strip=True, **kwargs)
        self.limit = max_length

    def clean(self, value: Any) -> str:
        text = " ".join(newlines(value or "").split())
        if not text.isprintable():
            text = "".join(character for character in text if character.isprintable() or character in JOINERS)
        if not text and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(text) > self.limit:
            raise ValidationError(f"{self.label} must be {self.limit} characters or fewer", code="too_long")
        return text


class KindForm(forms.Form):
    """The one question that must be answered."""

    kind = forms.ChoiceField(
        label="Are you answering as an individual or for an organisation?",
        choices=[
            (Response.Kind.INDIVIDUAL.value, "As an individual"),
            (Response.Kind.ORGANISATION.value, "On behalf of an organisation or group"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether you are answering as an individual or for an organisation"},
    )
    use_required_attribute = False
    helper = NHSUKHelper(Radios("kind", label_size="l", page_heading=True))


class AboutForm(forms.Form):
    """What both forms about the respondent share: area, contact, and a trap for machines."""

    area = forms.ChoiceField(
        label="Which area do you live or work in?",
        help_text=AREA_HINT,
        required=False,
    )
    contact_name = LineField(label="Your name", required=False, max_length=200)
    email = forms.CharField(
        label="Email address",
        required=False,
        widget=forms.EmailInput,
        help_text="We use it only as you choose below, and to confirm it if you withdraw your answer.",
    )
    telephone = LineField(
        label="Telephone number", required=False, max_length=40, widget=forms.TextInput({"type": "tel"})
    )
    wants_copy = forms.BooleanField(label="Send me a copy of my answers by email", required=False)
    may_contact = forms.BooleanField(label="You may contact me about what I said", required=False)
    website = forms.CharField(label="Leave this box empty", required=False)
    use_required_attribute = False

    offers: ClassVar[dict[str, tuple[str, str]]] = {"area": (Dimension.AREA, "Choose an area")}
    helper: ClassVar[NHSUKHelper]

    def clean_email(self) -> str:
        email = " ".join((self.cleaned_data.get("email") or "").split())
        if email:
            try:
                validate_email(email)
            except ValidationError as error:
                raise ValidationError("Enter an email address in the right form, like name@example.org") from error
        return email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("wants_copy") and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", "Enter an email address that we can send the copy to")
        reachable = cleaned.get("email") or cleaned.get("telephone")
        if cleaned.get("may_contact") and not reachable and "email" not in self.errors:
            self.add_error("email", "Enter an email address or a telephone number that we can reach you at")
        return cleaned


def _contact_fields(legend: str) -> list[Any]:
    return [
        Fieldset(
            legend,
            Text("contact_name", width=20, attrs={"autocomplete": "name"}),
            Text("email", width=20, attrs={"autocomplete": "email", "spellcheck": "false"}),
            Text("telephone", width=20, attrs={"autocomplete": "tel"}),
            Checkbox("wants_copy"),
            Checkbox("may_contact"),
        ),
        HTML('<div class="app-trap" aria-hidden="true">'),
        Text(HONEYPOT, attrs={"autocomplete": "off", "tabindex": "-1"}),
        HTML("</div>"),
    ]


class IndividualForm(AboutForm):
    role = forms.ChoiceField(
        label="Which of these describes you best?", required=False, help_text="Optional. Choose the closest one."
    )
    may_publish = forms.BooleanField(
        label="You may publish my answers, without my name",
        required=False,
        help_text="If you leave this empty, your answers are read and counted and are not published. "
        "Freedom of information law may still require us to release them.",
    )
    helper = NHSUKHelper(
        Select("area"),
        Select("role"),
        *_contact_fields("If you want a copy, or do not mind a question"),
        Fieldset("Publishing", Checkbox("may_publish")),
        error_summary=False,
    )

    offers: ClassVar[dict[str, tuple[str, str]]] = {**AboutForm.offers, "role": (Dimension.ROLE, "Choose one")}


class OrganisationForm(AboutForm):
    area = forms.ChoiceField(label="Which area does it cover?", help_text=AREA_HINT, required=False)
    organisation_name = LineField(
        label="Name of the organisation or group",
        max_length=200,
        error_messages={"required": "Enter the name of the organisation or group"},
    )
    organisation_type = forms.ChoiceField(label="Type of organisation", required=False)
    position_held = LineField(
        label="Your role in it", max_length=200, required=False, help_text="For example: chair, head of partnerships"
    )
    speaks_for = forms.BooleanField(
        label="I am allowed to answer on behalf of this organisation or group",
        error_messages={
            "required": "Confirm that you are allowed to answer on behalf of it, or answer as an individual"
        },
    )
    confidentiality_reason = forms.CharField(
        label="Reasons not to publish this answer under the organisation’s name",
        required=False,
        strip=False,
        widget=forms.Textarea,
        help_text="Answers of organisations are published under their names unless you give a reason here. "
        "Freedom of information law may still require us to release them.",
    )
    helper = NHSUKHelper(
        Text("organisation_name", attrs={"autocomplete": "organization"}),
        Select("organisation_type"),
        Text("position_held", width=20, attrs={"autocomplete": "organization-title"}),
        Checkbox("speaks_for"),
        Select("area"),
        *_contact_fields("A work contact, if you want a copy or do not mind a question"),
        Fieldset("Publishing", Textarea("confidentiality_reason", rows=3, max_length=2000)),
        error_summary=False,
    )

    offers: ClassVar[dict[str, tuple[str, str]]] = {
        **AboutForm.offers,
        "organisation_type": (Dimension.ORGANISATION_TYPE, "Choose a type"),
    }

    def clean_confidentiality_reason(self) -> str:
        reason = newlines(self.cleaned_data.get("confidentiality_reason") or "").strip()
        if "\x00" in reason or len(reason) > 2000:
            raise ValidationError("The reason must be 2,000 characters or fewer, without null characters")
        return reason


ABOUT_FORMS: dict[str, type[AboutForm]] = {
    Response.Kind.INDIVIDUAL: IndividualForm,
    Response.Kind.ORGANISATION: OrganisationForm,
}


def about_form(content: EditionContent, who: dict[str, Any], data: Any = None) -> AboutForm:
    """Return the form about the respondent for the kind that was chosen."""
    kind = who.get("kind", "")
    form_class = _offering(kind if kind in ABOUT_FORMS else Response.Kind.INDIVIDUAL, content.id, content.digest)
    return form_class(data, initial=who)


@lru_cache(maxsize=64)
def _offering(kind: str, edition_id: int, digest: str) -> type[AboutForm]:
    """Return the form with an edition's choices; a box that the edition has no choices for is left out."""
    content = editions.compiled(edition_id)
    form_class = ABOUT_FORMS[kind]
    fields = copy.deepcopy(form_class.base_fields)
    for name, (dimension, prompt) in form_class.offers.items():
        entries = content.categories.get(dimension, ())
        if entries:
            fields[name].choices = [("", prompt), *((entry.key, entry.label) for entry in entries)]  # type: ignore[attr-defined]
        else:
            del fields[name]
    left_out = form_class.offers.keys() - fields.keys()
    shown = [each for each in form_class.helper.layout if getattr(each, "name", "") not in left_out]
    return sharing(form_class, fields, helper=NHSUKHelper(*shown, error_summary=False))
