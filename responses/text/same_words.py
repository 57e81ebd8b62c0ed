"""Where words of one text stand in another that has the same words. Pure; places are code points, [start, end)."""

from __future__ import annotations

from collections.abc import Sequence

from responses.text.words import Words, split

Span = tuple[int, int]


def found_again(before: str, after: str, spans: Sequence[Span]) -> list[Span] | None:
    """
    Return where the spans of one text stand in another, or None where that cannot be told exactly.

    Texts that differ in spaces and line breaks alone are told letter by letter; those that differ in letter case, signs
    or punctuation by words, and then a span that begins or ends within a word, or holds none, cannot be told.
    """
    if before == after:
        return list(spans)
    ours, theirs = _letters(before), _letters(after)
    if [before[at] for at in ours] == [after[at] for at in theirs]:
        found = [_by_letters(span, ours, theirs) for span in spans]
    else:
        words, others = split(before), split(after)
        if words.words != others.words:
            return None
        found = [_by_words(span, words, others) for span in spans]
    told = [span for span in found if span is not None]
    return told if len(told) == len(spans) else None


def _letters(text: str) -> list[int]:
    """Return where anything but space stands."""
    return [at for at, letter in enumerate(text) if not letter.isspace()]


def _by_letters(span: Span, ours: list[int], theirs: list[int]) -> Span | None:
    inside = [number for number, at in enumerate(ours) if span[0] <= at < span[1]]
    return (theirs[inside[0]], theirs[inside[-1]] + 1) if inside else None


def _by_words(span: Span, ours: Words, theirs: Words) -> Span | None:
    start, end = span
    inside = [number for number, (first, last) in enumerate(ours.places) if first < end and start < last]
    if not inside or ours.places[inside[0]][0] < start or end < ours.places[inside[-1]][1]:
        return None
    return theirs.places[inside[0]][0], theirs.places[inside[-1]][1]
