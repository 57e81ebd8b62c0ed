"""One row of a table as what a response is made of, or what is wrong with it and where."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from common.text import newlines
from engagement.models import Exercise
from engagement.phases import Phase, london_day, start_of_day
from responses.intake.imports.mapping import dates, nearness, values
from responses.intake.imports.mapping.mapping import LEAVE_OUT, ColumnMapping, Mapping
from responses.intake.imports.mapping.targets import Target
from responses.intake.imports.senders import INDIVIDUAL, ORGANISATION, Senders
from responses.kinds.base import Raw, Value
from responses.submission.models import Response
from responses.submission.sending import checked_answers
from responses.submission.timing import in_phase
from responses.submission.writing import says_nothing
from responses.survey import Survey

UNDECIDED = "‘{value}’ is not one of the answers, and nobody has said what it means"
NO_DAY = "It does not say when it was received. Say the day for all rows under ‘How the table is read’"
SHOWN = 60  # letters of a value in a message


@dataclass
class Row:
    """What a row says. It becomes a response where it has answers and no faults."""

    number: int
    columns: dict[str, Any] = field(default_factory=dict)
    contact: dict[str, Any] = field(default_factory=dict)
    answers: dict[int, Value] = field(default_factory=dict)
    faults: list[tuple[int, str]] = field(default_factory=list)  # column, or -1 for the row as a whole; what is wrong
    reference: str = ""


class RowReader:
    """Reads rows of one layout for one exercise; made once, asked once for each row."""

    def __init__(
        self,
        mapping: Mapping,
        targets: dict[str, Target],
        survey: Survey,
        exercise: Exercise,
        *,
        received_on: dt.date | None,
        now: dt.datetime,
        unnamed: str,
    ) -> None:
        self.mapping, self.targets, self.survey, self.exercise = mapping, targets, survey, exercise
        self.received_on, self.now = received_on, now
        self.used = mapping.used()
        self.senders = Senders(survey.content, unnamed)
        self.item_ids = {box.item.key: item_id for item_id, box in survey.boxes.items()}
        self.place_of = {key: mapping.goes_to(key)[0] for key in {column.to for column in self.used.values()}}
        self.headed = {key for key in self.place_of if len(mapping.goes_to(key)) > 1}

    def read(self, number: int, cells: list[str]) -> Row:
        """Return what the row says."""
        row = Row(number)
        who: dict[str, str] = {}
        raws: dict[int, Raw] = {}
        places: dict[int, list[int]] = defaultdict(list)
        for place, column in self.used.items():
            cell = cells[place].strip() if place < len(cells) else ""
            if not cell:
                continue
            target = self.targets[column.to]
            item = self.item_ids.get(target.item, 0)
            if item or target.sort == "place":
                self._answer(row, raws, places, place, column, target, item, cells[place])
            elif target.key == "reference":
                row.reference = cell
            elif target.key != "received":
                self._who(row, who, place, column, target, cell)
        self._check(row, raws, places)
        if row.answers or row.faults:
            self._finish(row, who, cells)
        return row

    def _answer(
        self,
        row: Row,
        raws: dict[int, Raw],
        places: dict[int, list[int]],
        place: int,
        column: ColumnMapping,
        target: Target,
        item: int,
        cell: str,
    ) -> None:
        """Put what a cell says where the public's own form would have put it."""
        if target.sort == "words":
            words = newlines(cell)
            if target.key in self.headed:
                words = f"{column.heading}\n{words.strip()}"
            raws[item] = f"{raws[item]}\n\n{words}" if item in raws else words
        elif target.sort == "choice":
            if key := self._meant(row, place, column, cell.strip()):
                raws[item] = key
        elif target.sort == "several":
            keys = [self._meant(row, place, column, piece) for piece in values.pieces(cell, column.delimiter)]
            raws[item] = [*raws.get(item, []), *filter(None, keys)]
        elif target.sort == "tick":
            self._tick(row, raws, place, column, target, item, cell)
        elif ranked := self._meant(row, place, column, cell.strip()):
            item = self.item_ids[ranked]
            if item in raws:
                row.faults.append((place, "It is ranked a second time in this row"))
            raws[item] = target.key.split(" ")[2]
        places[item].append(place)

    def _tick(
        self,
        row: Row,
        raws: dict[int, Raw],
        place: int,
        column: ColumnMapping,
        target: Target,
        item: int,
        cell: str,
    ) -> None:
        ticked = values.is_ticked(cell.strip(), target.choices)
        if ticked is None and column.others != LEAVE_OUT:
            row.faults.append((place, f"‘{_short(cell)}’ is neither a tick nor the lack of one"))
        elif ticked:
            raws[item] = [*raws.get(item, []), *target.choices]

    def _meant(self, row: Row, place: int, column: ColumnMapping, value: str) -> str:
        """Return the choice that a value means; where nobody has said so, that is a fault of the row."""
        key = column.values.get(value, "")
        if not key:
            key = values.meant(value, self.targets[column.to].choices)
            column.values[value] = key  # looked at once for all rows
        if key == values.LEAVE_OUT or (not key and column.others == LEAVE_OUT):
            return ""
        if key not in self.targets[column.to].choices:
            row.faults.append((place, _undecided(value, self.targets[column.to])))
            return ""
        return key

    def _who(self, row: Row, who: dict[str, str], place: int, column: ColumnMapping, target: Target, cell: str) -> None:
        if target.sort == "choice":
            if key := self._meant(row, place, column, cell):
                who[target.key] = key
        elif not (target.key in {"organisation_name", "confidentiality_reason"} and says_nothing(cell)):
            who[target.key] = cell

    def _check(self, row: Row, raws: dict[int, Raw], places: dict[int, list[int]]) -> None:
        """Hold the answers against the rules of the public's own form."""
        row.answers, errors = checked_answers(self.survey, raws)
        for item, messages in errors.items():
            row.faults.append((places[item][0] if places[item] else -1, " ".join(messages)))

    def _finish(self, row: Row, who: dict[str, str], cells: list[str]) -> None:
        columns, contact, faults = self.senders.of(who, row.number)
        row.columns, row.contact = columns, contact
        # What is only asked of organisations is no fault of an individual's row, and the other way round
        beside = ORGANISATION if columns.get("kind") == Response.Kind.INDIVIDUAL else INDIVIDUAL
        row.faults = [(place, why) for place, why in row.faults if place < 0 or self.used[place].to not in beside]
        row.faults += [(self.place_of.get(name, -1), message) for name, message in faults]
        row.columns |= self._received(row, cells)

    def _received(self, row: Row, cells: list[str]) -> dict[str, Any]:
        """Return when the row reached whoever asked, and what the deadline says of it."""
        place = self.place_of.get("received", -1)
        said = cells[place].strip() if 0 <= place < len(cells) else ""
        found = dates.moment(said, self.mapping.dates) if said else None
        if said and found is None:
            row.faults.append((place, f"‘{_short(said)}’ is no date that can be read"))
        if not said and self.received_on:
            found = start_of_day(self.received_on), False
        elif not said:
            row.faults.append((place, NO_DAY))
        return self._judged(row, place, *found) if found else {}

    def _judged(self, row: Row, place: int, at: dt.datetime, time_known: bool) -> dict[str, Any]:
        opens = self.exercise.opens_at
        if not time_known and opens and london_day(at) == london_day(opens):
            at = max(at, opens)  # any moment of that day may have been after the opening
        phase = self.exercise.phase(at)
        if at > self.now:
            row.faults.append((place, "It was received in the future"))
        elif phase is Phase.COMING:
            row.faults.append((place, "It was received before the exercise opened"))
        return {"received_at": at, "received_time_known": time_known, "timing": in_phase(phase)}


def is_late(row: Row) -> bool:
    """Whether the row came after the end of grace."""
    return row.columns.get("timing") == Response.Timing.LATE


def _undecided(value: str, target: Target) -> str:
    near = target.choices.get(nearness.suggested(value, target.choices), "")
    return UNDECIDED.format(value=_short(value)) + (f". It is near ‘{_short(near)}’" if near else "")


def _short(value: str) -> str:
    value = " ".join(value.split())
    return value if len(value) <= SHOWN else f"{value[:SHOWN]}…"
