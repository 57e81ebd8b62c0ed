"""The blocks a section is made of. All are plain dictionaries, since a report is kept as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.measures.answers import share
from analysis.measures.groups import GROUPS

Block = dict[str, Any]
Cell = int | float | str

HIDDEN = "[c]"
HIDDEN_NOTE = (
    f"{HIDDEN} marks a number of individuals that is not shown: it is from 1 to 7, or it would give such a number away."
)


def section(key: str, title: str, blocks: Sequence[Block]) -> dict[str, Any]:
    return {"key": key, "title": title, "blocks": list(blocks)}


def paragraph(text: str) -> Block:
    return {"kind": "paragraph", "text": text}


def heading(text: str, *, level: int = 3) -> Block:
    """Return a heading within a section, whose own title stands at level 2."""
    return {"kind": "heading", "level": level, "text": text}


def bullets(items: Sequence[str]) -> Block:
    return {"kind": "bullets", "items": list(items)}


def note(text: str) -> Block:
    """Return what must not be overlooked, set apart."""
    return {"kind": "note", "text": text}


def table(
    key: str,
    caption: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    *,
    base: str,
    notes: Sequence[str] = (),
    chart: Block | None = None,
    names: int = 1,
    **extra: Any,
) -> Block:
    """
    Return a table with the base of its figures. Its chart, if any, repeats it.

    The first `names` columns name the row; where there are two, rows that follow each other with the same first name
    belong together. `extra` is for the web page: `references` is the column of references, which become links;
    `members` has for each row the number of its response, which may stand whole in the annex; `folded` says that the
    table waits behind its caption where it is long; `maps` are of footprints (title, areas by place) and stand below.
    """
    kept = [list(row) for row in rows]
    notes = list(notes)
    if any(HIDDEN in row for row in kept):
        notes.append(HIDDEN_NOTE)
    return {
        "kind": "table",
        "key": key,
        "caption": caption,
        "columns": list(columns),
        "rows": kept,
        "names": names,
        "numeric": [
            place
            for place in range(names, len(columns))
            if kept and all(isinstance(row[place], int | float) or row[place] == HIDDEN for row in kept)
        ],
        "base": base,
        "notes": notes,
        "chart": chart if chart and _is_drawn(chart) else None,
        **extra,
    }


def picture(chart: Block, *, base: str) -> Block:
    """Return a picture that stands by itself, with the base of its figures; a table elsewhere has them all."""
    return {"kind": "picture", "chart": chart, "base": base}


def _is_drawn(chart: Block) -> bool:
    """Whether a chart has anything to show: a share of nobody is no figure."""
    return any(value is not None for series in chart["series"] for value in series["values"])


def quotes(
    key: str,
    title: str,
    entries: Sequence[dict[str, Any]],
    *,
    of: int,
    late: int,
    wrote: int,
    chosen: str = "",
) -> Block:
    """
    Return answers in the words of those who sent them.

    They are of the `of` that these readers may read, `late` of them received late; in the figures, `wrote` did.
    `chosen` says which these are where they are not all, and not drawn at random.
    """
    found = {"of": of, "late": late, "wrote": wrote, "entries": list(entries)}
    found |= {"chosen": chosen} if chosen else {}
    return {"kind": "quotes", "key": key, "title": title, **found}


def annex(key: str) -> Block:
    """Return the place where a renderer reads in whole answers, which are too many to be kept in the data."""
    return {"kind": "annex", "key": key}


Part = tuple[int, int]  # so many of a base


def shares_chart(key: str, title: str, rows: Sequence[tuple[str, Mapping[str, Part | None]]]) -> Block:
    """
    Return bars in per cent of each group's base, labelled with the counts: rows of (name, {group: (n, base)}).

    What may not be shown is None: it has no bar, and the sign of what is hidden for a label.
    """
    series = [
        {
            "name": name,
            "values": [share(*part) if (part := parts[group]) else None for _, parts in rows],
            "labels": [f"{part[0]:,} of {part[1]:,}" if (part := parts[group]) else HIDDEN for _, parts in rows],
        }
        for group, name in GROUPS.items()
    ]
    return _chart(key, title, "per cent of those in the figures", [name for name, _ in rows], series, unit="%")


def counts_chart(
    key: str, title: str, names: Sequence[str], series: Mapping[str, Sequence[int]], *, axis: str
) -> Block:
    """Return bars of counts; columns over days where there are many names."""
    drawn = [
        {"name": name, "values": list(values), "labels": [f"{value:,}" for value in values]}
        for name, values in series.items()
    ]
    return _chart(key, title, axis, list(names), drawn, unit="")


def _chart(key: str, title: str, axis: str, names: list[str], series: list[dict[str, Any]], *, unit: str) -> Block:
    return {
        "key": key,
        "title": title,
        "axis": axis,
        "unit": unit,
        "names": names,
        "series": series,
        "alternative": _in_words(title, names, series, unit),
    }


def _in_words(title: str, names: list[str], series: list[dict[str, Any]], unit: str) -> str:
    """Return what a chart says to somebody who cannot see it; the table beside it has every number."""
    ranges = []
    for one in series:
        known = [(value, name) for value, name in zip(one["values"], names, strict=True) if value is not None]
        if known:
            low, high = min(known, key=lambda pair: pair[0]), max(known, key=lambda pair: pair[0])
            ranges.append(f"{one['name']}: from {low[0]:g}{unit} ({low[1]}) to {high[0]:g}{unit} ({high[1]}).")
    return " ".join([f"Bar chart: {title}.", *ranges, "The table with it has every figure."])
