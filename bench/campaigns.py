"""Letters with truth labels: campaigns that were merged, edited and added to, among letters that people wrote alone.

All words come from one small stock of phrases, so that letters written alone share many turns with each other and with
the campaigns. A text's label is the number of its campaign, or 0. What people write alone has two sentences or more:
of so small a stock, two of a hundred thousand people would write the same single sentence, which is a copy to any eye.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

OPENINGS = [
    "I think",
    "We believe",
    "In my view",
    "It seems to me that",
    "As a patient I know that",
    "My family feels that",
    "Many of us say",
    "Having lived here for years I find that",
    "From what I have seen",
    "To be honest",
    "I worry that",
    "It is clear that",
    "Nobody told us why",
    "I would ask you to consider that",
    "Speaking as a carer",
    "After the last winter we learned that",
    "I am glad that",
    "I doubt that",
    "You will know that",
    "Let me say first that",
    "Like my neighbours I hold that",
    "Since my operation I feel that",
]
SUBJECTS = [
    "the surgery in the village",
    "our local hospital",
    "the new footprint",
    "each of the six options",
    "the district council",
    "the team of community nurses",
    "care at home",
    "the out of hours service",
    "the clinical commissioning group",
    "the map on page nine",
    "mental health support",
    "the pharmacy on the corner",
    "the minor injuries unit",
    "transport to the clinic",
    "the walk in centre",
    "the discharge team",
    "social care for older people",
    "the maternity ward",
    "a single point of contact",
    "the voluntary sector",
    "the waiting list for physiotherapy",
    "the voice of small towns",
    "the boundary along the river",
    "the practice network",
]
VERBS = [
    "should be kept",
    "ought to be closer to us",
    "must not be merged",
    "has been good for us",
    "needs more money",
    "is the wrong size",
    "works well as it stands",
    "would be lost in a large area",
    "will suffer from this",
    "could be shared between towns",
    "deserves a proper plan",
    "has never been asked",
    "cannot be reached by bus",
    "matters more than borders",
    "is too far away for many",
    "would gain from working together",
    "must answer to local people",
    "should follow the council boundaries",
]
REASONS = [
    "because the bus runs twice a day",
    "since staff are stretched already",
    "as my mother cannot drive",
    "so that nobody falls between two teams",
    "when the weather closes the road",
    "and that was promised in the last review",
    "although the figures say otherwise",
    "while the population is growing",
    "if you look at the coast in summer",
    "because doctors know their patients there",
    "given the age of the people here",
    "without another round of change",
    "before anything is decided",
    "for the sake of those with long term conditions",
    "now that budgets are shared",
    "until somebody shows us the cost",
    "rather than drawing lines on a map",
    "where schools and housing are planned together",
    "as every winter has shown",
    "because the market towns look inland",
]
PLACES = [
    "Ashby",
    "Broadmere",
    "Coldham",
    "Dunwick",
    "Easton",
    "Fenham",
    "Garwell",
    "Holme",
    "Ingham",
    "Kelby",
    "Larling",
    "Marham",
    "Norwold",
    "Overy",
    "Pulham",
    "Quidham",
    "Ranworth",
    "Salthouse",
    "Thornage",
    "Upwell",
    "Wroxton",
]
STREETS = [
    "Mill",
    "Church",
    "Station",
    "School",
    "Green",
    "Market",
    "Chapel",
    "Quay",
]
SPARE = [
    "very",
    "truly",
    "really",
    "perhaps",
    "certainly",
    "rather",
    "quite",
    "always",
    "often",
    "never",
    "already",
    "simply",
    "strongly",
    "deeply",
]

KINDS: dict[str, Callable[[random.Random, list[str]], list[str]]] = {}
HARD = {"edited", "long_addition", "shortened", "reordered"}


@dataclass(frozen=True)
class Letter:
    text: str
    campaign: int  # 0: written alone
    kind: str


STOCK = [OPENINGS, SUBJECTS, VERBS, REASONS]


def _detail(chance: random.Random) -> str:
    """Return what makes a sentence somebody's own: a year, a bus, a number of people."""
    n = chance.randint(2, 90)
    details = [
        f"since {1930 + n}",
        f"with the number {n} bus",
        f"for the {n} of us",
        f"at {n} in the {chance.choice(STREETS)}",
    ]
    return chance.choice(details)


