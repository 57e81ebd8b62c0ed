"""A suggestion of the points in a note: its bullets and paragraphs. Staff decide; nothing of the note is dropped."""

from __future__ import annotations

import re
from collections.abc import Sequence

from common.text import newlines

BETWEEN = "\n\n"  # what stands between two points of one answer
_BULLET = re.compile(r"\A\s*(?:[-*•‣▪●○◦–—·]\s+|\(?\d{1,3}[.)]\s+|\(?[a-z][.)]\s+)", re.IGNORECASE)
_BLANK = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")


def suggest(note: str) -> list[str]:
    """Return the paragraphs of a note, and each bullet by itself, without the bullet's sign.

    A line that follows a bullet without one of its own goes on with it.
    """
    points: list[str] = []
    for block in _BLANK.split(newlines(note).replace("\x00", "").strip("\n")):
        lines = block.split("\n")
        if not any(_BULLET.match(line) for line in lines):
            points.append(block)
            continue
        for number, line in enumerate(lines):
            if _BULLET.match(line):
                points.append(_BULLET.sub("", line, count=1))
            elif number == 0:
                points.append(line)
            else:
                points[-1] = f"{points[-1]}\n{line}"
    return [tidied for point in points if (tidied := tidy(point))]


def tidy(point: str) -> str:
    """Return a point without empty lines around or in it: an empty line stands between points."""
    return _BLANK.sub("\n", newlines(point).replace("\x00", "").strip()).strip()


def compose(points: Sequence[str]) -> str:
    """Return the answer that consists of these points."""
    return BETWEEN.join(points)


def places(points: Sequence[str]) -> list[tuple[int, int]]:
    """Return where each point stands in what `compose` makes of them: [start, end) in code points."""
    found, at = [], 0
    for point in points:
        found.append((at, at + len(point)))
        at += len(point) + len(BETWEEN)
    return found


def places_in(text: str) -> list[tuple[int, int]]:
    """Return where the paragraphs of an answer stand that was not composed of points."""
    found, at = [], 0
    for gap in [*_BLANK.finditer(text), None]:
        end = gap.start() if gap else len(text)
        piece = text[at:end]
        if piece.strip():
            lead = len(piece) - len(piece.lstrip())
            found.append((at + lead, at + len(piece.rstrip())))
        at = gap.end() if gap else end
    return found
