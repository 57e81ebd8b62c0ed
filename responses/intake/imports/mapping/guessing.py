"""What each column is likely to be: by its heading first, by its values where that settles it, each with the reason."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import replace

from responses.intake.imports.mapping import about, dates, likely, values
from responses.intake.imports.mapping.headings import compared
from responses.intake.imports.mapping.likely import OPTION, Guess
from responses.intake.imports.mapping.mapping import ColumnMapping, Mapping
from responses.intake.imports.mapping.shape import Column, Shape
from responses.intake.imports.mapping.targets import IGNORE, Target


def guessed(shape: Shape, targets: AnyMapping[str, Target]) -> Mapping:
    """Return a mapping of every column; what nothing speaks for is not imported, and says so."""
    offered = sorted(
        ((guess, column.position) for column in shape.columns for guess in _guesses(column, targets)),
        key=lambda each: (-each[0].score, each[1]),
    )
    chosen: dict[int, Guess] = {}
    taken: dict[str, int] = {}
    for guess, place in offered:
        if place not in chosen and guess.to not in taken:
            chosen[place] = guess
            taken[guess.to] = place
    lost = {place: guess for guess, place in reversed(offered) if place not in chosen}
    columns = tuple(
        column_for(column, targets.get(chosen[column.position].to), chosen[column.position].reason)
        if column.position in chosen
        else ColumnMapping(column.heading, IGNORE, reason=_why_not(column, lost.get(column.position), shape, taken))
        for column in shape.columns
    )
    moments = [
        value
        for column in shape.columns
        if chosen.get(column.position, _NOBODY).to == "received"
        for value in (*column.values, *column.examples)
    ]
    return Mapping(
        columns,
        sheet=shape.told.get("sheet", ""),
        header_rows=shape.header_rows,
        dates=dates.order_of(moments),
    )


_NOBODY = Guess("", 0, "")


def column_for(column: Column, target: Target | None, reason: str = "") -> ColumnMapping:
    """Return a column that becomes something, with what its values are likely to mean."""
    if target is None:
        return ColumnMapping(column.heading, IGNORE, reason=reason)
    if not target.takes_values:
        return ColumnMapping(column.heading, target.key, reason=reason)
    sign = values.delimiter_of(column.values, target.choices) if target.sort == "several" else ""
    return ColumnMapping(
        column.heading, target.key, values.meanings(column.values, target.choices, sign), delimiter=sign, reason=reason
    )


def _why_not(column: Column, lost: Guess | None, shape: Shape, taken: AnyMapping[str, int]) -> str:
    if not column.filled:
        return "It is empty"
    if lost is not None:
        return f"It may be the same as ‘{shape.columns[taken[lost.to]].heading}’, which is more likely"
    if found := OPTION.search(values.plain(column.heading)):
        return f"It is about option {found[1]}, and nothing asked of that option is like it"
    return "Nothing asked in this exercise is like it"


def _guesses(column: Column, targets: AnyMapping[str, Target]) -> list[Guess]:
    return [*about.who(column, targets), *(likely.answers(column, targets) if column.filled else [])]


def with_new_values(mapping: Mapping, shape: Shape, targets: AnyMapping[str, Target]) -> Mapping:
    """Return a remembered mapping for a new file: what was said stands, and values not seen before are guessed."""
    known = zip(shape.columns, mapping.columns, strict=True)
    return replace(mapping, columns=tuple(_remembered(column, said, targets) for column, said in known))


def with_known_columns(guess: Mapping, known: Mapping, shape: Shape, targets: AnyMapping[str, Target]) -> Mapping:
    """Return a guess with what was said of columns under the same headings in another layout, which stands."""
    said = {compared(column.heading): column for column in known.columns}
    found = [said.get(compared(column.heading)) for column in shape.columns]
    taken = {one.to for one in found if one}
    columns = []
    for column, likely_one, one in zip(shape.columns, guess.columns, found, strict=True):
        target = targets.get(likely_one.to)
        if one:
            columns.append(_remembered(column, one, targets))
        elif target and target.sort != "words" and target.key in taken:
            columns.append(ColumnMapping(column.heading, IGNORE, reason="Another column was said to be that last time"))
        else:
            columns.append(likely_one)
    return replace(guess, columns=tuple(columns), dates=known.dates, same_rows=known.same_rows)


def _remembered(column: Column, known: ColumnMapping, targets: AnyMapping[str, Target]) -> ColumnMapping:
    target = targets.get(known.to)
    seen = known.values
    if target and target.takes_values:
        seen = {**values.meanings(column.values, target.choices, known.delimiter), **known.values}
    return replace(known, heading=column.heading, values=seen, reason="As it was mapped last time")
