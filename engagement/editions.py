"""Editions compiled once per process: they never change, so no page asks the database for prose."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields
from functools import lru_cache
from typing import Any

from django.urls import reverse

from engagement.markdown import Prose
from engagement.models import (
    Block,
    Choice,
    ChoiceWording,
    Edition,
    Exercise,
    FactorWording,
    FunctionWording,
    Item,
    OptionWording,
    PartWording,
    QuestionWording,
    RespondentCategoryWording,
)
from engagement.shapes import (
    BlockContent,
    CategoryContent,
    ChannelContent,
    ChoiceContent,
    EditionContent,
    FactorContent,
    FunctionContent,
    ItemContent,
    MilestoneContent,
    OptionContent,
    PartContent,
    QuestionContent,
    SectionContent,
)


def of(exercise: Exercise) -> EditionContent:
    """Return what the public sees of a published exercise now."""
    if exercise.edition_id is None:
        raise Edition.DoesNotExist
    return compiled(exercise.edition_id)


@lru_cache(maxsize=64)
def compiled(edition_id: int) -> EditionContent:
    """Return an edition, compiled once."""
    return _compile(edition_id)


def differences(before_id: int, after_id: int) -> list[str]:
    """
    Return the names of what two editions say differently.

    Nothing is kept: they may be rows of a transaction that fails, and then another edition gets the id.
    """
    before, after = _compile(before_id), _compile(after_id)
    names = [each.name for each in fields(EditionContent) if each.name not in {"id", "number", "digest"}]
    return [name.replace("_", " ") for name in names if getattr(before, name) != getattr(after, name)]


def _compile(edition_id: int) -> EditionContent:
    edition = Edition.objects.select_related("exercise__organisation").get(pk=edition_id)
    prose = Prose(_paragraph_addresses(edition))
    options = {row.option_id: _option(row, prose) for row in _wordings(OptionWording, edition, "option")}
    factors = {row.factor_id: _factor(row, prose) for row in _wordings(FactorWording, edition, "factor")}
    return EditionContent(
        id=edition.pk,
        number=edition.number,
        digest=edition.digest,
        language=edition.language,
        exercise_id=edition.exercise_id,
        slug=edition.exercise.slug,
        title=edition.title,
        sponsor=edition.sponsor,
        controller=edition.exercise.organisation.controller,
        decides=edition.decides,
        published_label=edition.published_label,
        summary=edition.summary,
        purpose=prose.html(edition.purpose),
        document_title=edition.document_title,
        document_introduction=prose.html(edition.document_introduction),
        enquiries=edition.enquiries,
        minutes_to_answer=edition.minutes_to_answer,
        privacy=prose.html(edition.privacy),
        help=prose.html(edition.help),
        channels=tuple(
            ChannelContent(row.kind, row.title, prose.html(row.detail), row.address) for row in edition.channels.all()
        ),
        milestones=tuple(
            MilestoneContent(row.key, row.phase, row.title, row.when, prose.html(row.detail))
            for row in edition.milestones.all()
        ),
        sections=_sections(edition, prose),
        options=tuple(sorted(options.values(), key=lambda option: option.number)),
        factors=tuple(factors.values()),
        functions=tuple(
            FunctionContent(row.function.key, row.function.level, row.title, prose.inline(row.detail))
            for row in _wordings(FunctionWording, edition, "function")
        ),
        principles=tuple(
            FunctionContent(row.key, "", row.title, prose.inline(row.detail)) for row in edition.principles.all()
        ),
        questions=_questions(edition, options, factors, prose),
        categories=_categories(edition),
    )


def _paragraph_addresses(edition: Edition) -> dict[int, str]:
    """Return the address of the page on which each numbered paragraph stands."""
    numbered = Block.objects.filter(edition=edition, number__isnull=False).values_list("number", "section__key")
    return {
        number: reverse("engagement:section", args=[edition.exercise.slug, key])
        for number, key in numbered
        if number is not None
    }


def _wordings(model: Any, edition: Edition, thing: str) -> Any:
    """Return an edition's wordings of one kind of thing, in the order of the things."""
    ordering = model._meta.get_field(thing).related_model._meta.ordering
    return (
        model.objects.filter(edition=edition, language=edition.language)
        .select_related(thing)
        .order_by(*(f"{thing}__{name}" for name in ordering))
    )


def _option(row: OptionWording, prose: Prose) -> OptionContent:
    return OptionContent(
        id=row.option_id,
        key=row.option.key,
        number=row.option.number,
        title=row.title,
        basis=row.basis,
        summary=prose.html(row.summary),
        boundary=prose.html(row.boundary),
    )


def _factor(row: FactorWording, prose: Prose) -> FactorContent:
    return FactorContent(
        id=row.factor_id,
        key=row.factor.key,
        title=row.title,
        detail=prose.inline(row.detail),
        evidence=tuple(row.evidence),
    )


def _sections(edition: Edition, prose: Prose) -> tuple[SectionContent, ...]:
    return tuple(
        SectionContent(row.key, row.letter, row.title, tuple(_block(block, prose) for block in row.blocks.all()))
        for row in edition.sections.prefetch_related("blocks")
    )


def _block(row: Block, prose: Prose) -> BlockContent:
    return BlockContent(
        kind=row.kind,
        number=row.number,
        title=row.title,
        html=prose.html(row.text),
        columns=tuple(prose.inline(column) for column in row.columns),
        rows=tuple(tuple(prose.inline(cell) for cell in cells) for cells in row.rows),
        alternative=prose.html(row.alternative),
        available=row.available,
        source=prose.inline(row.source),
    )


def _questions(
    edition: Edition, options: dict[int, OptionContent], factors: dict[int, FactorContent], prose: Prose
) -> tuple[QuestionContent, ...]:
    choices: dict[int, list[ChoiceContent]] = defaultdict(list)
    for row in _wordings(ChoiceWording, edition, "choice"):
        choice: Choice = row.choice
        choices[choice.part_id].append(
            ChoiceContent(choice.pk, choice.key, row.label, factors.get(choice.factor_id or 0))
        )
    items: dict[int, list[ItemContent]] = defaultdict(list)
    for item in Item.objects.filter(part__question__exercise=edition.exercise_id).order_by("part", "position"):
        items[item.part_id].append(
            ItemContent(
                item.pk, item.key, options.get(item.option_id or 0), factors.get(item.factor_id or 0), item.stance
            )
        )
    parts: dict[int, list[PartContent]] = defaultdict(list)
    for row in _wordings(PartWording, edition, "part"):
        part = row.part
        parts[part.question_id].append(
            PartContent(
                id=part.pk,
                key=part.key,
                kind=part.kind,
                title=row.title,
                hint=row.hint,
                shows=part.shows,
                items=tuple(items[part.pk]),
                choices=tuple(choices[part.pk]),
            )
        )
    return tuple(
        QuestionContent(
            id=row.question_id,
            key=row.question.key,
            number=row.question.number,
            title=row.title,
            introduction=prose.html(row.introduction),
            section_key=row.question.section_key,
            parts=tuple(parts[row.question_id]),
        )
        for row in _wordings(QuestionWording, edition, "question")
    )


def _categories(edition: Edition) -> dict[str, tuple[CategoryContent, ...]]:
    found: dict[str, list[CategoryContent]] = defaultdict(list)
    for row in _wordings(RespondentCategoryWording, edition, "category"):
        found[row.category.dimension].append(CategoryContent(row.category_id, row.category.key, row.label))
    return {dimension: tuple(entries) for dimension, entries in found.items()}
