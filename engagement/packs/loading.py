"""Write a pack into the database as a new edition."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from accounts.models import Organisation
from common import clock
from common.errors import DomainError
from engagement import editions, lifecycle, phases
from engagement.models import Edition, Exercise
from engagement.packs import sections, writing
from engagement.packs.pack import Pack, read_pack
from engagement.packs.reading import PackError

DATES_MOVED = (
    "The dates of this exercise have been moved so that it can be tried out: it is open now. "
    "Its document and its decision path keep the dates they were written with."
)


class StructureChanged(DomainError):
    """The pack asks or offers something else than what people may already have answered."""


@dataclass(frozen=True)
class Loaded:
    edition: Edition
    is_new: bool
    changes: tuple[str, ...]


def load(
    folder: Path,
    *,
    change_note: str = "",
    open_for: int | None = None,
    opened_days_ago: int = 0,
) -> Loaded:
    """Load a pack as a new edition, or find that the newest edition holds it already; all or nothing."""
    pack = read_pack(folder)
    structure = pack.structure()
    for section in sections.pack_sections:
        structure |= section.structure(pack)
    with transaction.atomic():
        exercise = _exercise(pack)
        newest = exercise.editions.order_by("number").last()
        if newest is not None and newest.digest == pack.digest:
            loaded = Loaded(edition=newest, is_new=False, changes=("nothing: the newest edition holds this pack",))
        else:
            loaded = _new_edition(exercise, pack, structure, newest, change_note)
        if open_for is not None:
            _open(exercise, loaded.edition, open_for=open_for, opened_days_ago=opened_days_ago)
    return loaded


def _exercise(pack: Pack) -> Exercise:
    spec = pack.exercise
    organisation, _ = Organisation.objects.get_or_create(
        slug=spec.organisation.slug,
        defaults={
            "name": spec.organisation.name,
            "controller": spec.organisation.controller,
            "contact_email": spec.enquiries,
        },
    )
    if organisation.controller != spec.organisation.controller:
        raise PackError(
            "exercise.yaml", None, f"the organisation '{organisation.slug}' is there already, with "
            f"'{organisation.controller}' as its controller.", "Name the same controller, or another organisation."
        )  # fmt: skip
    dates = {
        "opens_at": spec.opens,
        "closes_at": phases.end_of_day(spec.closes),
        "grace_hours": spec.grace_hours,
    }
    exercise, is_new = Exercise.objects.get_or_create(
        slug=spec.slug, defaults={"organisation": organisation, "created_at": clock.now(), **dates}
    )
    if exercise.organisation_id != organisation.pk:
        raise PackError(
            "exercise.yaml", None, f"the exercise '{spec.slug}' belongs to another organisation.", "Use another slug."
        )
    if not is_new and exercise.state == Exercise.State.DRAFT:
        # Once it is published, dates are moved on screen, with a reason.
        for name, value in dates.items():
            setattr(exercise, name, value)
        exercise.save(update_fields=list(dates))
    return exercise


def _new_edition(
    exercise: Exercise, pack: Pack, structure: dict[str, Any], newest: Edition | None, change_note: str
) -> Loaded:
    changes = _structural_changes(newest.structure if newest else {}, structure)
    if newest is not None and changes:
        _refuse_if_fixed(exercise, changes)
        writing.clear(exercise)
        for section in reversed(sections.pack_sections):
            section.clear(exercise)
        writing.clear_identities(exercise)
        newest = None
    elif newest is not None and exercise.state == Exercise.State.PUBLISHED and not change_note:
        raise DomainError(
            "The exercise is published, so a change of wording must be declared: "
            "say what changed and why with --change-note."
        )
    edition = writing.write(exercise, pack, structure, number=newest.number + 1 if newest else 1, note=change_note)
    for section in sections.pack_sections:
        section.load(pack, edition)
    lifecycle.record(
        exercise,
        "load",
        by=None,
        reason=change_note or "Loaded from a content pack",
        detail={"edition": edition.number},
    )
    said = _changes(newest, edition) if newest else changes or ["first edition"]
    return Loaded(edition=edition, is_new=True, changes=tuple(said))


def _changes(before: Edition, after: Edition) -> list[str]:
    """Say what is new in an edition of the same structure."""
    reworded = editions.differences(before.pk, after.pk)
    said = [f"wording changed: {', '.join(reworded)}"] if reworded else []
    for section in sections.pack_sections:
        said += section.changes(before, after)
    return said or ["nothing that readers see"]


def _structural_changes(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    names = [*after, *(name for name in before if name not in after)]
    return [
        f"{name}: {_difference(before.get(name), after.get(name))}"
        for name in names
        if before.get(name) != after.get(name)
    ]


def _difference(before: Any, after: Any) -> str:
    if not isinstance(before, list) or not isinstance(after, list):
        return "taken out" if after is None else "changed" if before else "new"
    added = [str(entry) for entry in after if entry not in before]
    gone = [str(entry) for entry in before if entry not in after]
    said = [f"added {', '.join(added)}"] * bool(added) + [f"took out {', '.join(gone)}"] * bool(gone)
    return "; ".join(said) or "put in another order"


def _refuse_if_fixed(exercise: Exercise, changes: list[str]) -> None:
    if exercise.state == Exercise.State.PUBLISHED or any(check(exercise) for check in sections.answered):
        raise StructureChanged(
            "What is asked is fixed once an exercise is published. This pack changes its structure "
            f"({'; '.join(changes)}). Keep the keys and change the wording only, or start an exercise of another slug."
        )


def _open(exercise: Exercise, edition: Edition, *, open_for: int, opened_days_ago: int) -> None:
    """Move the dates so that the exercise is open, for demonstrations and trials; a second run changes nothing."""
    now = clock.now()
    if exercise.state == Exercise.State.PUBLISHED and exercise.edition_id == edition.pk and exercise.closes_at > now:
        return
    today = phases.london_day(now)
    exercise.opens_at = phases.start_of_day(today - dt.timedelta(days=opened_days_ago))
    exercise.closes_at = phases.end_of_day(today + dt.timedelta(days=open_for))
    exercise.save(update_fields=["opens_at", "closes_at"])
    if exercise.edition_id == edition.pk:
        detail = {"opens_at": exercise.opens_at.isoformat(), "to": exercise.closes_at.isoformat()}
        lifecycle.record(exercise, "extend", by=None, reason="Opened again from the command line", detail=detail)
        lifecycle.follow_dates(exercise, by=None, why="Opened again from the command line")
    else:
        lifecycle.publish(exercise, edition=edition, by=None, reason="Opened from the command line")
    lifecycle.post_notice(exercise, text=DATES_MOVED, by=None, reason="Opened from the command line")
