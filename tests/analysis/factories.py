"""A small exercise and responses to it, written straight into the tables: what a report counts is known by hand."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from accounts.models import Organisation
from engagement import editions
from engagement.models import (
    Choice,
    ChoiceWording,
    Edition,
    Exercise,
    Factor,
    FactorWording,
    Item,
    Option,
    OptionWording,
    PartWording,
    Question,
    QuestionPart,
    QuestionWording,
    RespondentCategory,
    RespondentCategoryWording,
)
from engagement.shapes import EditionContent
from responses.moderation.models import Act, Revision
from responses.submission.models import Answer, AnswerChoice, Response
from tests.accounts.factories import OrganisationFactory

OPENS = dt.datetime(2021, 5, 10, 8, tzinfo=dt.UTC)
CLOSES = dt.datetime(2021, 6, 13, 23, tzinfo=dt.UTC)
CATEGORIES = {
    "organisation_type": [("council", "Council"), ("trust", "NHS trust")],
    "area": [("north", "North"), ("south", "South"), ("east", "East"), ("west", "West")],
    "role": [("resident", "I live here"), ("carer", "I care for somebody"), ("worker", "I work in health")],
}
_numbers = itertools.count(1)


def small_exercise(organisation: Organisation | None = None, **fields: Any) -> Exercise:
    """Two options, two factors, and a part of each kind."""
    exercise = Exercise.objects.create(
        organisation=organisation or OrganisationFactory(),
        slug=fields.pop("slug", f"exercise-{next(_numbers)}"),
        opens_at=OPENS,
        closes_at=CLOSES,
        created_at=OPENS,
        **fields,
    )
    edition = Edition.objects.create(
        exercise=exercise,
        number=1,
        digest=uuid.uuid4().hex * 2,
        structure={},
        title="Where to work together",
        sponsor="NHS Northshire",
        decides="Steering Group",
        published_label="May 2021",
        summary="Where people should work together.",
        purpose="To hear what people think.",
        document_title="The document",
        enquiries="engagement@example.org",
        minutes_to_answer=20,
        privacy="",
        help="",
        created_at=OPENS,
        published_at=OPENS,
    )
    _categories(exercise, edition)
    _questions(exercise, edition)
    Exercise.objects.filter(pk=exercise.pk).update(state="published", edition=edition)
    exercise.refresh_from_db()
    return exercise


def content_of(exercise: Exercise) -> EditionContent:
    return editions.of(exercise)


def _categories(exercise: Exercise, edition: Edition) -> None:
    for dimension, entries in CATEGORIES.items():
        for position, (key, label) in enumerate(entries):
            category = RespondentCategory.objects.create(
                exercise=exercise, dimension=dimension, key=key, position=position
            )
            RespondentCategoryWording.objects.create(category=category, edition=edition, label=label)


def _questions(exercise: Exercise, edition: Edition) -> None:
    options, factors = [], []
    for number in (1, 2):
        option = Option.objects.create(exercise=exercise, key=f"option-{number}", number=number)
        OptionWording.objects.create(
            option=option, edition=edition, title=f"Option {number}", basis=f"Basis {number}", summary=""
        )
        options.append(option)
    for position, key in enumerate(("travel", "size")):
        factor = Factor.objects.create(exercise=exercise, key=key, position=position)
        FactorWording.objects.create(factor=factor, edition=edition, title=key.title(), detail="")
        factors.append(factor)
    asked = [_question(exercise, edition, number) for number in (1, 2, 3)]
    _part(asked[0], edition, "functions", "text", [{}])
    judged = _part(asked[1], edition, "right", "judgement_per_factor", [{"factor": factor} for factor in factors])
    _choices(judged, edition, [("yes", "Right", None), ("no", "Not right", None)])
    most = _part(asked[1], edition, "most", "most_important", [{}])
    _choices(most, edition, [(factor.key, factor.key.title(), factor) for factor in factors])
    boxes = [{"option": option, "stance": stance} for option in options for stance in ("advantage", "disadvantage")]
    _part(asked[2], edition, "options", "pros_and_cons", boxes)
    grouping = _part(asked[2], edition, "grouping", "single_choice", [{}])
    _choices(grouping, edition, [("a", "By practices", None), ("b", "By districts", None)])
    _part(asked[2], edition, "alternative", "alternative", [{}])


def _question(exercise: Exercise, edition: Edition, number: int) -> Question:
    question = Question.objects.create(exercise=exercise, key=f"q{number}", number=number)
    QuestionWording.objects.create(question=question, edition=edition, title=f"Question {number}?")
    return question


def _part(question: Question, edition: Edition, key: str, kind: str, items: list[dict[str, Any]]) -> QuestionPart:
    part = QuestionPart.objects.create(question=question, key=key, kind=kind, position=question.parts.count())
    PartWording.objects.create(part=part, edition=edition, title=f"Part {key}?")
    for position, fields in enumerate(items):
        tail = [str(getattr(value, "key", value)) for value in fields.values()]
        Item.objects.create(part=part, key=".".join([key, *tail]), position=position, **fields)
    return part


def _choices(part: QuestionPart, edition: Edition, choices: list[tuple[str, str, Factor | None]]) -> None:
    for position, (key, label, factor) in enumerate(choices):
        choice = Choice.objects.create(part=part, key=key, position=position, factor=factor)
        ChoiceWording.objects.create(choice=choice, edition=edition, label=label)


def respond(
    exercise: Exercise,
    answers: Mapping[str, str | Sequence[str]] | None = None,
    *,
    kind: str = "individual",
    **fields: Any,
) -> Response:
    """Write one accepted response; answers by item key, words for a text and a list of keys for choices."""
    number = next(_numbers)
    for dimension, name in (("area", "area"), ("role", "role"), ("organisation_type", "organisation_type")):
        if isinstance(fields.get(name), str):
            fields[name] = RespondentCategory.objects.get(exercise=exercise, dimension=dimension, key=fields[name])
    received = fields.pop("received_at", OPENS + dt.timedelta(hours=number % 500))
    if kind == "organisation":
        fields.setdefault("organisation_name", f"Organisation {number}")
    response = Response.objects.create(
        exercise=exercise,
        edition_id=exercise.edition_id,
        reference=f"R{number:07d}",
        submission_key=uuid.uuid4(),
        channel=fields.pop("channel", "online"),
        received_at=received,
        entered_at=received,
        timing=fields.pop("timing", "on_time"),
        kind=kind,
        standing=fields.pop("standing", "accepted"),
        synthetic=True,
        **fields,
    )
    for key, value in (answers or {}).items():
        answer_to(response, key, value)
    return response


def answer_to(response: Response, key: str, value: str | Sequence[str]) -> Answer:
    item = Item.objects.get(part__question__exercise=response.exercise_id, key=key)
    words = value if isinstance(value, str) else ""
    answer = Answer.objects.create(
        response=response, item=item, text=words, says_nothing=words.strip().lower() in {"none", "n/a"}
    )
    if not isinstance(value, str):
        for choice in Choice.objects.filter(part=item.part_id, key__in=value):
            AnswerChoice.objects.create(answer=answer, choice=choice)
    return answer


def act(response: Response, verb: str, *, standing: str = "", reason: str = "ordinary", by: Any = None) -> Act:
    """Do what moderation does: one version on, and the act beside it."""
    response.version += 1
    response.standing = standing or response.standing
    response.save(update_fields=["version", "standing"])
    return Act.objects.create(
        response=response, version=response.version, verb=verb, reason=reason, by=by, at=response.entered_at
    )


def redact(response: Response, key: str, words: str, *, by: Any = None) -> Revision:
    done = act(response, "redact", reason="personal_data", by=by)
    answer = Answer.objects.get(response=response, item__key=key)
    return Revision.objects.create(answer=answer, act=done, version=done.version, kind="redacted", text=words)
