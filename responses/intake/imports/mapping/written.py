"""A mapping as YAML, for whoever imports from the command line or wants to keep it beside the survey."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import replace
from typing import Any

import yaml

from responses.intake.imports.mapping import guessing, values
from responses.intake.imports.mapping.mapping import IMPORT, INVALID, LEAVE_OUT, ColumnMapping, Mapping
from responses.intake.imports.mapping.shape import HEADER_ROWS, Column, Shape
from responses.intake.imports.mapping.targets import IGNORE, Target

ABOUT = ("sheet", "encoding", "header_rows", "dates", "same_rows")
ALLOWED = {"header_rows": (0, *HEADER_ROWS), "dates": ("day", "month"), "same_rows": (IMPORT, LEAVE_OUT)}
OF_COLUMN = {"heading", "to", "values", "others", "delimiter"}


class BadMapping(Exception):
    """The YAML is no mapping, or not of this file; the message says where."""


def dumped(mapping: Mapping) -> str:
    """Return a mapping as YAML: how the table is read, then each column that becomes something."""
    about = {name: getattr(mapping, name) for name in ABOUT if getattr(mapping, name)}
    columns = [_column(column) for column in mapping.used().values()]
    return yaml.safe_dump({**about, "columns": columns}, sort_keys=False, allow_unicode=True, width=120)


def _column(column: ColumnMapping) -> dict[str, Any]:
    said: dict[str, Any] = {"heading": column.heading, "to": column.to}
    if column.values:
        said["values"] = dict(column.values)
    if column.others != INVALID:
        said["others"] = column.others
    if column.delimiter:
        said["delimiter"] = column.delimiter
    return said


def about(text: str) -> Mapping:
    """Return how the table is to be read, before it is known what columns it has. Raises BadMapping."""
    said = _read(text)
    for name, allowed in ALLOWED.items():
        if name in said and said[name] not in allowed:
            raise BadMapping(f"{name}: choose one of {', '.join(map(str, allowed))}.")
    return Mapping(**{name: said[name] for name in ABOUT if name in said})


def loaded(text: str, shape: Shape, targets: AnyMapping[str, Target]) -> Mapping:
    """Return the mapping for this table. Columns that it does not name are not imported. Raises BadMapping."""
    by_heading = {column.heading: column for column in shape.columns}
    columns = [ColumnMapping(column.heading, IGNORE, reason="The mapping does not name it") for column in shape.columns]
    for number, said in enumerate(_read(text).get("columns") or [], start=1):
        if not isinstance(said, dict) or not {"heading", "to"} <= said.keys() or said.keys() - OF_COLUMN:
            raise BadMapping(f"Column {number}: it has a heading, a 'to', and may have values, others and delimiter.")
        column = by_heading.get(str(said["heading"]))
        if column is None:
            raise BadMapping(f"Column {number}: the file has no heading ‘{said['heading']}’.")
        columns[column.position] = _loaded(number, said, column, targets)
    return replace(
        about(text), columns=tuple(columns), header_rows=shape.header_rows, sheet=shape.told.get("sheet", "")
    )


def _loaded(number: int, said: dict[str, Any], column: Column, targets: AnyMapping[str, Target]) -> ColumnMapping:
    target = targets.get(str(said["to"]))
    if target is None and said["to"] != IGNORE:
        raise BadMapping(f"Column {number}: this exercise has nothing called ‘{said['to']}’.")
    if said.get("others", INVALID) not in (INVALID, LEAVE_OUT):
        raise BadMapping(f"Column {number}: others is either {INVALID} or {LEAVE_OUT}.")
    given = {str(value): str(key) for value, key in (said.get("values") or {}).items()}
    if target and target.takes_values:
        for value, key in given.items():
            if key and key != values.LEAVE_OUT and key not in target.choices:
                raise BadMapping(f"Column {number}, ‘{value}’: ‘{key}’ is none of {', '.join(target.choices)}.")
    guess = guessing.column_for(column, target, "As the mapping says")
    changes = {name: said[name] for name in ("others", "delimiter") if name in said}
    return replace(guess, values={**guess.values, **given}, **changes)


def _read(text: str) -> dict[str, Any]:
    try:
        said = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise BadMapping(f"This is not YAML: {error}") from None
    if not isinstance(said, dict) or not isinstance(said.get("columns") or [], list):
        raise BadMapping("A mapping has a list of columns: see docs/imports.md.")
    return said
