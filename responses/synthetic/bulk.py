"""Any number of invented responses, the same for the same seed, written in large batches."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from accounts.models import User
from common import clock
from common.errors import DomainError
from engagement.models import Exercise
from responses.kinds.base import Value
from responses.moderation.models import Act
from responses.submission import references, sending, writing
from responses.submission.models import Response
from responses.survey import Box, Survey, SurveyPage, survey_of
from responses.synthetic.book import Book, book_of

BATCH = 500
INDIVIDUALS = 0.8  # share of responses
ANSWERED = 0.6  # chance that a box is filled in
UNFOLDED = 0.15  # chance that what is folded away is opened
NOTHING = 0.05  # chance that a filled box says that there is nothing to say


def seed(exercise: Exercise, *, count: int, seed: int, accepted_by: User | None = None) -> Iterator[int]:
    """Write responses batch by batch and yield how many there are so far; accepted at once if somebody accepts them."""
    assert exercise.edition_id is not None
    chance = random.Random(f"{exercise.slug}:{seed}")  # noqa: S311 - nothing secret is drawn
    survey, book = survey_of(exercise.edition_id), book_of(exercise.slug)
    for start in range(0, count, BATCH):
        size = min(BATCH, count - start)
        drawn = [_draw(exercise, survey, book, chance, accepted_by is not None) for _ in range(size)]
        _refuse_what_is_there(drawn)
        _write(drawn, accepted_by)
        yield start + size


def _draw(
    exercise: Exercise, survey: Survey, book: Book, chance: random.Random, accepted: bool
) -> tuple[Response, dict[int, Value]]:
    content = survey.content
    values = {item_id: value for page in survey.pages for item_id, value in _page(page, book, chance).items()}
    received_at = _moment(exercise, chance)
    columns: dict[str, Any] = {
        "kind": Response.Kind.INDIVIDUAL,
        "role_id": _any_category(content.categories.get("role", ()), chance),
        "may_publish": chance.random() < 0.4,
    }
    if chance.random() > INDIVIDUALS:
        organisation = chance.choice(book.organisations)
        columns = {
            "kind": Response.Kind.ORGANISATION,
            "organisation_name": f"{organisation['name']} {chance.randrange(1, 1000)}",
            "organisation_type_id": content.category_id("organisation_type", organisation["type"]),
            "may_publish": True,
        }
    response = Response(
        exercise=exercise,
        edition_id=content.id,
        submission_key=uuid.UUID(int=chance.getrandbits(128), version=4),
        channel=chance.choices(["online", "email", "letter", "paper", "telephone"], [80, 11, 4, 3, 2])[0],
        received_at=received_at,
        entered_at=max(clock.now(), received_at),
        timing=Response.Timing.ON_TIME,
        area_id=_any_category(content.categories.get("area", ()), chance),
        has_free_text=sending.has_free_text(survey, values),
        standing=Response.Standing.ACCEPTED if accepted else Response.Standing.UNMODERATED,
        version=1 if accepted else 0,
        synthetic=True,
        **columns,
    )
    return response, values


def _page(page: SurveyPage, book: Book, chance: random.Random) -> dict[int, Value]:
    """Fill in some boxes of a page; most people leave folded what is folded away."""
    values: dict[int, Value] = {}
    for asked in page.by_part:
        if asked.is_folded and chance.random() >= UNFOLDED:
            continue
        filled = [box for box in asked.boxes if chance.random() < ANSWERED]
        if asked.kind.is_text and not asked.kind.has_picture:
            values |= {box.item.id: _words(box, book, chance) for box in filled}
        else:
            values |= asked.kind.samples(asked.part, [box.item for box in filled], chance)
    return values


def _words(box: Box, book: Book, chance: random.Random) -> Value:
    if chance.random() < NOTHING:
        return Value(text=chance.choice(["None", "n/a", "No comment", "-"]))
    option = box.item.option.key if box.item.option else ""
    sentences = book.sentences(box.part.key, stance=box.item.stance, option_key=option)
    if not sentences:
        return box.kind.sample(box.part, chance)
    return Value(text=" ".join(chance.sample(sentences, min(len(sentences), chance.randint(1, 3)))))


def _any_category(entries: Any, chance: random.Random) -> int | None:
    return chance.choice(entries).id if entries and chance.random() < 0.9 else None


def _moment(exercise: Exercise, chance: random.Random) -> dt.datetime:
    assert exercise.opens_at is not None
    until = min(clock.now(), exercise.closes_at)
    return exercise.opens_at + (until - exercise.opens_at) * chance.random() * 0.999


def _refuse_what_is_there(drawn: list[tuple[Response, dict[int, Value]]]) -> None:
    """The same seed draws the same submission keys, and each can be there once."""
    keys = [response.submission_key for response, _ in drawn]
    if Response.objects.filter(submission_key__in=keys).exists():
        raise DomainError("The responses of this seed are there already. Choose another one with --seed.")


@transaction.atomic
def _write(drawn: list[tuple[Response, dict[int, Value]]], accepted_by: User | None) -> None:
    for (response, _), reference in zip(drawn, _free_references(len(drawn)), strict=True):
        response.reference = reference
    responses = Response.objects.bulk_create(response for response, _ in drawn)
    writing.write_answers([(response, values) for response, (_, values) in zip(responses, drawn, strict=True)])
    if accepted_by is not None:
        Act.objects.bulk_create(
            Act(
                response=response,
                version=1,
                verb=Act.Verb.ACCEPT,
                reason=Act.Reason.ORDINARY,
                by=accepted_by,
                at=response.entered_at,
            )
            for response in responses
        )


def _free_references(count: int) -> set[str]:
    """Return references that nobody has: among a hundred thousand, two that are alike are to be expected."""
    free: set[str] = set()
    while len(free) < count:
        free |= {references.mint() for _ in range(count - len(free))}
        free -= set(Response.objects.filter(reference__in=free).values_list("reference", flat=True))
    return free
