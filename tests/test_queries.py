"""How often pages ask the database, middleware included: what docs/performance.md promises."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from engagement.models import Exercise
from responses.drafts import access
from responses.drafts.models import Draft
from responses.kinds.base import Raw
from responses.survey import Box
from tests import factories
from tests.accounts.factories import member
from tests.engagement.support import pages_of
from tests.responses.visiting import Visitor

pytestmark = pytest.mark.django_db

SURVEY_PAGE, SUBMISSION = 3, 8
SAVING = SURVEY_PAGE + 1  # the draft is held open while its boxes are written
DRAWN = re.compile(r"INSERT INTO responses_alternative")  # PostgreSQL writes these with the choices, SQLite in two
OF_ANSWERING = ("start", "tasks", "who", "about", "check", "questions", "later")
# Opening and closing transactions is no query, and asking whether a kept connection still lives is none either.
CONTROL = re.compile(r"^\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)", re.IGNORECASE)
WRITING = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE|WITH\b.*\b(INSERT|UPDATE|DELETE))", re.IGNORECASE | re.DOTALL)


class Asked(list[str]):
    """The queries of a request, apart from transaction control."""


@contextmanager
def queries() -> Iterator[Asked]:
    asked = Asked()
    with CaptureQueriesContext(connection) as captured:
        yield asked
    asked.extend(query["sql"] for query in captured if not CONTROL.match(query["sql"]))


@pytest.fixture
def exercises(db: None) -> list[Exercise]:
    """One with few questions and one with many."""
    few = factories.northshire()
    many = factories.norfolk()
    assert len(factories.survey(many).boxes) > len(factories.survey(few).boxes)
    return [few, many]


def everything(exercise: Exercise, words: str = "What we think of it.") -> dict[str, Raw]:
    """Return an answer to every item."""

    def raw(box: Box) -> Raw:
        part = box.part
        if box.kind.has_picture:
            return box.kind.raw(part, box.kind.sample(part, random.Random(words)))
        if not part.choices:
            return words
        if box.kind.name == "ranking":  # each rank once
            return part.choices[part.items.index(box.item)].key
        return [part.choices[0].key] if box.kind.name == "several_choices" else part.choices[0].key

    return {box.item.key: raw(box) for box in factories.survey(exercise).boxes.values()}


def begun(exercise: Exercise, **who: str) -> tuple[Visitor, Draft]:
    """Return a visitor with a draft in which everything is answered, who has seen each page once."""
    draft = factories.draft(exercise, everything(exercise), who={"kind": "individual", **who})
    visitor = Visitor(exercise)
    visitor.client.cookies[access.COOKIE] = factories.link_to(draft)
    for page in factories.survey(exercise).pages:
        assert visitor.get("page", page.key).status_code == 200
    return visitor, draft


def test_a_survey_page_asks_at_most_three_times_however_many_questions_it_has(exercises: list[Exercise]) -> None:
    for exercise in exercises:
        visitor, draft = begun(exercise)
        for page in factories.survey(exercise).pages:
            with queries() as shown:
                assert visitor.get("page", page.key).status_code == 200
            assert len(shown) <= SURVEY_PAGE, shown
            changed = {key: raw for key, raw in everything(exercise, "Something else.").items() if key in keys_of(page)}
            sent = changed | {"base": visitor.base_of(page.key)}
            with queries() as saved:
                assert visitor.post("page", page.key, data=sent).status_code == 302
            assert len(saved) <= SAVING, saved
            sent = {key: "\x00" if isinstance(raw, str) else ["nonsense"] for key, raw in changed.items()}
            with queries() as refused:
                assert visitor.post("page", page.key, data=sent).status_code == 200
            assert len(refused) <= SAVING, refused
        assert draft.answers.count() == len(everything(exercise))


def keys_of(page: object) -> set[str]:
    return {box.item.key for box in page.boxes}  # type: ignore[attr-defined]


def test_a_submission_asks_at_most_eight_times_however_many_answers_it_has(exercises: list[Exercise]) -> None:
    counts = set()
    for exercise in exercises:
        visitor, draft = begun(exercise, contact_name="A. Person", email="a.person@example.org", wants_copy="on")
        with queries() as asked:
            sent = visitor.post("submit", data={"key": str(draft.submission_key)})
        assert sent.headers["Location"] == visitor.address("receipt")
        assert draft.responses.get().answers.count() == len(everything(exercise))
        asked = Asked(query for query in asked if connection.vendor == "postgresql" or not DRAWN.search(query))
        assert len(asked) <= SUBMISSION, asked
        counts.add(len(asked))
    assert len(counts) == 1, "constant in the number of questions"


def test_other_pages_of_answering_ask_as_often_for_many_questions_as_for_few(exercises: list[Exercise]) -> None:
    for name in OF_ANSWERING:
        counts = set()
        for exercise in exercises:
            visitor, _ = begun(exercise)
            assert visitor.get(name).status_code == 200
            with queries() as asked:
                visitor.get(name)
            counts.add(len(asked))
        assert len(counts) == 1, (name, counts)


def test_a_visit_that_sends_nothing_writes_nothing(exercises: list[Exercise]) -> None:
    client = Client()
    for exercise in exercises:
        visitor, draft = begun(exercise)
        addresses = [
            visitor.address(name) for name in ("start", "tasks", "who", "about", "check", "questions", "later")
        ]
        addresses += [visitor.address("word"), visitor.address("link", factories.link_to(draft))]
        addresses += [visitor.address("page", page.key) for page in factories.survey(exercise).pages]
        after = [visitor.address(name) for name in ("receipt", "view", "withdraw", "start", "tasks", "check")]
        with queries() as asked:
            for address in [*pages_of(exercise), *addresses, "/nowhere/"]:
                assert client.get(address).status_code in {200, 302, 404}, address
            for address in addresses:
                assert visitor.client.get(address).status_code in {200, 302}, address
        assert visitor.post("submit", data={"key": str(draft.submission_key)}).status_code == 302
        with queries() as asked_after:
            for address in after:
                assert visitor.client.get(address).status_code in {200, 302}, address
        assert not [query for query in [*asked, *asked_after] if WRITING.match(query)]


def test_reading_pages_ask_once(exercises: list[Exercise]) -> None:
    client = Client()
    for exercise in exercises:
        for address in pages_of(exercise):
            client.get(address)
            with queries() as asked:
                assert client.get(address).status_code == 200
            assert len(asked) <= 1, (address, asked)


@pytest.mark.parametrize(
    ("role", "name"),
    [
        (Role.COMMUNICATIONS, "responses_staff:queue"),
        (Role.COMMUNICATIONS, "responses_staff:bulk"),
        (Role.COMMUNICATIONS, "responses_staff:key_in"),
        (Role.COMMUNICATIONS, "analysis_staff:dashboard"),
        (Role.ANALYST, "analysis_staff:reports"),
        (Role.COMMUNICATIONS, "engagement_staff:home"),
    ],
)
def test_lists_ask_as_often_for_many_rows_as_for_few(role: Role, name: str) -> None:
    exercise = factories.northshire()
    client = Client()
    client.force_login(member(exercise.organisation, role))
    address = reverse(name, args=[] if name.endswith("home") else [exercise.slug])
    counts = []
    for more in (2, 9):
        for _ in range(more):
            factories.sent(exercise)
            factories.draft(exercise)
        assert client.get(address).status_code == 200
        with queries() as asked:
            client.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_hub_asks_as_often_for_many_exercises_as_for_one() -> None:
    client = Client()
    factories.northshire()
    client.get("/")
    with queries() as one:
        client.get("/")
    factories.norfolk()
    client.get("/")
    with queries() as two:
        client.get("/")
    assert len(one) == len(two)
