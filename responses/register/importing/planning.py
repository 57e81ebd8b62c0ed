"""What a spreadsheet would do to the register: add, change, leave as it is, or be refused, row by row."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from responses.register import names
from responses.register.importing.known import known_of
from responses.register.importing.merging import differences, merged
from responses.register.importing.reading import Line
from responses.register.models import Stakeholder, StakeholderContact, StakeholderName
from responses.register.reads import said_with
from responses.register.stakeholders import ContactSaid, Said
from responses.register.vocabulary import Vocabulary

LEFT_OUT = "-"
_BETWEEN = re.compile(r"[;|\n]")
_BETWEEN_TOO = re.compile(r"[;|\n,]")


@dataclass(frozen=True)
class Entry:
    """One organisation of the file: what it says of it, and what the register would hold afterwards."""

    rows: tuple[int, ...]
    said: Said
    stakeholder: Stakeholder | None = None
    before: Said | None = None
    contacts: tuple[StakeholderContact, ...] = ()  # that the register has

    @property
    def changes(self) -> list[str]:
        """Return in words what would change."""
        return differences(self.before, self.said) if self.before else []


@dataclass(frozen=True)
class Fault:
    """A row that is not taken in, and why."""

    row: int
    text: str


@dataclass
class Plan:
    """What would become of a file."""

    new: list[Entry] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)
    unchanged: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unknown_types: dict[str, int] = field(default_factory=dict)  # as they are written → in how many rows
    unknown_areas: dict[str, int] = field(default_factory=dict)

    @property
    def does_something(self) -> bool:
        return bool(self.new or self.changed)

    @property
    def digest(self) -> str:
        """Return what stands for all that the plan would do, so that it can be told whether it still would."""
        told = [
            [entry.said.name, entry.said.type[0], *map(str, entry.rows), *(key for key, _ in entry.said.areas)]
            for entry in self.new
        ]
        told += [[str(entry.stakeholder and entry.stakeholder.pk), *entry.changes] for entry in self.changed]
        return hashlib.sha256(repr(told).encode()).hexdigest()


def plan(
    organisation_id: int,
    lines: Sequence[Line],
    words: Vocabulary,
    meant: Mapping[str, str] | None = None,
    areas_meant: Mapping[str, str] | None = None,
) -> Plan:
    """Hold the rows of a file against the register: a fixed number of queries, however many rows.

    `meant` and `areas_meant` are what a person said of types and areas that are not known as they are written: a key,
    or LEFT_OUT.
    """
    made = Plan(unknown_types=_unknown_types(lines, words))
    lines = [_as_meant(line, made.unknown_types, meant or {}) for line in lines]
    lines = [_with_areas(line, words, areas_meant or {}, made.unknown_areas) for line in lines]
    held = _held(organisation_id)
    groups = _grouped(lines, words, held, made.faults)
    stakeholders = known_of(organisation_id, [held.get(key) for key in groups])
    claimed: dict[str, str] = {}  # other names, by the organisation of the file that has them
    for key, entry in groups.items():
        if clash := _clash(entry, key, groups, held, claimed):
            made.faults += [Fault(row, clash) for row in entry.rows]
            continue
        known = stakeholders.get(held.get(key, 0))
        if known is None:
            made.new.append(entry)
        elif known.row.retired_at:
            told = f"{known.row.name} is retired. Bring it back into use first."
            made.faults += [Fault(row, told) for row in entry.rows]
        else:
            before = said_with(known.row, known.areas, known.names, known.contacts)
            after = Entry(entry.rows, merged(before, entry.said), known.row, before, tuple(known.contacts))
            (made.changed if after.changes else made.unchanged).append(after)
    made.faults.sort(key=lambda fault: fault.row)
    return made


def _unknown_types(lines: Sequence[Line], words: Vocabulary) -> dict[str, int]:
    written = Counter(line.said["type"] for line in lines if "type" in line.said)
    return {said: times for said, times in written.items() if words.type_of(said) is None}


def _as_meant(line: Line, unknown: Mapping[str, int], meant: Mapping[str, str]) -> Line:
    """Return a row with the type that a person said is meant; without one where it is to be left out."""
    said = line.said.get("type", "")
    key = meant.get(said, "") if said in unknown else ""
    if not key:
        return line
    rest = {name: value for name, value in line.said.items() if name != "type"}
    return Line(line.number, rest if key == LEFT_OUT else {**rest, "type": key})


def _with_areas(line: Line, words: Vocabulary, meant: Mapping[str, str], unknown: dict[str, int]) -> Line:
    """Return a row with the areas that a person said are meant; count what is no area as it is written."""
    found, strange = _areas(line.said.get("areas", ""), words)
    for one in strange:
        unknown[one] = unknown.get(one, 0) + 1
    if not any(meant.get(one) for one in strange):
        return line
    as_meant = [key for one in strange if (key := meant.get(one) or one) != LEFT_OUT]
    return Line(line.number, {**line.said, "areas": "; ".join([*found, *as_meant])})


def _held(organisation_id: int) -> dict[str, int]:
    rows = StakeholderName.objects.filter(organisation=organisation_id)
    return dict(rows.values_list("key", "stakeholder_id"))


def _grouped(lines: Sequence[Line], words: Vocabulary, held: dict[str, int], faults: list[Fault]) -> dict[str, Entry]:
    """Take rows on the same organisation together: lists often have a row for each contact."""
    groups: dict[str, Entry] = {}
    first_key: dict[int, str] = {}  # of each stakeholder on the register, which the file may call by two names
    for line in lines:
        try:
            said = _said(line, words)
        except ValidationError as error:
            faults += [Fault(line.number, message) for message in error.messages]
            continue
        key = names.key_of(said.name)
        key = first_key.setdefault(held[key], key) if key in held else key
        before = groups.get(key)
        if before and before.said.type[0] and said.type[0] and before.said.type != said.type:
            faults.append(Fault(line.number, f"Row {before.rows[0]} gives another type for the same organisation."))
            continue
        rows = (*before.rows, line.number) if before else (line.number,)
        groups[key] = Entry(rows, _together(before.said, said) if before else said)
    return groups


def _together(one: Said, other: Said) -> Said:
    notes = "\n".join(dict.fromkeys(part for part in (one.notes, other.notes) if part))
    return replace(merged(one, other), name=one.name, notes=notes)


def _said(line: Line, words: Vocabulary) -> Said:
    """Return what a row says. Raises ValidationError with all that is wrong with it."""
    said, wrong = line.said, []
    name = names.tidy(said.get("name", ""))
    if not names.key_of(name):
        wrong.append("The name is missing.")
    if len(name) > 200:
        wrong.append("The name is longer than 200 characters.")
    type_key = words.type_of(said["type"]) if "type" in said else ""
    if type_key is None:
        wrong.append(f"The type “{said['type'][:60]}” is not known. Say above what it means.")
    areas, unknown = _areas(said.get("areas", ""), words)
    wrong += [f"The area “{one[:60]}” is not known. Say above what it means." for one in unknown]
    email = "".join(said.get("email", "").split())
    if email and not _is_address(email):
        wrong.append(f"“{email[:60]}” is no email address.")
    if wrong:
        raise ValidationError(wrong)
    contact = ContactSaid(names.tidy(said.get("contact", ""))[:200], email, names.tidy(said.get("role", ""))[:200])
    aliases = [names.tidy(part)[:200] for part in _BETWEEN.split(said.get("aliases", ""))]
    return Said(
        name=name,
        type=(type_key, words.types[type_key]) if type_key else ("", ""),
        areas=tuple((key, words.areas[key]) for key in areas),
        aliases=tuple(alias for alias in dict.fromkeys(aliases) if names.key_of(alias)),
        contacts=(contact,) if contact.details else (),
        notes=said.get("notes", ""),
    )


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= 254


def _areas(said: str, words: Vocabulary) -> tuple[list[str], list[str]]:
    """Return the keys of areas in a cell, and what is no area; commas part them only where they are in no name."""
    for parts in ([said], _BETWEEN.split(said), _BETWEEN_TOO.split(said)):
        named = [part.strip() for part in parts if part.strip()]
        keys = [words.area_of(part) for part in named]
        if all(keys):
            break
    found = [key for key in keys if key]
    return list(dict.fromkeys(found)), [part for part, key in zip(named, keys, strict=True) if not key]


def _clash(entry: Entry, key: str, groups: dict[str, Entry], held: dict[str, int], claimed: dict[str, str]) -> str:
    """Return why an organisation cannot have one of its other names; nothing where it can have all."""
    own = held.get(key)
    for alias in entry.said.aliases:
        other = names.key_of(alias)
        if other != key and other in held and held[other] != own:
            return f"“{alias}” is a name of another organisation on the register."
        if other != key and other in groups and groups[other].rows != entry.rows:
            return f"“{alias}” is the name of another organisation in this file, in row {groups[other].rows[0]}."
        if claimed.setdefault(other, key) != key:
            return f"“{alias}” is another name of {groups[claimed[other]].said.name} too, in this file."
    return ""
