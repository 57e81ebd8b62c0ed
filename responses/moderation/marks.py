"""Marks around words: `[[like this]]`. Pure functions over strings; every position is a code point of the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from common.text import newlines
from responses.moderation.errors import RedactionRefused

OPEN, CLOSE = "[[", "]]"
BLOCK = "[redacted]"  # of one length, so that it does not tell how long the words were
MAX_MARKS_TOGETHER = 20
BRACKETS = re.compile(r"[\[\]]+")

Span = tuple[int, int]


def redacted(text: str, spans: Iterable[Sequence[int]]) -> str:
    """Return the text with a block in the place of each span."""
    return "".join(BLOCK if hidden else piece for piece, hidden in pieces(text, spans))


def marked(text: str, spans: Iterable[Sequence[int]]) -> str:
    """Return the text with marks around each span, to be edited."""
    return "".join(f"{OPEN}{piece}{CLOSE}" if hidden else piece for piece, hidden in pieces(text, spans))


def pieces(text: str, spans: Iterable[Sequence[int]]) -> list[tuple[str, bool]]:
    """Cut a text at its spans; each piece comes with whether it lies in a span."""
    text = newlines(text)
    found, at = [], 0
    for start, end in spans:
        found += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [(piece, hidden) for piece, hidden in [*found, (text[at:], False)] if piece]


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, those that touch or overlap as one."""
    together: list[Span] = []
    for start, end in sorted(spans):
        if together and start <= together[-1][1]:
            together[-1] = (together[-1][0], max(end, together[-1][1]))
        else:
            together.append((start, end))
    return together


def parse(original: str, edited: str) -> list[Span]:
    """Return what the marks enclose, as [start, end) of the original; refuse if anything but marks was changed.

    Doubled brackets may stand in the original. Letters come in the same order in both texts, so the brackets between
    two letters can be compared by themselves: those that are there in addition are marks.
    """
    original, edited = newlines(original), newlines(edited)
    _refuse_changes(original, edited)
    before, after = _bracket_runs(original), _bracket_runs(edited)
    tokens: list[tuple[int, str]] = []  # where in the original a mark stands, and which
    inside, brackets = False, 0
    for letters in sorted(before.keys() | after.keys()):
        run = before.get(letters, "")
        marks = _added(run, after.get(letters, ""), inside=inside)
        tokens += [(letters + brackets + offset, mark) for offset, mark in marks]
        inside ^= len(marks) % 2 == 1
        brackets += len(run)
    if inside:
        raise RedactionRefused(f"The last {OPEN} has no {CLOSE}. Close the mark.")
    return _spans(original, [at for at, _ in tokens])


def _refuse_changes(original: str, edited: str) -> None:
    was, now = BRACKETS.sub("", original), BRACKETS.sub("", edited)
    if was == now:
        return
    same = next(
        (at for at, (one, other) in enumerate(zip(was, now, strict=False)) if one != other), min(len(was), len(now))
    )
    around = now[max(0, same - 20) : same + 20] or was[max(0, same - 20) : same + 20]
    raise RedactionRefused(
        f"Apart from the marks the words must stay exactly as they were. They differ from here: “{around.strip()}”. "
        "Put back what was there."
    )


def _bracket_runs(text: str) -> dict[int, str]:
    """Return each run of brackets by the number of other characters before it."""
    runs, brackets = {}, 0
    for match in BRACKETS.finditer(text):
        runs[match.start() - brackets] = match.group()
        brackets += len(match.group())
    return runs


def _added(run: str, edited: str, *, inside: bool) -> list[tuple[int, str]]:
    """Return the marks that turn one run of brackets into the other, each with its offset in the first.

    Marks take turns, so their order is known and only their places have to be found. An opening mark goes as far to
    the front and a closing one as far to the back as they can: a bracket of the original in doubt is redacted.
    """
    number, odd = divmod(len(edited) - len(run), 2)
    if odd or number < 0:
        raise RedactionRefused(f"A bracket is missing or left over: marks are {OPEN} and {CLOSE}.")
    if number > MAX_MARKS_TOGETHER:
        raise RedactionRefused("Too many marks stand directly beside each other.")
    order = [CLOSE if (inside + turn) % 2 else OPEN for turn in range(number)]
    fits = _fits(run, edited, order)
    if not fits[0][0]:
        raise RedactionRefused(f"Each {OPEN} needs its {CLOSE}, and marks cannot stand inside each other.")
    found: list[tuple[int, str]] = []
    at = 0
    while at < len(edited):
        done = len(found)
        mark = _mark_fits(edited, at, order, done) and fits[at + 2][done + 1]
        literal = _literal_fits(run, edited, at, done) and fits[at + 1][done]
        if mark and (order[done] == OPEN or not literal):
            found.append((at - 2 * done, order[done]))
            at += 2
        else:
            at += 1
    return found


def _fits(run: str, edited: str, order: Sequence[str]) -> list[list[bool]]:
    """Tell, from each place and number of marks done, whether the rest can be read."""
    fits = [[False] * (len(order) + 1) for _ in range(len(edited) + 1)]
    fits[len(edited)][len(order)] = True
    for at in range(len(edited) - 1, -1, -1):
        for done in range(len(order) + 1):
            fits[at][done] = (_literal_fits(run, edited, at, done) and fits[at + 1][done]) or (
                _mark_fits(edited, at, order, done) and fits[at + 2][done + 1]
            )
    return fits


def _literal_fits(run: str, edited: str, at: int, done: int) -> bool:
    return 0 <= at - 2 * done < len(run) and edited[at] == run[at - 2 * done]


def _mark_fits(edited: str, at: int, order: Sequence[str], done: int) -> bool:
    return done < len(order) and edited[at : at + 2] == order[done]


def _spans(original: str, ends: Sequence[int]) -> list[Span]:
    """Pair the places of marks, and join spans that touch."""
    spans: list[Span] = []
    for start, end in zip(ends[::2], ends[1::2], strict=True):
        if not original[start:end].strip():
            raise RedactionRefused("There is a mark with no words in it. Take it out, or put it around the words.")
        if spans and spans[-1][1] == start:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans
