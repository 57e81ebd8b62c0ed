"""What each column is likely to be: by its heading first, by its values where that settles it, each with the reason."""

from __future__ import annotations

import re
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from responses.intake.imports.mapping import dates, values
from responses.intake.imports.mapping.mapping import ColumnMapping, Mapping
from responses.intake.imports.mapping.shape import Column, Shape
from responses.intake.imports.mapping.targets import IGNORE, Target

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
# What headings say of who answers, the most telling first.
ABOUT: tuple[tuple[str, str, str], ...] = (
    ("email", r"\be ?-?mail\b", "It asks for an email address"),
    ("telephone", r"\b(tele)?phone\b|\bmobile\b", "It asks for a telephone number"),
    (
        "reference",
        r"^(response|respondent|submission|record|entry|answer|unique|case)?\s*(id|ids|ref|reference|number|no|#)$"
        r"|^(response|respondent|submission|record|entry)(id| id\b).*",
        "It numbers the answers",
    ),
    (
        "received",
        r"\b(submi(tted|ssion)|complet(ed|ion)|received|time ?stamp|end(ed)? (date|time|at|on)|date)\b",
        "It says when",
    ),
    ("may_publish", r"\bpublish|\bconsent\b|\bpermission\b", "It asks whether to publish"),
    ("confidentiality_reason", r"\bconfidential", "It asks for confidentiality"),
    (
        "kind",
        r"\b(respond|answer|reply)ing (as|on behalf)|\brespondent type|\btype of respond|individual or\b|\bcapacity\b",
        "It asks in what capacity they answer",
    ),
    (
        "organisation_type",
        r"\b(type|kind|sector)\b.*\borgani[sz]ation|\borgani[sz]ation.*\b(type|sector)\b|^sector$",
        "It asks for the type of organisation",
    ),
    (
        "organisation_name",
        r"\bname of (your |the )?(organi[sz]ation|company|group)|\b(organi[sz]ation|company)('?s)? name"
        r"|^(your )?(organi[sz]ation|company)$",
        "It asks for the organisation’s name",
    ),
    ("position_held", r"\bjob title\b|\bposition\b|\byour role in\b", "It asks for a position"),
    ("contact_name", r"\b(your|full|first|last|contact|respondent) name\b|^name$", "It asks for a name"),
    ("area", r"\barea\b|\blocation\b|\bdistrict\b|\bwhere do you live\b|\blocality\b", "It asks for a place"),
    ("role", r"\bdescribes? you\b|^(your )?role$|\bi am an?\b", "It asks what describes them"),
)
NOT_ABOUT = {
    "received": re.compile(r"\bbirth\b|\bstart(ed)?\b|\bup ?date\b|\bcandidate"),
    "area": re.compile(r"\bgrey\b"),
}


@dataclass(frozen=True)
class Guess:
    """One possibility: where to, how sure, and why."""

    to: str
    score: float
    reason: str


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
    return [*_about(column, targets), *(_answers(column, targets) if column.filled else [])]


def _about(column: Column, targets: AnyMapping[str, Target]) -> list[Guess]:
    heading = values.plain(column.heading)
    found = []
    for rank, (key, pattern, reason) in enumerate(ABOUT):
        if key not in targets or not re.search(pattern, heading):
            continue
        if key in NOT_ABOUT and NOT_ABOUT[key].search(heading):
            continue
        target = targets[key]
        if target.sort == "moment" and not (column.filled and _are_moments(column)):
            continue
        known = _known(column, target) if target.takes_values else 1.0
        if target.takes_values and column.filled and not column.values:
            continue  # far too many different answers for a choice: it asks for words
        if key == "role" and not known:
            continue
        found.append(Guess(key, 130 - rank + 20 * known, reason))
    return found[:2]


def _are_moments(column: Column) -> bool:
    read = [bool(dates.moment(text) or dates.moment(text, dates.MONTH_FIRST)) for text in column.examples]
    return sum(read) > len(read) / 2


def _known(column: Column, target: Target) -> float:
    """Return the share of a column's answers that are among a target's choices."""
    total = sum(column.values.values())
    sign = values.delimiter_of(column.values, target.choices) if target.sort == "several" else ""
    known = sum(
        times
        for value, times in column.values.items()
        if all(values.meant(piece, target.choices) for piece in values.pieces(value, sign))
    )
    return known / total if total else 0.0


def _answers(column: Column, targets: AnyMapping[str, Target]) -> list[Guess]:
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
    known = _known(column, target)
    if known >= MOSTLY and likeness >= LIKE:
        return Guess(target.key, likeness + 20 * known, f"{_how_like(likeness)}, and so are its answers")
    if known >= MOSTLY and len(column.values) > 1 and not target.own_words:
        return Guess(target.key, 50 + 20 * known, "Its answers are those of this question")
    return Guess(target.key, likeness, _how_like(likeness)) if likeness >= 90 and column.values else None


def _likeness(heading: str, target: Target) -> float:
    """Return how like its question a heading is; what tells the item from its neighbours must be in it."""
    whole = values.plain(target.part_title)
    own = values.plain(target.own_words)
    if own:
        if own not in heading:
            return 0.0
        rest = heading.replace(own, " ").strip(" -:[]")
        if not rest:
            return float(LIKE)
        return float(max(fuzz.token_sort_ratio(rest, whole), fuzz.token_set_ratio(heading, f"{whole} {own}") - 10))
    if target.stance:
        return 85.0 if target.option else float(LIKE)
    return float(fuzz.token_sort_ratio(heading, whole))


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


def with_new_values(mapping: Mapping, shape: Shape, targets: AnyMapping[str, Target]) -> Mapping:
    """Return a remembered mapping for a new file: what was said stands, and values not seen before are guessed."""
    columns = []
    for column, known in zip(shape.columns, mapping.columns, strict=True):
        target = targets.get(known.to)
        seen = known.values
        if target and target.takes_values:
            seen = {**values.meanings(column.values, target.choices, known.delimiter), **known.values}
        columns.append(replace(known, values=seen, reason="As it was mapped last time"))
    return replace(mapping, columns=tuple(columns))
