"""What the register holds of a stakeholder together with what a file says of it, and what that changes."""

from __future__ import annotations

from collections.abc import Sequence

from responses.register import addresses, names
from responses.register.stakeholders import ContactSaid, Said


def merged(before: Said, more: Said) -> Said:
    """Return what the register holds with what a file adds: nothing is taken away, and empty cells say nothing."""
    aliases = {names.key_of(alias): alias for alias in before.aliases}
    for alias in (*more.aliases, more.name):
        if names.key_of(alias) != names.key_of(before.name):
            aliases.setdefault(names.key_of(alias), alias)
    areas = dict(before.areas)
    for key, label in more.areas:
        areas.setdefault(key, label)
    return Said(
        name=before.name,
        type=more.type if more.type[0] else before.type,
        areas=tuple(areas.items()),
        aliases=tuple(aliases.values()),
        contacts=_contacts(before.contacts, more.contacts),
        notes=more.notes or before.notes,
    )


def _contacts(before: Sequence[ContactSaid], more: Sequence[ContactSaid]) -> tuple[ContactSaid, ...]:
    found = {_identity(one): one for one in before}
    for one in more:
        held = found.get(_identity(one))
        found[_identity(one)] = ContactSaid(one.name or held.name, held.email, one.role or held.role) if held else one
    return tuple(found.values())


def _identity(one: ContactSaid) -> tuple[str, ...]:
    return (addresses.tidy(one.email),) if one.email else ("", one.name, one.role)


def differences(before: Said, after: Said) -> list[str]:
    """Return in words what of a stakeholder would change."""
    told = []
    if before.type != after.type:
        told.append(f"type: {after.type[1]}" + (f", before that {before.type[1]}" if before.type[1] else ""))
    told += [f"area: {label}" for key, label in after.areas if key not in dict(before.areas)]
    told += [f"other name: {alias}" for alias in after.aliases if alias not in before.aliases]
    for one in after.contacts:
        if one not in before.contacts:
            told.append(f"contact: {', '.join(one.details.values())}")
    if before.notes != after.notes:
        told.append("notes")
    return told
