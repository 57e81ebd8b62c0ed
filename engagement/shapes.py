"""An edition as plain frozen data: what pages, forms and reports read. editions.py makes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from engagement.phases import Phase


@dataclass(frozen=True)
class ChannelContent:
    kind: str
    title: str
    html: str
    address: str


@dataclass(frozen=True)
class MilestoneContent:
    key: str
    phase: str
    title: str
    when: str
    html: str


@dataclass(frozen=True)
class BlockContent:
    kind: str
    number: int | None
    title: str
    html: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    alternative: str
    available: bool
    source: str


@dataclass(frozen=True)
class SectionContent:
    key: str
    letter: str
    title: str
    blocks: tuple[BlockContent, ...]

    @property
    def is_appendix(self) -> bool:
        return len(self.letter) > 1

    @property
    def heading(self) -> str:
        return f"{self.letter}: {self.title}" if self.is_appendix else f"{self.letter}. {self.title}"

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        return tuple(block.number for block in self.blocks if block.number is not None)


@dataclass(frozen=True)
class OptionContent:
    id: int
    key: str
    number: int
    title: str
    basis: str
    summary: str
    boundary: str


@dataclass(frozen=True)
class FactorContent:
    id: int
    key: str
    title: str
    detail: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class FunctionContent:
    key: str
    level: str
    title: str
    detail: str


@dataclass(frozen=True)
class ChoiceContent:
    id: int
    key: str
    label: str
    factor: FactorContent | None


@dataclass(frozen=True)
class ItemContent:
    id: int
    key: str
    option: OptionContent | None
    factor: FactorContent | None
    stance: str


@dataclass(frozen=True)
class PartContent:
    id: int
    key: str
    kind: str
    title: str
    hint: str
    shows: dict[str, Any] = field(hash=False)
    items: tuple[ItemContent, ...]
    choices: tuple[ChoiceContent, ...]

    @cached_property
    def choice_by_key(self) -> dict[str, ChoiceContent]:
        return {choice.key: choice for choice in self.choices}


@dataclass(frozen=True)
class QuestionContent:
    id: int
    key: str
    number: int
    title: str
    introduction: str
    section_key: str
    parts: tuple[PartContent, ...]


@dataclass(frozen=True)
class CategoryContent:
    id: int
    key: str
    label: str


@dataclass(frozen=True)
class EditionContent:
    id: int
    number: int
    digest: str
    language: str
    exercise_id: int
    slug: str
    title: str
    sponsor: str
    controller: str
    decides: str
    published_label: str
    summary: str
    purpose: str
    document_title: str
    document_introduction: str
    enquiries: str
    minutes_to_answer: int
    privacy: str
    help: str
    channels: tuple[ChannelContent, ...]
    milestones: tuple[MilestoneContent, ...]
    sections: tuple[SectionContent, ...]
    options: tuple[OptionContent, ...]
    factors: tuple[FactorContent, ...]
    functions: tuple[FunctionContent, ...]
    principles: tuple[FunctionContent, ...]
    questions: tuple[QuestionContent, ...]
    categories: dict[str, tuple[CategoryContent, ...]] = field(hash=False)

    @property
    def short_title(self) -> str:
        """What the header and the window's title call the exercise."""
        return self.title

    @cached_property
    def parts(self) -> tuple[PartContent, ...]:
        return tuple(part for question in self.questions for part in question.parts)

    @cached_property
    def items(self) -> dict[int, ItemContent]:
        return {item.id: item for part in self.parts for item in part.items}

    @cached_property
    def part_of_item(self) -> dict[int, PartContent]:
        return {item.id: part for part in self.parts for item in part.items}

    @cached_property
    def category_by_id(self) -> dict[int, CategoryContent]:
        return {category.id: category for entries in self.categories.values() for category in entries}

    def category_id(self, dimension: str, key: str | None) -> int | None:
        """Return the id of a category of respondents by its key; None where it was not said."""
        return next((category.id for category in self.categories.get(dimension, ()) if category.key == key), None)

    def channel(self, kind: str) -> ChannelContent | None:
        return next((channel for channel in self.channels if channel.kind == kind), None)

    def section(self, key: str) -> SectionContent | None:
        return next((section for section in self.sections if section.key == key), None)

    def option(self, number: int) -> OptionContent | None:
        return next((option for option in self.options if option.number == number), None)

    def functions_at(self, level: str) -> tuple[FunctionContent, ...]:
        return tuple(function for function in self.functions if function.level == level)

    def questions_about(self, section_key: str) -> tuple[QuestionContent, ...]:
        return tuple(question for question in self.questions if question.section_key == section_key)


@dataclass(frozen=True)
class MilestoneState:
    """A step of the decision path at a moment: done, now or to come."""

    milestone: MilestoneContent
    state: str


def decision_path(content: EditionContent, phase: Phase) -> list[MilestoneState]:
    """Return the milestones with 'here' on the first that is under way; later steps are moved on by new editions."""
    here = "analysis" if phase.is_closed else "engagement"
    order = ["engagement", "analysis", "recommendation", "decision", "later"]
    states = []
    for milestone in content.milestones:
        distance = order.index(milestone.phase) - order.index(here)
        states.append(MilestoneState(milestone, "done" if distance < 0 else "here" if distance == 0 else "to come"))
    return states
