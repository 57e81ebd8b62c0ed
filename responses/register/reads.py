"""What the pages of the register read: keyset pages, a fixed number of queries however many stakeholders there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from accounts.models import Organisation
from responses.register.inviting.models import MailStop
from responses.register.models import (
    Stakeholder,
    StakeholderArea,
    StakeholderContact,
    StakeholderName,
    StakeholderQuerySet,
)
from responses.register.names import key_of
from responses.register.stakeholders import ContactSaid, Said

COUNT_LIMIT = 10_000


@dataclass(frozen=True)
class Filters:
    """What the list is limited to."""

    search: str = ""
    type: str = ""
    area: str = ""
    show: str = ""  # nothing for those in use; retired, unreachable, stopped, all


def filtered(organisation: Organisation | int, filters: Filters) -> StakeholderQuerySet:
    """Return the stakeholders of a register that the filters let through."""
    rows = Stakeholder.objects.filter(organisation=organisation)
    if filters.show == "retired":
        rows = rows.filter(retired_at__isnull=False)
    elif filters.show != "all":
        rows = rows.active()
    if filters.show == "unreachable":
        rows = rows.exclude(pk__in=StakeholderContact.objects.exclude(email_hash="").values("stakeholder"))
    if filters.show == "stopped":
        stopped = MailStop.objects.filter(organisation=organisation, ended_at__isnull=True).values("email_hash")
        rows = rows.filter(pk__in=StakeholderContact.objects.filter(email_hash__in=stopped).values("stakeholder"))
    if filters.search:
        named = StakeholderName.objects.filter(stakeholder=OuterRef("pk"), key__contains=key_of(filters.search))
        rows = rows.filter(Exists(named))
    if filters.type:
        rows = rows.filter(type_key="" if filters.type == "none" else filters.type)
    if filters.area:
        rows = rows.filter(Exists(StakeholderArea.objects.filter(stakeholder=OuterRef("pk"), key=filters.area)))
    return rows


def with_details(rows: StakeholderQuerySet) -> StakeholderQuerySet:
    """Add areas, and how many can be written to."""
    reachable = Count("contacts", filter=~Q(contacts__email_hash=""), distinct=True)
    return rows.annotate(reachable=reachable).prefetch_related("areas")


def said_of(stakeholder: Stakeholder) -> Said:
    """Return all that the register holds of a stakeholder, as it is said in its form."""
    return said_with(stakeholder, stakeholder.areas.all(), stakeholder.names.all(), stakeholder.contacts.all())


def said_with(
    stakeholder: Stakeholder,
    areas: Iterable[StakeholderArea],
    names: Iterable[StakeholderName],
    contacts: Iterable[StakeholderContact],
) -> Said:
    """Return the same from rows that have been read."""
    return Said(
        name=stakeholder.name,
        type=(stakeholder.type_key, stakeholder.type_label),
        areas=tuple((area.key, area.label) for area in areas),
        aliases=tuple(name.text for name in names if name.is_alias),
        contacts=tuple(contact_said(one.details) for one in contacts),
        notes=stakeholder.notes,
    )


def contact_said(details: dict[str, str]) -> ContactSaid:
    """Return a contact as it is said in a form."""
    return ContactSaid(*(details.get(key, "") for key in ("name", "email", "role")))
