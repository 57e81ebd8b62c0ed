"""Every change to the register: added, changed, retired, brought back, given one more name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import Organisation
from common import clock
from responses.register import addresses, names
from responses.register.errors import ChangedMeanwhile, NameTaken, NotPossible
from responses.register.models import Stakeholder, StakeholderArea, StakeholderContact, StakeholderName

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class ContactSaid:
    """Somebody to write to; what is not known is empty."""

    name: str = ""
    email: str = ""
    role: str = ""

    @property
    def details(self) -> dict[str, str]:
        return {key: said for key, said in (("name", self.name), ("email", self.email), ("role", self.role)) if said}


@dataclass(frozen=True)
class Said:
    """All that the register holds of a stakeholder, as a form or a row of a spreadsheet says it."""

    name: str
    type: tuple[str, str] = ("", "")  # key and label
    areas: tuple[tuple[str, str], ...] = ()
    aliases: tuple[str, ...] = ()
    contacts: tuple[ContactSaid, ...] = ()
    notes: str = ""


@transaction.atomic
def add(organisation: Organisation, said: Said, *, by: User) -> Stakeholder:
    """Put an organisation on the register. Raises NameTaken."""
    now = clock.now()
    stakeholder = Stakeholder.objects.create(
        organisation=organisation, created_at=now, created_by=by, changed_at=now, changed_by=by, **columns_of(said)
    )
    _names(stakeholder, said)
    _areas(stakeholder, said)
    _contacts(stakeholder, said.contacts)
    return stakeholder


@transaction.atomic
def change(stakeholder: Stakeholder, said: Said, *, by: User, version: int) -> None:
    """Write what is said now in the place of what was. Raises ChangedMeanwhile or NameTaken."""
    as_seen = Stakeholder.objects.filter(pk=stakeholder.pk, version=version)
    now = clock.now()
    if not as_seen.update(version=F("version") + 1, changed_at=now, changed_by=by, **columns_of(said)):
        raise ChangedMeanwhile
    stakeholder.refresh_from_db()
    _names(stakeholder, said)
    _areas(stakeholder, said)
    _contacts(stakeholder, said.contacts)


def retire(stakeholder: Stakeholder, *, by: User) -> None:
    """Take an organisation out of lists and choices; what it was invited to and what it said stays."""
    active = Stakeholder.objects.active().filter(pk=stakeholder.pk)
    if not active.update(retired_at=clock.now(), retired_by=by, version=F("version") + 1):
        raise NotPossible("It has been retired already.")


def bring_back(stakeholder: Stakeholder, *, by: User) -> None:
    """Put a retired organisation back into use."""
    retired = Stakeholder.objects.filter(pk=stakeholder.pk, retired_at__isnull=False)
    changes = {"changed_at": clock.now(), "changed_by": by, "version": F("version") + 1}
    if not retired.update(retired_at=None, retired_by=None, **changes):
        raise NotPossible("It is in use already.")


def remember(stakeholder: Stakeholder, name: str) -> bool:
    """Keep one more name of a stakeholder; whether it was new. A name of another is not taken away from that one."""
    text, key = names.tidy(name)[:200], names.key_of(name)
    if not key:
        return False
    _, is_new = StakeholderName.objects.get_or_create(
        organisation_id=stakeholder.organisation_id, key=key, defaults={"stakeholder": stakeholder, "text": text}
    )
    return is_new


def columns_of(said: Said) -> dict[str, str]:
    """Return what goes into the row of the stakeholder itself."""
    name = names.tidy(said.name)
    key, label = said.type
    return {"name": name, "key": names.key_of(name), "type_key": key, "type_label": label, "notes": said.notes}


def _names(stakeholder: Stakeholder, said: Said) -> None:
    """Hold its names and no others; the database keeps each for one stakeholder alone."""
    wanted = {names.key_of(alias): names.tidy(alias) for alias in said.aliases if names.key_of(alias)}
    wanted.pop(stakeholder.key, None)
    StakeholderName.objects.filter(stakeholder=stakeholder).delete()
    rows = [_name(stakeholder, stakeholder.key, stakeholder.name, is_alias=False)]
    rows += [_name(stakeholder, key, text, is_alias=True) for key, text in wanted.items()]
    try:
        with transaction.atomic():
            StakeholderName.objects.bulk_create(rows)
    except IntegrityError as error:
        raise taken(stakeholder.organisation_id, [row.key for row in rows]) from error


def _name(stakeholder: Stakeholder, key: str, text: str, *, is_alias: bool) -> StakeholderName:
    return StakeholderName(
        organisation_id=stakeholder.organisation_id, stakeholder=stakeholder, key=key, text=text, is_alias=is_alias
    )


def taken(organisation_id: int, keys: Sequence[str]) -> NameTaken:
    """Return what to tell whoever used a name of another stakeholder."""
    held = StakeholderName.objects.filter(organisation=organisation_id, key__in=keys).select_related("stakeholder")
    told = [f"“{one.text}” is {_whose(one)}." for one in held.order_by("key")[:3]]
    return NameTaken(" ".join(told))


def _whose(name: StakeholderName) -> str:
    retired = ", which is retired" if name.stakeholder.retired_at else ""
    if name.is_alias:
        return f"another name of {name.stakeholder.name}{retired}"
    return f"on the register already{retired}"


def _areas(stakeholder: Stakeholder, said: Said) -> None:
    StakeholderArea.objects.filter(stakeholder=stakeholder).delete()
    rows = [StakeholderArea(stakeholder=stakeholder, key=key, label=label) for key, label in dict(said.areas).items()]
    StakeholderArea.objects.bulk_create(rows)


def _contacts(stakeholder: Stakeholder, wanted: Sequence[ContactSaid]) -> None:
    """Keep the row of a contact that is still there, since emails sent to it are listed by it."""
    held = {_identity(one.details): one for one in stakeholder.contacts.all()}
    for one in wanted:
        row = held.pop(_identity(one.details), None)
        if row is None:
            row = StakeholderContact(stakeholder=stakeholder)
        elif row.details == one.details:
            continue
        row.details, row.email_hash = one.details, addresses.hash_of(one.email)
        row.save()
    StakeholderContact.objects.filter(pk__in=[one.pk for one in held.values()]).delete()


def _identity(details: dict[str, str]) -> tuple[str, ...]:
    """Return what makes a contact the same one: its address, or where it has none all that is said of it."""
    email = addresses.tidy(details.get("email", ""))
    return (email,) if email else ("", details.get("name", ""), details.get("role", ""))
