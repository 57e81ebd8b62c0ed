"""What a column may become: something about who answers, or an answer to an item of the exercise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from engagement import editions
from engagement.models import RespondentCategory, Stance
from engagement.shapes import EditionContent, ItemContent, PartContent, QuestionContent
from responses.kinds.base import Kind, kinds

IGNORE = "ignore"
WHO = "Who answered, and when"
YES_NO = {"yes": "Yes", "no": "No"}
Dimension = RespondentCategory.Dimension


@dataclass(frozen=True)
class Target:
    """One thing that a column may become. `sort` says how its cells are understood."""

    key: str
    label: str
    group: str
    sort: str  # line, moment, choice, words, several, tick or place (of a ranking)
    choices: dict[str, str] = field(default_factory=dict, hash=False)
    item: str = ""  # the item that is answered, by its key
    part_title: str = ""
    own_words: str = ""  # what tells it from others of its part: a factor, a choice, a stance
    option: int = 0
    option_title: str = ""
    stance: str = ""

    @property
    def takes_values(self) -> bool:
        """Whether each different value of its column is given a meaning."""
        return self.sort in {"choice", "several", "place"}


@lru_cache(maxsize=16)
def _of(edition_id: int, digest: str) -> dict[str, Target]:
    content = editions.compiled(edition_id)
    return {target.key: target for target in (*_about(content), *_answers(content))}


def targets_of(content: EditionContent) -> dict[str, Target]:
    """Return everything a column of this edition may become, by key, in the order of a list to choose from."""
    return _of(content.id, content.digest)


def _about(content: EditionContent) -> Iterator[Target]:
    kinds_of_sender = {"individual": "Individual", "organisation": "Organisation or group"}
    yield Target("kind", "Individual or organisation", WHO, "choice", kinds_of_sender)
    yield Target("organisation_name", "Name of the organisation", WHO, "line")
    for key, dimension, label in (
        ("organisation_type", Dimension.ORGANISATION_TYPE, "Type of organisation"),
        ("area", Dimension.AREA, "Area"),
        ("role", Dimension.ROLE, "What describes them best"),
    ):
        if entries := content.categories.get(dimension, ()):
            yield Target(key, label, WHO, "choice", {entry.key: entry.label for entry in entries})
    yield Target("position_held", "Role in the organisation", WHO, "line")
    yield Target("contact_name", "Name", WHO, "line")
    yield Target("email", "Email address", WHO, "line")
    yield Target("telephone", "Telephone number", WHO, "line")
    yield Target("may_publish", "May be published", WHO, "choice", YES_NO)
    yield Target("confidentiality_reason", "Reasons not to publish", WHO, "line")
    yield Target("received", "Date received", WHO, "moment")
    yield Target("reference", "The other tool’s own number for the answer", WHO, "line")


def _answers(content: EditionContent) -> Iterator[Target]:
    for question in content.questions:
        for part in question.parts:
            kind = kinds()[part.kind]
            if kind.has_picture:
                continue  # drawn, and not written in a cell
            for item in part.items:
                yield from _of_item(question, part, kind, item)
            if kind.measure == "ranking":
                yield from _places(question, part)


def _of_item(question: QuestionContent, part: PartContent, kind: Kind, item: ItemContent) -> Iterator[Target]:
    sort = "words" if kind.is_text else "several" if kind.has_ticks else "choice"
    said = _described(question, part, item)
    choices = {choice.key: choice.label for choice in part.choices}
    yield Target(f"item {item.key}", _label(part, item), sort=sort, choices=choices, item=item.key, **said)
    if sort == "several":
        for choice in part.choices:
            ticked = {**said, "own_words": choice.label}
            label = f"{part.title} Ticked: {choice.label}"
            key = f"tick {item.key} {choice.key}"
            yield Target(key, label, sort="tick", choices={choice.key: choice.label}, item=item.key, **ticked)


def _places(question: QuestionContent, part: PartContent) -> Iterator[Target]:
    """The other way to write a ranking: a column for each place, and in its cells what came there."""
    ranked = {item.key: item.factor.title for item in part.items if item.factor}
    for choice in part.choices:
        yield Target(
            f"place {part.key} {choice.key}",
            f"What came {choice.label.partition(' (')[0]}",
            _group(question),
            "place",
            ranked,
            part_title=part.title,
            own_words=choice.label.partition(" (")[0],
        )


def _described(question: QuestionContent, part: PartContent, item: ItemContent) -> dict[str, Any]:
    return {
        "group": _group(question),
        "part_title": part.title,
        "own_words": item.factor.title if item.factor else "",
        "option": item.option.number if item.option else 0,
        "option_title": item.option.title if item.option else "",
        "stance": item.stance,
    }


def _group(question: QuestionContent) -> str:
    return f"Question {question.number}: {question.title}"


def _label(part: PartContent, item: ItemContent) -> str:
    """Return what an item is called where all others stand beside it."""
    about = [f"Option {item.option.number}"] if item.option else []
    about += [item.factor.title] if item.factor else []
    about += [str(Stance(item.stance).label)] if item.stance else []
    return f"{', '.join(about)}: {part.title}" if about else part.title
