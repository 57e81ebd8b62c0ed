"""Who is answering: what of the page 'who you are' goes into a response, and how it reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms

from engagement.shapes import EditionContent
from engagement.wording import day
from responses.respondent_forms import ABOUT_FORMS, HONEYPOT, Dimension, KindForm, about_form
from responses.submission.models import Response

CONTACT = ("contact_name", "email", "telephone", "wants_copy", "may_contact")


@dataclass(frozen=True)
class Respondent:
    """What a response keeps of who answered."""

    columns: dict[str, Any]
    contact: dict[str, Any] = field(default_factory=dict)
    fell_into_trap: bool = False


def respondent(content: EditionContent, who: dict[str, Any]) -> Respondent | None:
    """Turn 'who you are' into a response's columns and the contact kept apart from it; None while it is incomplete."""
    if who.get("kind") == Response.Kind.MEETING:  # a note taken by staff: points, and nobody who answers
        return Respondent({"kind": who["kind"], "may_publish": bool(who.get("may_publish"))})
    if who.get("kind") not in ABOUT_FORMS:
        return None
    form = about_form(content, who, who)
    if not form.is_valid():
        return None
    said = form.cleaned_data
    is_organisation = who["kind"] == Response.Kind.ORGANISATION

    contact = {name: said[name] for name in CONTACT if said.get(name)}
    return Respondent(
        columns={
            "kind": who["kind"],
            "organisation_name": said.get("organisation_name", ""),
            "organisation_type_id": content.category_id(Dimension.ORGANISATION_TYPE, said.get("organisation_type", "")),
            "position_held": said.get("position_held", ""),
            "area_id": content.category_id(Dimension.AREA, said.get("area", "")),
            "role_id": content.category_id(Dimension.ROLE, said.get("role", "")),
            "may_publish": not said["confidentiality_reason"] if is_organisation else said["may_publish"],
            "confidentiality_reason": said.get("confidentiality_reason", ""),
        },
        contact=contact if any(name in contact for name in ("email", "telephone", "contact_name")) else {},
        fell_into_trap=bool(said.get(HONEYPOT)),
    )


def said_of(response: Response, content: EditionContent) -> dict[str, Any]:
    """Return 'who you are' as it was typed for a response; the inverse of `respondent`."""
    is_organisation = response.kind == Response.Kind.ORGANISATION
    chosen = {"area": response.area_id, "role": response.role_id, "organisation_type": response.organisation_type_id}
    said: dict[str, Any] = {
        "kind": response.kind,
        "organisation_name": response.organisation_name,
        "position_held": response.position_held,
        "confidentiality_reason": response.confidentiality_reason,
        "speaks_for": is_organisation,
        "may_publish": response.may_publish and not is_organisation,
        **{name: content.category_by_id[key].key for name, key in chosen.items() if key in content.category_by_id},
        **_contact_said(response),
    }
    return {name: "on" if value is True else value for name, value in said.items() if value}


def _contact_said(response: Response) -> dict[str, Any]:
    details = response.contact.details if hasattr(response, "contact") else {}
    return {name: details[name] for name in CONTACT if name in details}


def about_in_words(content: EditionContent, who: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what was said about the respondent as labels and words, for checking."""
    if who.get("kind") == Response.Kind.MEETING:
        return [("What it is", "Points from a meeting")]
    if who.get("kind") not in ABOUT_FORMS:
        return []
    form = about_form(content, who)
    rows = [("Answering", dict(KindForm.base_fields["kind"].choices)[who["kind"]])]  # type: ignore[attr-defined]
    for name, shown_field in form.fields.items():
        said = who.get(name, "")
        if name == HONEYPOT or not said:
            continue
        rows.append((str(shown_field.label), said_in_words(shown_field, said)))
    return rows


SENDER = ("organisation_name", "organisation_type", "position_held", "area", "role")


def sender_in_words(content: EditionContent, response: Response) -> list[tuple[str, str]]:
    """Return who sent a response, as they said it, and whether it may be published; without their contact details."""
    who = said_of(response, content)
    named = {"kind": who["kind"]} | {name: who[name] for name in SENDER if name in who}
    return [*about_in_words(content, named), *_signed(response), ("Publishing", _publishing(response))]


def _signed(response: Response) -> list[tuple[str, str]]:
    """Return who signed an organisation's answer off, where somebody did."""
    signature = getattr(response, "signature", None) if response.kind == Response.Kind.ORGANISATION else None
    return [("Signed off", f"{signature.name}, {signature.role}, {day(signature.signed_on)}")] if signature else []


def _publishing(response: Response) -> str:
    if response.kind == Response.Kind.INDIVIDUAL:
        return "May be published, without a name" if response.may_publish else "Not to be published"
    if response.kind == Response.Kind.MEETING:
        return "The points may be published" if response.may_publish else "Not to be published"
    if response.may_publish:
        return "Published under the name of the organisation or group"
    return f"Not to be published under that name. The reason given: {response.confidentiality_reason}"


def said_in_words(of: forms.Field, said: str) -> str:
    """Return what stands in a box about the respondent as it reads."""
    if isinstance(of, forms.BooleanField):
        return "Yes" if said else "No"
    if isinstance(of, forms.ChoiceField):
        return str(dict(of.choices).get(said, said))  # type: ignore[arg-type]
    return said
