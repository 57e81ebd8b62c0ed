"""Types of organisation and areas: the words of the exercise, and others that the register has from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engagement import editions
from engagement.models import Exercise, RespondentCategory
from engagement.shapes import EditionContent
from responses.register.models import Stakeholder, StakeholderArea
from responses.register.names import key_of

Dimension = RespondentCategory.Dimension


@dataclass(frozen=True)
class Vocabulary:
    """What may be chosen: labels by key."""

    types: Mapping[str, str]
    areas: Mapping[str, str]

    def type_of(self, said: str) -> str | None:
        """Return the key of a type that is named by its key or in its words; None where there is none like it."""
        return _found(self.types, said)

    def area_of(self, said: str) -> str | None:
        """Return the key of an area that is named by its key or in its words; None where there is none like it."""
        return _found(self.areas, said)


def _found(known: Mapping[str, str], said: str) -> str | None:
    if said in known:
        return said
    wanted = key_of(said)
    return next((key for key, label in known.items() if wanted in {key_of(label), key_of(key)}), None)


def newest(row: Exercise) -> EditionContent | None:
    """Return what the public sees of the exercise, or its newest edition before it is published."""
    if row.edition_id:
        return editions.of(row)
    edition = row.editions.order_by("number").last()
    return editions.compiled(edition.pk) if edition else None


def of_exercise(row: Exercise) -> Vocabulary:
    """Return the exercise's own words, then those that the register of its organisation holds beside them."""
    content = newest(row)
    own = content.categories if content else {}
    types = {entry.key: entry.label for entry in own.get(Dimension.ORGANISATION_TYPE, ())}
    areas = {entry.key: entry.label for entry in own.get(Dimension.AREA, ())}
    register = Stakeholder.objects.filter(organisation=row.organisation_id)
    held_types = register.exclude(type_key="").order_by("type_key").values_list("type_key", "type_label").distinct()
    held_areas = StakeholderArea.objects.filter(stakeholder__organisation=row.organisation_id).order_by("key")
    return Vocabulary(
        types=types | _others(held_types, types),
        areas=areas | _others(held_areas.values_list("key", "label").distinct(), areas),
    )


def _others(held: object, own: Mapping[str, str]) -> dict[str, str]:
    return {key: label for key, label in held if key not in own}  # type: ignore[attr-defined]