def sentence(chance: random.Random) -> str:
    """Return a sentence that could stand in any letter."""
    words = " ".join([*(chance.choice(part) for part in STOCK[:3]), _detail(chance), chance.choice(STOCK[3])])
    if chance.random() < 0.5:
        words += f" in {chance.choice(PLACES)}"
    if chance.random() < 0.6:
        at = words.split()
        at.insert(chance.randrange(1, len(at)), chance.choice(SPARE))
        words = " ".join(at)
    return words + "."


def sentences(chance: random.Random, least: int, most: int) -> list[str]:
    """Return so many sentences."""
    return [sentence(chance) for _ in range(chance.randint(least, most))]


def _kind(make: Callable[[random.Random, list[str]], list[str]]) -> Callable[[random.Random, list[str]], list[str]]:
    KINDS[make.__name__] = make
    return make


@_kind
def exact(chance: random.Random, template: list[str]) -> list[str]:
    """Send it as it is, spaced and quoted as the mail program likes."""
    return [chance.choice(["", " ", "> "]) + one for one in template]


@_kind
def merged(chance: random.Random, template: list[str]) -> list[str]:
    """Fill in the fields of a mail merge."""
    place, street = chance.choice(PLACES), chance.choice(STREETS)
    return [
        f"Dear Sir or Madam, I live in {street} Road, {place}.",
        *template,
        f"Yours faithfully, A resident of number {chance.randint(1, 200)}",
    ]


@_kind
def added_to(chance: random.Random, template: list[str]) -> list[str]:
    """Write a few words of one's own before or after."""
    own = sentences(chance, 1, 2)
    return [*own, *template] if chance.random() < 0.5 else [*template, *own]


@_kind
def edited(chance: random.Random, template: list[str]) -> list[str]:
    """Change, drop or put in every eighth word or so."""
    out = []
    for one in template:
        words = one.split()
        for at in range(len(words)):
            if chance.random() < 0.12:
                words[at] = chance.choice([chance.choice(SPARE), "", f"{words[at]} {chance.choice(SPARE)}"])
        out.append(" ".join(word for word in words if word))
    return out


@_kind
def long_addition(chance: random.Random, template: list[str]) -> list[str]:
    """Write at least as much of one's own."""
    own = sentences(chance, len(template), 2 * len(template))
    at = chance.randint(0, len(own))
    return [*own[:at], *template, *own[at:]]


@_kind
def shortened(chance: random.Random, template: list[str]) -> list[str]:
    """Leave out up to half."""
    kept = max(2, len(template) - chance.randint(1, len(template) // 2))
    first = chance.randint(0, len(template) - kept)
    return template[first : first + kept]


@_kind
def reordered(chance: random.Random, template: list[str]) -> list[str]:
    """Move the end to the front."""
    at = chance.randint(1, max(1, len(template) // 3))
    return [*template[-at:], *template[:-at]]


WEIGHTS = {"exact": 40, "merged": 20, "added_to": 15, "edited": 10, "long_addition": 6, "shortened": 5, "reordered": 4}


def letters(count: int, *, seed: int = 1, alone: float = 0.6) -> Iterator[Letter]:
    """Return so many letters: campaigns of many sizes, the rest written alone."""
    chance = random.Random(f"letters:{seed}")
    waiting = round(count * (1 - alone))
    number = 0
    made = []
    shared = sentence(chance)  # a sentence that a leaflet gave to all and that several campaigns took over
    while waiting > 0:
        number += 1
        size = min(waiting, max(2, round(chance.paretovariate(0.7) * 3)), count // 10)
        template = sentences(chance, 3, 9)
        if number % 5 == 0:
            template[chance.randrange(len(template))] = shared
        kinds = chance.choices(list(WEIGHTS), weights=list(WEIGHTS.values()), k=size)
        made += [Letter("\n".join(KINDS[kind](chance, template)), number, kind) for kind in kinds]
        waiting -= size
    for _ in range(count - len(made)):
        text = sentences(chance, 2, 8)
        if chance.random() < 0.05:
            text.insert(chance.randrange(len(text) + 1), shared)
        made.append(Letter("\n".join(text), 0, "alone"))
    chance.shuffle(made)
    yield from made
