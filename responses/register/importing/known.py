"""What the register holds of many stakeholders, in four queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from responses.register.models import Stakeholder, StakeholderArea, StakeholderContact, StakeholderName


@dataclass
class Known:
    """A stakeholder on the register with what hangs on it: thousands of managers take longer to make than to fill."""

    row: Stakeholder
    areas: list[StakeholderArea] = field(default_factory=list)
    names: list[StakeholderName] = field(default_factory=list)
    contacts: list[StakeholderContact] = field(default_factory=list)


def known_of(organisation_id: int, ids: Sequence[int | None]) -> dict[int, Known]:
    """Return some stakeholders of a register by id."""
    wanted = {pk for pk in ids if pk is not None}
    if not wanted:
        return {}
    rows = Stakeholder.objects.filter(organisation=organisation_id)
    known = {row.pk: Known(row) for row in rows if row.pk in wanted}
    of_register = {"stakeholder__organisation": organisation_id}
    for area in StakeholderArea.objects.filter(**of_register):
        if area.stakeholder_id in known:
            known[area.stakeholder_id].areas.append(area)
    for name in StakeholderName.objects.filter(organisation=organisation_id):
        if name.stakeholder_id in known:
            known[name.stakeholder_id].names.append(name)
    for contact in StakeholderContact.objects.filter(**of_register):
        if contact.stakeholder_id in known:
            known[contact.stakeholder_id].contacts.append(contact)
    return known
