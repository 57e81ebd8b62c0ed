"""What keeps a draft from being sent, each with the address of the box in which it is put right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.forms import Form
from django.urls import reverse

from crispy_nhsuk.summary import first_control
from responses.drafts.models import Draft
from responses.respondent import respondent
from responses.respondent_forms import ABOUT_FORMS, about_form
from responses.survey import Survey


@dataclass(frozen=True)
class Fault:
    address: str
    message: str


def of_answers(survey: Survey, errors: Mapping[int, list[str]]) -> list[Fault]:
    """Return what is wrong with boxes, by item, in the order of the pages."""
    faults = []
    for page in survey.pages:
        wrong = [box for box in page.boxes if box.item.id in errors]
        form = page.form_class() if wrong else None
        for box in wrong:
            address = f"{page.address}#{first_control(form[box.item.key])}" if form else page.address
            faults += [Fault(address, message) for message in errors[box.item.id]]
    return faults


def of_who(survey: Survey, draft: Draft) -> list[Fault]:
    """Return what is missing or wrong on the page about the respondent; nothing where it is complete."""
    slug = survey.content.slug
    if respondent(survey.content, draft.who) is not None:
        return []
    if draft.who.get("kind") not in ABOUT_FORMS:
        return [Fault(reverse("responses:who", args=[slug]), "")]
    form = about_form(survey.content, draft.who, draft.who)
    address = reverse("responses:about", args=[slug])
    return [Fault(f"{address}{fault.address}", fault.message) for fault in of_form(form)]


def of_form(form: Form) -> list[Fault]:
    """Return what is wrong with a form's boxes, each with its place on the page."""
    errors = ((name, message) for name, messages in form.errors.items() for message in messages)
    return [Fault(f"#{first_control(form[name])}", str(message)) for name, message in errors]
