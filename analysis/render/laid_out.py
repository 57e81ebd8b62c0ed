"""Tables as the template of a web page walks through them; for reports and for pages that show what is there now."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from analysis.render import matrix
from analysis.render.base import base_line, shown
from analysis.render.pages import ANNEXED, RESPONSE
from engagement.shapes import EditionContent
from responses.alternatives.pictures import picture
from responses.alternatives.shapes import Drawn
from responses.submission.references import normalise

MOST_UNFOLDED = 15  # rows of a table that says no more than its chart; a longer one waits behind its caption
SHORT = 16  # letters of a cell, so that several stand on one line of a phone


def with_maps(blocks: Sequence[dict[str, Any]]) -> bool:
    """Whether a page has any map of a footprint, and so needs the patterns of places."""
    return any(block.get("maps") or any("drawn" in entry for entry in block.get("entries", ())) for block in blocks)


def shown_here(blocks: Sequence[dict[str, Any]], content: EditionContent) -> list[dict[str, Any]]:
    """Return tables and matrices as the template needs them on a page that is made now, with the pictures in it."""
    ready = []
    for block in blocks:
        if block["kind"] == "table":
            block = {**block, **laid_out(block, frozenset(), content)}
        elif block["kind"] == "picture":
            drawn = [(shape, matrix.svg(block["chart"], narrow=shape == "narrow")) for shape in ("wide", "narrow")]
            block = {**block, "base_line": base_line(block), "drawn": drawn}
        ready.append(block)
    return ready


def small_map(content: EditionContent, places: Sequence[Sequence[str]]) -> str:
    """Return the map of a footprint from the areas of its places, without the patterns that a page has once."""
    return picture(content, Drawn(tuple(map(tuple, places))), with_tones=False)


def laid_out(block: dict[str, Any], annexed: frozenset[int], content: EditionContent) -> dict[str, Any]:
    """Return a table as its template walks through it: rows in groups, each cell with its column and its link."""
    lines = [_line(block, number, row, annexed) for number, row in enumerate(block["rows"])]
    is_grouped = block["names"] == 2
    groups = [list(found) for _, found in itertools.groupby(lines, key=lambda line: line["group"])]
    is_short = all(len(cell["text"]) <= SHORT for line in lines for cell in line["cells"])
    return {
        "groups": groups if is_grouped else [lines],
        "is_grouped": is_grouped,
        "is_stacked": len(block["columns"]) > 2,
        "is_compact": is_short and not any(cell["address"] for line in lines for cell in line["cells"]),
        "is_folded": block.get("folded", False) and len(lines) > MOST_UNFOLDED,
        "base_line": base_line(block),
        "maps": [one for one in _maps(block, content) if one["picture"]],
    }


def _maps(block: dict[str, Any], content: EditionContent) -> list[dict[str, Any]]:
    return [{**one, "picture": small_map(content, one["places"])} for one in block.get("maps", ())]


def _line(block: dict[str, Any], number: int, row: list[int | str], annexed: frozenset[int]) -> dict[str, Any]:
    names = block["names"]
    member = block["members"][number] if "members" in block else 0
    cells = [
        {
            "column": block["columns"][place],
            "text": shown(value),
            "is_number": place in block["numeric"],
            "address": RESPONSE.format(reference=normalise(str(value))) if place == block.get("references") else "",
        }
        for place, value in enumerate(row)
        if place >= names
    ]
    return {
        "group": shown(row[0]) if names == 2 else "",
        "name": shown(row[names - 1]),
        "address": ANNEXED.format(number=member) if member in annexed else "",
        "cells": cells,
    }
