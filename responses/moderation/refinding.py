"""Where hidden words of one wording stand in another. Pure; the other may be a correction in other places only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from common.text import newlines
from responses.moderation.marks import Span

TOKENS = re.compile(r"\w+|\W")
REMEDY = "Show the answer again, correct it, and then redact it afresh."


class Lost(ValueError):
    """The hidden words cannot be told in the new wording; the message says what to do."""


def refind(before: str, after: str, spans: Sequence[Span]) -> list[Span]:
    """Return the spans of `after` that hide what `spans` hide in `before`, all in code points.

    Raises Lost where a hidden word was changed itself, or stands open in `after` where it did not in `before`.
    """
    if not spans:
        return []
    before, after = newlines(before), newlines(after)
    stretches = _kept(before, after)
    found = []
    for start, end in spans:
        shift = next((now - was for was, now, size in stretches if was <= start and end <= was + size), None)
        if shift is None:
            raise Lost(f"Words that are redacted were changed, so that they cannot be hidden with certainty. {REMEDY}")
        found.append((start + shift, end + shift))
    for start, end in spans:
        hidden = before[start:end].strip()
        if _open(after, hidden, found) > _open(before, hidden, spans):
            raise Lost(f"The new wording shows words that are redacted elsewhere in the answer. {REMEDY}")
    return found


def _kept(before: str, after: str) -> list[tuple[int, int, int]]:
    """Return the stretches that both have in the same order: where in each, and of how many code points."""
    ours, theirs = TOKENS.findall(before), TOKENS.findall(after)
    was, now = _starts(ours), _starts(theirs)
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    return [(was[one.a], now[one.b], was[one.a + one.size] - was[one.a]) for one in blocks]


def _starts(tokens: Sequence[str]) -> list[int]:
    starts = [0]
    for token in tokens:
        starts.append(starts[-1] + len(token))
    return starts


def _open(text: str, words: str, spans: Sequence[Span]) -> int:
    """Count where words stand in a text as words of their own and are not hidden, whatever their case."""
    pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)
    return sum(
        not any(start <= match.start() and match.end() <= end for start, end in spans)
        for match in pattern.finditer(text)
    )
