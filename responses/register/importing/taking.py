"""A spreadsheet brought to the register: looked at first, then taken in as a whole, once."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Count, F, Max, Model, Sum

from accounts.models import Organisation
from common import clock
from responses.intake.originals import tidy_name
from responses.register import addresses, names
from responses.register.errors import NotPossible
from responses.register.importing import reading
from responses.register.importing.planning import LEFT_OUT, Entry, Plan, plan
from responses.register.importing.reading import Line
from responses.register.models import (
    RegisterImport,
    Stakeholder,
    StakeholderArea,
    StakeholderContact,
    StakeholderName,
)
from responses.register.stakeholders import ContactSaid, columns_of
from responses.register.vocabulary import Vocabulary

if TYPE_CHECKING:
    from accounts.models import User

Row = TypeVar("Row", bound=Model)
BATCH = 500
KEPT = dt.timedelta(days=1)
MOVED_ON = "The register has changed since you looked. Nothing was taken in. Look at what would happen now."


def look_at(organisation: Organisation, file: IO[bytes], *, name: str, by: User) -> RegisterImport:
    """Read a file and keep what it says until it is taken in or a day has passed. Raises NotATable."""
    table = reading.read(file)
    file.seek(0)
    return RegisterImport.objects.create(
        organisation=organisation,
        file_name=tidy_name(name),
        sha256=hashlib.file_digest(file, "sha256").hexdigest(),  # type: ignore[arg-type]
        rows={"lines": [[line.number, line.said] for line in table.lines], "unread": table.unread},
        made_at=clock.now(),
        made_by=by,
    )


def plan_of(brought: RegisterImport, words: Vocabulary) -> Plan:
    """Return what the file would do to the register as it is now."""
    lines = [Line(number, said) for number, said in brought.rows.get("lines", [])]
    return plan(brought.organisation_id, lines, words, brought.rows.get("types"), brought.rows.get("areas"))


def say(brought: RegisterImport, sort: str, said: Mapping[str, str], words: Vocabulary) -> None:
    """Remember for this file what types or areas mean that are not known as they are written; empty: not decided."""
    known, planned = {"types": words.types, "areas": words.areas}[sort], plan_of(brought, words)
    written = planned.unknown_types if sort == "types" else planned.unknown_areas
    allowed = {"", LEFT_OUT, *known}
    meant = {name: key for name, key in said.items() if name in written and key in allowed}
    meant = {**brought.rows.get(sort, {}), **meant}
    waiting = RegisterImport.objects.filter(pk=brought.pk, state=RegisterImport.State.LOOKED_AT)
    if not waiting.update(rows={**brought.rows, sort: meant}):
        raise NotPossible("This file has been taken in already.")


def take_in(brought: RegisterImport, words: Vocabulary, *, by: User, seen: str) -> Plan:
    """Do all that was shown, in one transaction, or nothing; `seen` is the digest of what was shown.

    The plan is made before the transaction, which is thereby short, and holds only if the register has not changed.
    """
    before = _stamp(brought.organisation_id)
    planned = plan_of(brought, words)
    try:
        with transaction.atomic():
            waiting = RegisterImport.objects.filter(pk=brought.pk, state=RegisterImport.State.LOOKED_AT)
            now = clock.now()
            if not waiting.update(state=RegisterImport.State.DONE, done_at=now, done_by=by):
                raise NotPossible("This file has been taken in already.")
            if planned.digest != seen or _stamp(brought.organisation_id) != before:
                raise NotPossible(MOVED_ON)
            _add(planned.new, brought.organisation_id, by, now)
            _change(planned.changed, by, now)
            counts = {name: len(getattr(planned, name)) for name in ("new", "changed", "unchanged", "faults")}
            RegisterImport.objects.filter(pk=brought.pk).update(rows={}, counts=counts)
            return planned
    except IntegrityError as error:  # a colleague gave one of the names away in this very moment
        raise NotPossible(MOVED_ON) from error


def _stamp(organisation_id: int) -> tuple[Any, ...]:
    """Return what no change to a register leaves as it was."""
    names = StakeholderName.objects.filter(organisation=organisation_id).aggregate(last=Max("pk"), all=Count("pk"))
    rows = Stakeholder.objects.filter(organisation=organisation_id).aggregate(all=Count("pk"), changes=Sum("version"))
    return (*names.values(), *rows.values())


def forget_old() -> int:
    """Forget what files say that were looked at and left; return how many."""
    left = RegisterImport.objects.filter(state=RegisterImport.State.LOOKED_AT, made_at__lt=clock.now() - KEPT)
    return left.delete()[0]


def _add(entries: Sequence[Entry], organisation_id: int, by: User, now: dt.datetime) -> None:
    made = Stakeholder.objects.bulk_create(
        (
            Stakeholder(
                organisation_id=organisation_id,
                created_at=now,
                created_by=by,
                changed_at=now,
                changed_by=by,
                **columns_of(entry.said),
            )
            for entry in entries
        ),
        batch_size=BATCH,
    )
    pairs = list(zip(made, entries, strict=True))
    own = [_name(one, one.name, is_alias=False) for one in made]
    _write_names([*own, *(_name(one, alias) for one, entry in pairs for alias in entry.said.aliases)])
    _write_areas((one, area) for one, entry in pairs for area in entry.said.areas)
    _write_contacts((one, contact) for one, entry in pairs for contact in entry.said.contacts)


def _change(entries: Sequence[Entry], by: User, now: dt.datetime) -> None:
    """Write what is different; each entry is known to be on the register."""
    aliases, areas, contacts, rewritten, held = [], [], [], [], []
    for entry in entries:
        stakeholder, before = entry.stakeholder, entry.before
        assert stakeholder is not None
        assert before is not None
        for name, value in columns_of(entry.said).items():
            setattr(stakeholder, name, value)
        stakeholder.changed_at, stakeholder.changed_by = now, by
        held.append(stakeholder)
        aliases += [_name(stakeholder, alias) for alias in entry.said.aliases if alias not in before.aliases]
        areas += [(stakeholder, area) for area in entry.said.areas if area[0] not in dict(before.areas)]
        there = {addresses.tidy(row.email): row for row in entry.contacts if row.email}
        for contact in entry.said.contacts:
            row = there.get(addresses.tidy(contact.email))
            if contact in before.contacts:
                continue
            if row is None:
                contacts.append((stakeholder, contact))
            else:
                row.details = contact.details
                rewritten.append(row)
    _write_over(Stakeholder, held, ["type_key", "type_label", "notes", "changed_at", "changed_by"])
    for some in _pieces([one.pk for one in held]):
        Stakeholder.objects.filter(pk__in=some).update(version=F("version") + 1)
    _write_over(StakeholderContact, rewritten, ["details"])
    _write_names(aliases)
    _write_areas(areas)
    _write_contacts(contacts)


def _write_over(model: type[Row], rows: Sequence[Row], fields: Sequence[str]) -> None:
    """Write columns of rows that are there, a tenth of the time that an UPDATE with a CASE for each row takes."""
    model._default_manager.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=fields
    )


def _pieces(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    """Part keys so that each piece fits into one statement."""
    return (keys[first : first + BATCH] for first in range(0, len(keys), BATCH))


def _name(stakeholder: Stakeholder, text: str, *, is_alias: bool = True) -> StakeholderName:
    return StakeholderName(
        organisation_id=stakeholder.organisation_id,
        stakeholder=stakeholder,
        text=text,
        key=names.key_of(text),
        is_alias=is_alias,
    )


def _write_names(rows: Iterable[StakeholderName]) -> None:
    by_key = {(row.stakeholder_id, row.key): row for row in reversed(list(rows))}  # its own name before its others
    StakeholderName.objects.bulk_create(by_key.values(), batch_size=BATCH)


def _write_areas(pairs: Iterable[tuple[Stakeholder, tuple[str, str]]]) -> None:
    rows = [StakeholderArea(stakeholder=one, key=key, label=label) for one, (key, label) in pairs]
    StakeholderArea.objects.bulk_create(rows, batch_size=BATCH)


def _write_contacts(pairs: Iterable[tuple[Stakeholder, ContactSaid]]) -> None:
    rows = [
        StakeholderContact(stakeholder=one, details=contact.details, email_hash=addresses.hash_of(contact.email))
        for one, contact in pairs
    ]
    StakeholderContact.objects.bulk_create(rows, batch_size=BATCH)
