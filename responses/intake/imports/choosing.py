"""The pages on which columns and their values are mapped: lists to choose from, and what was chosen."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from responses.intake.imports.mapping import nearness, values
from responses.intake.imports.mapping.guessing import column_for
from responses.intake.imports.mapping.mapping import INVALID, LEAVE_OUT, ColumnMapping, Mapping
from responses.intake.imports.mapping.shape import Column, Shape
from responses.intake.imports.mapping.targets import IGNORE, Target

ON_A_PAGE = 40
BY_A_PERSON = "Chosen by a person"
NOT_DECIDED, LEFT = "", values.LEAVE_OUT
DELIMITERS = {"": "Nothing: one answer a cell", ";": "Semicolon ;", ",": "Comma ,", "|": "Bar |", "\n": "Line end"}
CODES = {"": "none", ";": "semicolon", ",": "comma", "|": "bar", "\n": "line"}


@dataclass(frozen=True)
class ColumnRow:
    """One column on the page."""

    column: Column
    known: ColumnMapping
    options: SafeString
    target: Target | None
    error: str = ""

    @property
    def name(self) -> str:
        return f"to-{self.column.position}"

    @property
    def undecided(self) -> int:
        return len(self.known.undecided)


@lru_cache(maxsize=16)
def _option_list(targets: tuple[Target, ...]) -> SafeString:
    """Return all that a column may become, in groups; made once, for there may be a hundred columns."""
    groups = [
        format_html(
            '<optgroup label="{}">{}</optgroup>',
            group,
            format_html_join("", '<option value="{}">{}</option>', ((each.key, each.label) for each in members)),
        )
        for group, members in groupby(targets, key=lambda each: each.group)
    ]
    return format_html('<option value="{}">Do not import it</option>{}', IGNORE, SafeString("".join(groups)))


def options(targets: AnyMapping[str, Target], chosen: str) -> SafeString:
    """Return the list with one chosen."""
    start = format_html('<option value="{}"', chosen)
    return mark_safe(_option_list(tuple(targets.values())).replace(start, f"{start} selected", 1))  # noqa: S308 - escaped


def rows(
    shape: Shape, mapping: Mapping, targets: AnyMapping[str, Target], *, first: int, errors: AnyMapping[int, str]
) -> list[ColumnRow]:
    """Return the columns of one page."""
    shown = list(zip(shape.columns, mapping.columns, strict=True))[first : first + ON_A_PAGE]
    return [
        ColumnRow(column, known, options(targets, known.to), targets.get(known.to), errors.get(column.position, ""))
        for column, known in shown
    ]


def chosen(shape: Shape, mapping: Mapping, targets: AnyMapping[str, Target], posted: AnyMapping[str, str]) -> Mapping:
    """Return the mapping with what was chosen on a page; a column that becomes something new is looked at anew."""
    columns = list(mapping.columns)
    for column in shape.columns:
        to = posted.get(f"to-{column.position}", columns[column.position].to)
        if to != columns[column.position].to and (to == IGNORE or to in targets):
            columns[column.position] = column_for(column, targets.get(to), BY_A_PERSON)
    return replace(mapping, columns=tuple(columns))


@dataclass(frozen=True)
class ValueRow:
    """One different value of a column."""

    number: int
    value: str
    times: int
    chosen: str
    is_suggested: bool = False  # chosen for the person to look at: nothing is decided until they save


def value_rows(column: Column, known: ColumnMapping, target: Target | None = None) -> list[ValueRow]:
    """Return the values of a column, those first that nobody has decided on, then the most frequent.

    With what the column becomes, values that are not decided have the choice suggested that they are near.
    """
    times: dict[str, int] = {}
    for value, count in column.values.items():
        for piece in values.pieces(value, known.delimiter):
            times[piece] = times.get(piece, 0) + count
    listed = sorted(times.items(), key=lambda each: (bool(known.values.get(each[0])), -each[1], each[0]))
    made = []
    for nth, (value, count) in enumerate(listed):
        said = known.values.get(value, "")
        near = nearness.suggested(value, target.choices) if target and not said else ""
        made.append(ValueRow(nth, value, count, said or near, is_suggested=bool(near)))
    return made


def with_values(column: Column, known: ColumnMapping, target: Target, posted: AnyMapping[str, str]) -> ColumnMapping:
    """Return a column with what was said of its values."""
    others = LEAVE_OUT if posted.get("others") == LEAVE_OUT else INVALID
    if target.sort == "tick":
        return replace(known, others=others)
    sign = next((sign for sign, code in CODES.items() if code == posted.get("delimiter")), known.delimiter)
    if target.sort == "several" and sign != known.delimiter:
        meanings = values.meanings(column.values, target.choices, sign)
        return replace(known, delimiter=sign, values=meanings, others=others)
    said = dict(known.values)
    for row in value_rows(column, known):
        key = posted.get(f"value-{row.number}", row.chosen)
        if key in {NOT_DECIDED, LEFT} or key in target.choices:
            said[row.value] = key
    return replace(known, values=said, others=others)
