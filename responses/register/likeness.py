"""How alike two names of organisations are, with the reason in words that whoever decides can check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from responses.register.names import LITTLE, initials_of, key_of

SAME, ALIAS, SURE = 100, 99, 100
ALIKE = 78  # of 100; below it names of different organisations are what is mostly found
FEW = 4
# Words that so many names share that they say little of which one is meant
COMMON = frozenset(
    {"association", "centre", "charity", "council", "foundation", "group", "nhs", "practice", "service", "services"}
    | {"society", "surgery", "team", "trust"}
)


@dataclass(frozen=True)
class Known:
    """A name on the register."""

    stakeholder: int
    text: str
    key: str
    is_alias: bool


@dataclass(frozen=True)
class Likeness:
    """A stakeholder that a name may mean, how sure of 100, and why."""

    stakeholder: int
    score: int
    reason: str


def like(name: str, known: Iterable[Known], *, most: int = FEW) -> list[Likeness]:
    """Return the stakeholders that a typed name may mean, the likeliest first, each once.

    Source of the measure: token sort and token set ratios of rapidfuzz over names in one spelling, of which the lower
    counts most, so that 'Norwich' alone is not taken for everything in Norwich.
    """
    key, listed = key_of(name), list(known)
    found: dict[int, Likeness] = {}
    for one in [*_exact(key, listed), *_initials(name, key, listed), *_alike(key, listed)]:
        before = found.get(one.stakeholder)
        if before is None or one.score > before.score:
            found[one.stakeholder] = one
    return sorted(found.values(), key=lambda one: (-one.score, one.stakeholder))[:most]


def _exact(key: str, known: list[Known]) -> list[Likeness]:
    return [
        Likeness(one.stakeholder, ALIAS, f"The same as its other name “{one.text}”")
        if one.is_alias
        else Likeness(one.stakeholder, SAME, "The same name")
        for one in known
        if one.key == key
    ]


def _initials(name: str, key: str, known: list[Known]) -> list[Likeness]:
    typed = key.replace(" ", "")
    found = []
    if 3 <= len(typed) <= 8:
        found += [
            Likeness(one.stakeholder, 92, f"The initials of “{one.text}”")
            for one in known
            if typed == initials_of(one.text)
        ]
    if short := initials_of(name):
        found += [Likeness(one.stakeholder, 90, f"Its initials are “{one.text}”") for one in known if one.key == short]
    return found


def _alike(key: str, known: list[Known]) -> list[Likeness]:
    keys: Mapping[int, str] = {number: one.key for number, one in enumerate(known)}
    near = process.extract(key, keys, scorer=fuzz.token_sort_ratio, limit=20, score_cutoff=60)
    near += process.extract(key, keys, scorer=fuzz.token_set_ratio, limit=20, score_cutoff=90)
    found = []
    for _, _, number in near:
        one = known[number]
        score = measure(key, one.key)
        if score >= ALIKE and one.key != key:
            found.append(Likeness(one.stakeholder, score, _words(key, one, score)))
    return found


def measure(one: str, other: str) -> int:
    """Return how alike two names in one spelling are, 0 to 98, after taking out what most names share."""
    whole = fuzz.token_sort_ratio(one, other)
    telling, other_telling = _telling(one), _telling(other)
    shared = fuzz.token_sort_ratio(telling, other_telling) if telling and other_telling else 0
    inside = (
        fuzz.token_set_ratio(telling, other_telling)
        if len(set(telling.split()) & set(other_telling.split())) > 1
        else 0
    )
    return min(98, round(max(min(whole, shared), 0.9 * shared, 0.85 * inside)))


def _telling(key: str) -> str:
    return " ".join(sorted(word for word in key.split() if word not in COMMON and word not in LITTLE))


def _words(key: str, one: Known, score: int) -> str:
    """Say in what two names differ."""
    typed, held = set(key.split()), set(one.key.split())
    called = f" with its other name “{one.text}”" if one.is_alias else ""
    if typed == held:
        return f"The same words in another order{called}"
    more, less = sorted(typed - held), sorted(held - typed)
    if not more:
        return f"All its words are in the name{called}; not typed: {', '.join(less)}"
    if not less:
        return f"It has all words of the name{called}; typed besides: {', '.join(more)}"
    return f"Alike{called}, {score} of 100; typed: {', '.join(more)}; on the register: {', '.join(less)}"
