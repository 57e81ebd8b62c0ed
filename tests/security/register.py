"""Addresses of the register of stakeholders, and an object of each sort that they take."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from common import clock
from engagement.models import Exercise
from responses.register import stakeholders
from responses.register.inviting import listing, rounds
from responses.register.models import RegisterImport
from responses.register.stakeholders import ContactSaid, Said

COMMUNICATIONS = {"communications"}
HEARERS = {"communications", "analyst", "steering"}
SLUG = {"slug": "slug"}
OF_STAKEHOLDER = {**SLUG, "pk": "stakeholder"}
OF_RESPONSE = {**SLUG, "reference": "reference"}
OBJECTS = {"stakeholder", "contact", "register_import", "mailing"}
STAFF: dict[str, tuple[set[str], dict[str, str]]] = {
    **{
        f"responses_staff:{name}": (COMMUNICATIONS, SLUG)
        for name in (
            "stakeholders",
            "stakeholders_file",
            "stakeholder_add",
            "stakeholders_import",
            "stakeholders_template",
            "invited",
            "invite",
            "rounds",
            "write_invitation",
            "write_reminder",
            "names",
        )
    },
    "responses_staff:stakeholders_look": (COMMUNICATIONS, {**SLUG, "pk": "register_import"}),
    "responses_staff:round_cancel": (COMMUNICATIONS, {**SLUG, "pk": "mailing"}),
    "responses_staff:match": (COMMUNICATIONS, OF_RESPONSE),
    "responses_staff:unmatch": (COMMUNICATIONS, OF_RESPONSE),
    "responses_staff:unheard": (HEARERS, SLUG),
    "responses_staff:unheard_file": (HEARERS, SLUG),
    "responses_staff:stakeholder": (COMMUNICATIONS, OF_STAKEHOLDER),
    "responses_staff:stakeholder_edit": (COMMUNICATIONS, OF_STAKEHOLDER),
    "responses_staff:stakeholder_retire": (COMMUNICATIONS, OF_STAKEHOLDER),
    "responses_staff:stakeholder_invite": (COMMUNICATIONS, OF_STAKEHOLDER),
    "responses_staff:stakeholder_stop": (COMMUNICATIONS, {**OF_STAKEHOLDER, "contact": "contact"}),
}
POST_ONLY = {
    f"responses_staff:{name}"
    for name in ("round_cancel", "unmatch", "stakeholder_retire", "stakeholder_invite", "stakeholder_stop")
}
BY_SECRET = {"responses:invited", "responses:invitation", "responses:stop"}
WITHOUT_TOKEN = {"responses:stop"}  # mail programs press it for their users; whoever holds the link may


def objects(exercise: Exercise, *, by: User) -> dict[str, Any]:
    """Put a stakeholder on the register, on the list and into a round, and bring a file."""
    contact = ContactSaid(name="The clerk", email="clerk@example.org")
    stakeholder = stakeholders.add(exercise.organisation, Said(name="Parish council", contacts=(contact,)), by=by)
    listing.invite(exercise, [stakeholder.pk], by=by)
    mailing = rounds.plan(
        exercise, sort="reminder", number=1, subject="Reminder", text="Please.", planned_for=clock.now(), by=by
    )
    brought = RegisterImport.objects.create(
        organisation=exercise.organisation, file_name="list.csv", sha256="0" * 64, made_at=clock.now(), made_by=by
    )
    return {
        "stakeholder": stakeholder.pk,
        "contact": stakeholder.contacts.get().pk,
        "mailing": mailing.pk,
        "register_import": brought.pk,
    }
