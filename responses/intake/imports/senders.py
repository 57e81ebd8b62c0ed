"""Who answered, of a row: the same rules as on the page 'who you are', in a fraction of the time."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from engagement.shapes import EditionContent
from responses.respondent import respondent
from responses.respondent_forms import LineField
from responses.submission.models import Response

CONTACT = {
    "contact_name": LineField(label="The name", max_length=200, required=False),
    "telephone": LineField(label="The telephone number", max_length=40, required=False),
}
NAME = LineField(label="The organisation’s name", max_length=200, required=False)
POSITION = LineField(label="The position", max_length=200, required=False)
LONGEST_REASON = 2000
ORGANISATION = {"organisation_name", "organisation_type", "position_held", "confidentiality_reason"}
INDIVIDUAL = {"role"}

Faults = list[tuple[str, str]]


class Senders:
    """Turns what rows say of their senders into a response's columns; what many rows say alike is worked out once."""

    def __init__(self, content: EditionContent, unnamed: str) -> None:
        self.content, self.unnamed = content, unnamed
        self._columns = lru_cache(maxsize=4096)(self._worked_out)

    def of(self, who: dict[str, str], number: int) -> tuple[dict[str, Any], dict[str, str], Faults]:
        """Return the columns, the contact kept apart from them, and what is wrong, each with the name of its field."""
        faults: Faults = []
        contact = self._contact(who, faults)
        said = self._said(who, number, faults)
        columns = self._columns(tuple(sorted(said.items())))
        if columns is None:
            faults.append(("kind", "Who answered is not clear"))
        return dict(columns or {}), contact, faults

    def _said(self, who: dict[str, str], number: int, faults: Faults) -> dict[str, str]:
        """Say it as the form about the respondent would have it."""
        said = {name: text for name, text in who.items() if name not in {*CONTACT, "email", "may_publish"}}
        for name, line in (("organisation_name", NAME), ("position_held", POSITION)):
            if name in said:
                said[name] = _cleaned(line, said[name], name, faults)
        if len(said.get("confidentiality_reason", "")) > LONGEST_REASON:
            faults.append(("confidentiality_reason", f"The reason is longer than {LONGEST_REASON:,} characters"))
        kind = said.get("kind") or ("organisation" if said.get("organisation_name") else "individual")
        may_publish = who.get("may_publish", "")
        if kind == Response.Kind.INDIVIDUAL:
            kept = {name: text for name, text in said.items() if name not in ORGANISATION}
            return {**kept, "kind": kind, **({"may_publish": "on"} if may_publish == "yes" else {})}
        kept = {name: text for name, text in said.items() if name not in INDIVIDUAL}
        if not kept.get("organisation_name"):
            kept["organisation_name"] = self.unnamed.format(row=number)
        if may_publish == "no" and not kept.get("confidentiality_reason"):
            kept["confidentiality_reason"] = "Did not agree to be published where it answered."
        return {**kept, "kind": kind, "speaks_for": "on"}

    def _worked_out(self, said: tuple[tuple[str, str], ...]) -> dict[str, Any] | None:
        found = respondent(self.content, dict(said))
        return found.columns if found else None

    def _contact(self, who: dict[str, str], faults: Faults) -> dict[str, str]:
        contact = {name: _cleaned(line, who.get(name, ""), name, faults) for name, line in CONTACT.items()}
        email = "".join(who.get("email", "").split())
        if email:
            try:
                validate_email(email)
            except ValidationError:
                faults.append(("email", "It is not an email address"))
            contact["email"] = email
        return {name: text for name, text in contact.items() if text}


def _cleaned(line: LineField, text: str, name: str, faults: Faults) -> str:
    try:
        return line.clean(text)
    except ValidationError as error:
        faults.append((name, " ".join(error.messages)))
        return ""
