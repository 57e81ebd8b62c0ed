"""What is held and why, as pages say it: written from the classification and the periods of the exercise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from common import classification
from common.classification import Entry
from engagement import wording
from engagement.models import Exercise
from responses.privacy.labels import titled
from responses.privacy.models import Kept
from responses.privacy.rules import Period, due_at, periods_of

PEOPLE = ("respondents", "stakeholders")
TITLES = {
    "drafts": "What you type before you send it",
    "contacts": "How to reach you",
    "responses": "Your answers, and who you answer for",
    "originals": "Emails, letters and notes as they came",
    "stakeholders": "Organisations we invite, and how we reach them",
    "reports": "Reports made from the answers",
    "record": "The record of what was done",
    "workings": "While the site does its work",
}
LOOKED_AT = "Somebody looks at them then, and they are deleted unless there is a reason in law to keep them."
# The public reads reports for good; what is deleted is what others were given.
NOTES = {
    Kept.REPORTS: "Reports for the public are kept as a public record. The others are deleted.",
    Kept.RESPONSES: f"{LOOKED_AT} Figures stay.",
    Kept.ORIGINALS: LOOKED_AT,
}


@dataclass(frozen=True)
class Group:
    """What is kept for the same time: why, how private it may be, and until when."""

    title: str
    purposes: list[str]
    is_special: bool
    how_long: str
    note: str


@dataclass(frozen=True)
class Table:
    """One table for staff: what it is called, whose data and why, and its fields by class."""

    name: str
    entry: Entry
    kept: str
    fields: list[tuple[str, str]]


def for_everybody(exercise: Exercise) -> list[Group]:
    """Return what is held on people who answer or are invited, in the order in which it comes about."""
    periods = periods_of(exercise)
    return [group for kept in TITLES if (group := _group(exercise, kept, periods))]


def _group(exercise: Exercise, kept: str, periods: dict[Kept, Period]) -> Group | None:
    entries = [entry for entry in _of_people() if entry.kept == kept]
    if not entries:
        return None
    return Group(
        title=TITLES[kept],
        purposes=list(dict.fromkeys(entry.why for entry in entries)),
        is_special=any(entry.of_class("special") for entry in entries),
        how_long=_how_long(exercise, kept, periods),
        note=NOTES.get(Kept(kept), "") if kept in Kept.values else "",
    )


def _how_long(exercise: Exercise, kept: str, periods: dict[Kept, Period]) -> str:
    if kept not in Kept.values:
        told = classification.periods()[kept]
        return told[0].upper() + told[1:]
    period = periods[Kept(kept)]
    return f"{period.in_words}, until {wording.day(due_at(exercise, period))}"


def _of_people() -> Iterator[Entry]:
    for entry in classification.entries().values():
        if entry.whose in PEOPLE and entry.of_class("personal", "special"):
            yield entry


def for_staff(exercise: Exercise) -> list[Table]:
    """Return every table that holds anything of anybody, with its fields."""
    periods = periods_of(exercise)
    found = []
    for label, entry in classification.entries().items():
        fields = [(name, entry.fields[name]) for name in entry.of_class("personal", "special", "secret")]
        if fields:
            found.append(Table(titled(label), entry, _how_long(exercise, entry.kept, periods), fields))
    return found
