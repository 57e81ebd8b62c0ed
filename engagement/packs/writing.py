"""The rows of an edition: identities once per exercise, wordings once per edition."""

from __future__ import annotations

from typing import Any

from common import clock
from engagement.models import (
    Block,
    Channel,
    Choice,
    ChoiceWording,
    Edition,
    Exercise,
    Factor,
    FactorWording,
    Function,
    FunctionWording,
    Item,
    Milestone,
    Option,
    OptionWording,
    PartWording,
    Principle,
    Question,
    QuestionPart,
    QuestionWording,
    RespondentCategory,
    RespondentCategoryWording,
    Section,
)
from engagement.packs import schema, sections
from engagement.packs.pack import Pack


def write(exercise: Exercise, pack: Pack, structure: dict[str, Any], *, number: int, note: str) -> Edition:
    """Create the edition and all that hangs on it, but for what other apps' sections write."""
    spec = pack.exercise
    edition = Edition.objects.create(
        exercise=exercise,
        number=number,
        digest=pack.digest,
        structure=structure,
        change_note=note,
        title=spec.title,
        sponsor=spec.sponsor,
        decides=spec.decides,
        published_label=spec.published,
        summary=spec.summary,
        purpose=spec.purpose,
        document_title=spec.document.title,
        document_introduction=spec.document.introduction,
        enquiries=spec.enquiries,
        minutes_to_answer=spec.minutes_to_answer,
        privacy=pack.privacy,
        help=pack.help,
        created_at=clock.now(),
    )
    _write_around(edition, spec)
    _write_document(edition, pack.sections)
    options, factors = _write_proposal(exercise, edition, pack)
    _write_questions(exercise, edition, pack, options, factors)
    _write_categories(exercise, edition, spec.respondents)
    return edition


def clear(exercise: Exercise) -> None:
    """Delete the editions of an exercise that was never published."""
    exercise.editions.all().delete()


def clear_identities(exercise: Exercise) -> None:
    """Delete what was asked and proposed in an exercise that was never published."""
    Item.objects.filter(part__question__exercise=exercise).delete()
    Choice.objects.filter(part__question__exercise=exercise).delete()
    QuestionPart.objects.filter(question__exercise=exercise).delete()
    for related in ("questions", "options", "factors", "functions", "respondent_categories"):
        getattr(exercise, related).all().delete()


def _write_around(edition: Edition, spec: schema.ExerciseSpec) -> None:
    Channel.objects.bulk_create(
        Channel(edition=edition, position=position, **channel.model_dump())
        for position, channel in enumerate(spec.channels)
    )
    Milestone.objects.bulk_create(
        Milestone(edition=edition, position=position, **milestone.model_dump())
        for position, milestone in enumerate(spec.milestones)
    )


def _write_document(edition: Edition, specs: tuple[schema.SectionSpec, ...]) -> None:
    for position, spec in enumerate(specs):
        section = Section.objects.create(
            edition=edition, position=position, key=spec.key, letter=spec.letter, title=spec.title
        )
        Block.objects.bulk_create(
            Block(
                edition=edition,
                section=section,
                position=place,
                kind=block.kind,
                number=block.p,
                title=block.title,
                text=block.text or block.note,
                columns=block.columns,
                rows=block.rows,
                alternative=block.alternative,
                available=block.available,
                source=block.source,
            )
            for place, block in enumerate(spec.blocks)
        )


def _write_proposal(exercise: Exercise, edition: Edition, pack: Pack) -> tuple[dict[str, Option], dict[str, Factor]]:
    options, factors = {}, {}
    for option_spec in pack.options.options:
        option, _ = Option.objects.get_or_create(
            exercise=exercise, key=option_spec.key, defaults={"number": option_spec.number}
        )
        OptionWording.objects.create(
            option=option, edition=edition, **option_spec.model_dump(include={"title", "basis", "summary", "boundary"})
        )
        options[option.key] = option
    for position, factor_spec in enumerate(pack.factors.factors):
        factor, _ = Factor.objects.get_or_create(
            exercise=exercise, key=factor_spec.key, defaults={"position": position}
        )
        FactorWording.objects.create(
            factor=factor, edition=edition, **factor_spec.model_dump(include={"title", "detail", "evidence"})
        )
        factors[factor.key] = factor
    for position, function_spec in enumerate(pack.functions.functions):
        function, _ = Function.objects.get_or_create(
            exercise=exercise, key=function_spec.key, level=function_spec.level, defaults={"position": position}
        )
        FunctionWording.objects.create(
            function=function, edition=edition, title=function_spec.title, detail=function_spec.detail
        )
    Principle.objects.bulk_create(
        Principle(edition=edition, position=position, **principle.model_dump())
        for position, principle in enumerate(pack.functions.principles)
    )
    return options, factors


def _write_questions(
    exercise: Exercise, edition: Edition, pack: Pack, options: dict[str, Option], factors: dict[str, Factor]
) -> None:
    for spec in pack.questions.questions:
        question, _ = Question.objects.get_or_create(
            exercise=exercise,
            key=spec.key,
            defaults={"number": spec.number, "section_key": spec.section.lower().replace(" ", "-")},
        )
        QuestionWording.objects.create(
            question=question, edition=edition, title=spec.title, introduction=spec.introduction
        )
        for position, part_spec in enumerate(spec.parts):
            part, _ = QuestionPart.objects.get_or_create(
                question=question,
                key=part_spec.key,
                defaults={"kind": part_spec.kind, "position": position, "shows": part_spec.shows},
            )
            PartWording.objects.create(part=part, edition=edition, title=part_spec.title, hint=part_spec.hint)
            _expand(part, part_spec, edition, pack, options, factors)


def _expand(
    part: QuestionPart,
    spec: schema.PartSpec,
    edition: Edition,
    pack: Pack,
    options: dict[str, Option],
    factors: dict[str, Factor],
) -> None:
    """Expand a part into its items and choices by its question kind."""
    expansion = sections.expanders[spec.kind](spec, pack)
    for position, item in enumerate(expansion.items):
        Item.objects.get_or_create(
            part=part,
            key=item.key,
            defaults={
                "position": position,
                "option": options[item.option] if item.option else None,
                "factor": factors[item.factor] if item.factor else None,
                "stance": item.stance,
            },
        )
    for position, choice_spec in enumerate(expansion.choices):
        choice, _ = Choice.objects.get_or_create(
            part=part,
            key=choice_spec.key,
            defaults={"position": position, "factor": factors[choice_spec.factor] if choice_spec.factor else None},
        )
        ChoiceWording.objects.create(choice=choice, edition=edition, label=choice_spec.label)


def _write_categories(exercise: Exercise, edition: Edition, respondents: schema.Respondents) -> None:
    dimension = RespondentCategory.Dimension
    for name, entries in (
        (dimension.ORGANISATION_TYPE, respondents.organisation_types),
        (dimension.AREA, respondents.areas),
        (dimension.ROLE, respondents.roles),
    ):
        for position, entry in enumerate(entries):
            category, _ = RespondentCategory.objects.get_or_create(
                exercise=exercise, dimension=name, key=entry.key, defaults={"position": position}
            )
            RespondentCategoryWording.objects.create(category=category, edition=edition, label=entry.label)
