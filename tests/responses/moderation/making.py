"""A small exercise with one part of each sort, responses to it, and the people who moderate them."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from typing import Any

from accounts.models import Organisation, Role, User
from common import clock
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
from responses.submission import references
from responses.submission.models import Answer, AnswerChoice, Contact, Response
from tests.accounts.factories import OrganisationFactory, member

_numbers = itertools.count(1)
DAY = dt.timedelta(days=1)


def exercise(organisation: Organisation | None = None, *, slug: str = "") -> Exercise:
    """Return an exercise that has been open for ten days and stays so for ten more."""
    now = clock.now()
    made = Exercise.objects.create(
        organisation=organisation or OrganisationFactory(),
        slug=slug or f"exercise-{next(_numbers)}",
        closes_at=now + 10 * DAY,
        created_at=now - 20 * DAY,
    )
    edition = Edition.objects.create(
        exercise=made,
        number=1,
        digest="0" * 64,
        structure={},
        title="Where care is planned",
        sponsor="NHS Northshire",
        decides="the board",
        published_label="May 2021",
        summary="What we ask.",
        purpose="Why we ask.",
        document_title="The document",
        enquiries="engagement@example.org",
        minutes_to_answer=20,
        privacy="Privacy.",
        help="Help.",
        created_at=now,
        published_at=now - 10 * DAY,
    )
    made.edition, made.state, made.opens_at = edition, Exercise.State.PUBLISHED, now - 10 * DAY
    made.save()
    _questions(made, edition)
    return made


def _questions(made: Exercise, edition: Edition) -> None:
    question = Question.objects.create(exercise=made, key="q1", number=1)
    QuestionWording.objects.create(question=question, edition=edition, title="What do you think?")
    words = _part(question, edition, "words", "text", 1, "In your own words")
    Item.objects.create(part=words, key="words", position=1)
    pick = _part(question, edition, "pick", "single_choice", 2, "Which way is better?")
    Item.objects.create(part=pick, key="pick", position=1)
    for position, key in enumerate(["this", "that"], 1):
        choice = Choice.objects.create(part=pick, key=key, position=position)
        ChoiceWording.objects.create(choice=choice, edition=edition, label=f"{key.title()} way")
    factor = Factor.objects.create(exercise=made, key="travel", position=1)
    FactorWording.objects.create(factor=factor, edition=edition, title="Travel", detail="How far people travel.")
    options = _part(question, edition, "options", "pros_and_cons", 3, "Each option")
    for number in (1, 2):
        option = Option.objects.create(exercise=made, key=f"o{number}", number=number)
        OptionWording.objects.create(
            option=option, edition=edition, title=f"Places {number}", basis="By district", summary="How it would be."
        )
        for position, stance in enumerate(["advantage", "disadvantage"]):
            key = f"options.o{number}.{stance}"
            Item.objects.create(part=options, key=key, position=2 * number + position, option=option, stance=stance)
    for dimension, key in [("organisation_type", "council"), ("area", "north"), ("role", "resident")]:
        category = RespondentCategory.objects.create(exercise=made, dimension=dimension, key=key, position=1)
        RespondentCategoryWording.objects.create(category=category, edition=edition, label=key.title())


def _part(question: Question, edition: Edition, key: str, kind: str, position: int, title: str) -> QuestionPart:
    part = QuestionPart.objects.create(question=question, key=key, kind=kind, position=position)
    PartWording.objects.create(part=part, edition=edition, title=title)
    return part


def item(made: Exercise, key: str = "words") -> Item:
    return Item.objects.get(part__question__exercise=made, key=key)


def response(
    made: Exercise, words: str = "", *, pick: str = "", contact: dict[str, Any] | None = None, **columns: Any
) -> Response:
    """Return a response as it was sent, by an individual and online unless told otherwise."""
    now = clock.now()
    defaults = {
        "channel": "online",
        "kind": "individual",
        "timing": "on_time",
        "received_at": now - DAY + dt.timedelta(seconds=next(_numbers)),
        "entered_at": now,
        "has_free_text": bool(words),
        "reference": references.mint(),
        "submission_key": uuid.uuid4(),
    }
    sent = Response.objects.create(exercise=made, edition=made.edition, **{**defaults, **columns})
    if words:
        Answer.objects.create(response=sent, item=item(made), text=words)
    if pick:
        answer = Answer.objects.create(response=sent, item=item(made, "pick"))
        AnswerChoice.objects.create(answer=answer, choice=Choice.objects.get(part__question__exercise=made, key=pick))
    if contact:
        Contact.objects.create(response=sent, details=contact)
    return sent


def moderator(made: Exercise, **fields: Any) -> User:
    """Return somebody of the exercise's communications team."""
    return member(made.organisation, Role.COMMUNICATIONS, **fields)
