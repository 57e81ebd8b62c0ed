"""How likely a column answers an item: by its heading, by its answers, or by both; each guess with its reason."""

from __future__ import annotations

import re
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from responses.intake.imports.mapping import nearness, values
from responses.intake.imports.mapping.shape import Column
from responses.intake.imports.mapping.targets import Target

LIKE = 75  # of 100: how like a question a heading must be
CERTAIN = 200
MOSTLY = 0.8  # share of a column's answers that must be known
OPTION = re.compile(r"\b(?:prop(?:osal)?|option|opt|model|scenario)\s*\.?\s*(\d{1,2})\b")
LEAD = re.compile(r"^(?:q(?:uestion)?\s*\d+\w?\s*[-.:)]*\s*|\d+\s*[.:)]\s*)")
STANCES = {
    "advantage": re.compile(r"\b(advantages?|benefits?|strengths?|pros?|positives?|likes?|support|good)\b"),
    "disadvantage": re.compile(
        r"\b(disadvantages?|drawbacks?|weakness(?:es)?|cons?|negatives?|dislikes?|concerns?|risks?)\b"
    ),
}


@dataclass(frozen=True)
class Guess:
    """One possibility: where to, how sure, and why."""

    to: str
    score: float
    reason: str


def known_share(column: Column, target: Target) -> float:
    """Return the share of a column's answers that are among a target's choices, or near one of them."""
    total = sum(column.values.values())
    sign = values.delimiter_of(column.values, target.choices) if target.sort == "several" else ""
    known = sum(
        times
        for value, times in column.values.items()
        if all(_meant(piece, target) for piece in values.pieces(value, sign))
    )
    return known / total if total else 0.0


def _meant(piece: str, target: Target) -> str:
    return values.meant(piece, target.choices) or nearness.suggested(piece, target.choices)


def answers(column: Column, targets: AnyMapping[str, Target]) -> list[Guess]:
    """Return the items that a column may answer; of those that are equally likely none."""
    asked = [target for target in targets.values() if target.item or target.sort == "place"]
    found = [guess for target in asked if (guess := _answer(column, target))]
    found.sort(key=lambda guess: -guess.score)
    if len(found) > 1 and found[0].score - found[1].score < 1:
        return []
    return found[:3]


def _answer(column: Column, target: Target) -> Guess | None:
    heading = values.plain(column.heading)
    if heading in {values.plain(target.item), values.plain(target.key)} and target.sort != "tick":
        return Guess(target.key, CERTAIN, "The heading is the name of this question")
    if heading == values.plain(target.label):
        return Guess(target.key, CERTAIN - 1, "The heading is this question")
    if not _same_option(heading, target) or not _same_stance(heading, target):
        return None
    likeness = _likeness(LEAD.sub("", OPTION.sub("", heading).strip(" -")), target)
    if target.sort == "tick":
        ticks = column.values and all(values.is_ticked(value, target.choices) is not None for value in column.values)
        return (
            Guess(target.key, likeness + 5, "It is a column of ticks for this answer")
            if ticks and likeness >= LIKE
            else None
        )
    if target.sort == "words":
        return Guess(target.key, likeness, _how_like(likeness)) if likeness >= LIKE else None
    return _choosing(column, target, likeness)


def _choosing(column: Column, target: Target, likeness: float) -> Guess | None:
    """A choice is told by its answers as well: they must be known, or the heading must be very like."""
    known = known_share(column, target)
    if known >= MOSTLY and likeness >= LIKE:
        return Guess(target.key, likeness + 20 * known, f"{_how_like(likeness)}, and so are its answers")
    if known >= MOSTLY and len(column.values) > 1 and not target.own_words and not _opposed(column.heading, target):
        shared = len(nearness.carrying(column.heading) & nearness.carrying(target.part_title))
        return Guess(target.key, 50 + 20 * known + min(shared, 3), _of_answers(known))
    return Guess(target.key, likeness, _how_like(likeness)) if likeness >= 90 and column.values else None


def _of_answers(known: float) -> str:
    share = "Its answers are" if known > 0.99 else f"{known:.0%} of its answers are"
    return f"{share} those of this question, or near them"


def _opposed(heading: str, target: Target) -> bool:
    """Whether a heading asks for the opposite: the least important of what the question asks the most important of."""
    return bool((nearness.carrying(heading) - nearness.carrying(target.part_title)) & nearness.OPPOSITES)


def _likeness(heading: str, target: Target) -> float:
    """Return how like its question a heading is; what tells the item from its neighbours must be in it."""
    whole = values.plain(target.part_title)
    own = values.plain(target.own_words)
    if own:
        if own not in heading and not nearness.carrying(own) <= nearness.carrying(heading):
            return 0.0
        rest = heading.replace(own, " ").strip(" -:[]")
        if not rest:
            return float(LIKE)
        return float(max(fuzz.token_sort_ratio(rest, whole), fuzz.token_set_ratio(heading, f"{whole} {own}") - 10))
    if target.stance:
        return 85.0 if target.option else float(LIKE)
    if _opposed(heading, target):
        return 0.0
    return max(float(fuzz.token_sort_ratio(heading, whole)), nearness.overlap(heading, whole))


def _same_option(heading: str, target: Target) -> bool:
    """A heading that names an option is of that one; an item of an option needs a heading that names it."""
    number = OPTION.search(heading)
    named = (
        int(number[1]) == target.option
        if number
        else bool(target.option_title and values.plain(target.option_title) in heading)
    )
    return named if target.option else not number


def _same_stance(heading: str, target: Target) -> bool:
    if not target.stance:
        return True
    stances = [stance for stance, pattern in STANCES.items() if pattern.search(heading)]
    return stances == [target.stance]


def _how_like(likeness: float) -> str:
    return (
        "The heading is this question"
        if likeness >= 97
        else f"The heading is like this question ({likeness:.0f} of 100)"
    )
