"""How alike two names of organisations are, with the reason in words that whoever decides can check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from responses.register.names import LITTLE, initials_of, key_of

SAME, ALIAS, CLOSE = 100, 99, 90
NEARLY_THE_SAME = 85
ALIKE = 78  # of 100; below it names of different organisations are what is mostly found
FEW, NEAR = 4, 20
SHORTEST_INITIALS = 2
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

    @cached_property
    def words(self) -> frozenset[str]:
        return telling(self.key)

    @cached_property
    def initials(self) -> str:
        return initials_of(self.key)


@dataclass(frozen=True)
class Likeness:
    """A stakeholder that a name may mean, how sure of 100, and why."""

    stakeholder: int
    score: int
    reason: str


def like(name: str, known: Sequence[Known], *, most: int = FEW) -> list[Likeness]:
    """Return the stakeholders that a typed name may mean, the likeliest first, each once.

    Source of the measure: token sort and token set ratios of rapidfuzz over names in one spelling, with and without
    the words that most names share, so that 'Norwich' alone is not taken for everything in Norwich.
    """
    key = key_of(name)
    certain = [*_exact(key, known), *_initials(key, known)]
    found: dict[int, Likeness] = {}
    for one in [*certain, *_inside(key, known), *_alike(key, known)]:
        before = found.get(one.stakeholder)
        if before is None or one.score > before.score:
            found[one.stakeholder] = one
    least = CLOSE if any(one.score >= ALIAS for one in certain) else ALIKE
    likely = sorted(found.values(), key=lambda one: (-one.score, one.stakeholder))
    return [one for one in likely if one.score >= least][:most]


def _exact(key: str, known: Sequence[Known]) -> list[Likeness]:
    return [
        Likeness(one.stakeholder, ALIAS, f"The same as its other name “{one.text}”")
        if one.is_alias
        else Likeness(one.stakeholder, SAME, "The same name")
        for one in known
        if one.key == key
    ]


def _initials(key: str, known: Sequence[Known]) -> list[Likeness]:
    """Find names by their initials, or by the first of them: few type what kind of trust a hospital is."""
    typed, short = key.replace(" ", ""), initials_of(key)
    found = []
    for one in known:
        if 3 <= len(typed) <= 8 and one.initials.startswith(typed):
            score = 92 if one.initials == typed else 84
            found.append(Likeness(one.stakeholder, score, f"The initials of “{one.text}”"))
        elif short and one.key == short:
            found.append(Likeness(one.stakeholder, 90, f"Its initials are “{one.text}”"))
    return found


def _inside(key: str, known: Sequence[Known]) -> list[Likeness]:
    """Find names that hold all typed words, where they are few enough to mean something."""
    typed = telling(key)
    holders = [one for one in known if typed and typed < one.words]
    if len({one.stakeholder for one in holders}) > FEW:
        return []
    return [Likeness(one.stakeholder, 80, _difference(key, one.key, "", one, 80)) for one in holders]


def _alike(key: str, known: Sequence[Known]) -> list[Likeness]:
    keys: Mapping[int, str] = {number: one.key for number, one in enumerate(known)}
    near: set[int] = set()
    for spelling in [key, *contracted(key, known)]:
        for scorer, cutoff in ((fuzz.token_sort_ratio, 60), (fuzz.token_set_ratio, 80)):
            near |= {at for *_, at in process.extract(spelling, keys, scorer=scorer, limit=NEAR, score_cutoff=cutoff)}
    found = []
    for number in near:
        one = known[number]
        typed, held, short = shortened(key, one.key)
        score = measure(typed, held)
        if score >= ALIKE and one.key != key:
            found.append(Likeness(one.stakeholder, score, _difference(typed, held, short, one, score)))
    return found


def contracted(key: str, known: Sequence[Known]) -> list[str]:
    """Return a typed name with runs of words put as the initials that some name on the register has as a word."""
    words = key.split()
    runs = {
        "".join(word[0] for word in words[at : at + length]): (at, length)
        for length in range(SHORTEST_INITIALS, 6)
        for at in range(len(words) - length + 1)
    }
    held = {word for one in known for word in one.words if word in runs}
    return [" ".join([*words[: runs[one][0]], one, *words[sum(runs[one]) :]]) for one in sorted(held)[:FEW]]


def shortened(one: str, other: str) -> tuple[str, str, str]:
    """Return two names in which a run of words is short in both where one has its initials; and what was shortened."""
    for long, short, is_turned in ((one, other, False), (other, one, True)):
        words = long.split()
        for letters in short.split():
            run = next((at for at in range(len(words)) if _spell(words[at : at + len(letters)], letters)), None)
            if len(letters) < SHORTEST_INITIALS or run is None or letters in words:
                continue
            spelt = " ".join(words[run : run + len(letters)])
            made = " ".join([*words[:run], letters, *words[run + len(letters) :]])
            told = f"“{letters.upper()}” for “{spelt}”"
            return (short, made, told) if is_turned else (made, short, told)
    return one, other, ""


def _spell(words: list[str], letters: str) -> bool:
    return "".join(word[0] for word in words) == letters


def measure(one: str, other: str) -> int:
    """Return how alike two names in one spelling are, 0 to 98, after taking out what most names share."""
    whole = fuzz.token_sort_ratio(one, other)
    own, others = telling(one) - COMMON, telling(other) - COMMON
    shared = fuzz.token_sort_ratio(" ".join(own), " ".join(others)) if own and others else 0.0
    inside = fuzz.token_set_ratio(" ".join(own), " ".join(others)) if len(own & others) > 1 else 0.0
    misspelt = 0.95 * whole if whole >= NEARLY_THE_SAME else 0.0
    return min(98, round(max(min(whole, shared), 0.9 * shared, 0.85 * inside, misspelt)))


def telling(key: str) -> frozenset[str]:
    """Return the words of a name but for 'of', 'the' and the like."""
    return frozenset(key.split()) - LITTLE


def _difference(typed: str, held: str, short: str, one: Known, score: int) -> str:
    """Say in what two names differ."""
    called = f" with its other name “{one.text}”" if one.is_alias else ""
    besides = f"; {short}" if short else ""
    more, less = sorted(telling(typed) - telling(held)), sorted(telling(held) - telling(typed))
    if not more and not less:
        return f"The same words{called}{besides or ', in another order or with small words'}"
    if not more:
        return f"All its words are in the name{called}; not typed: {', '.join(less)}{besides}"
    if not less:
        return f"It has all words of the name{called}; typed besides: {', '.join(more)}{besides}"
    return f"Alike{called}, {score} of 100; typed: {', '.join(more)}; on the register: {', '.join(less)}{besides}"
