"""
The tests run on tables made straight from the models; here the migrations make the same, and carry rows over.

One database is taken through all of them, in the order that `migrate` follows: the whole road takes long. Before a
migration that carries rows over, some are written; after it they are looked at, and stay for those that follow.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import environ
import psycopg2
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import ConnectionHandler, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState
from django.test import override_settings
from django.utils import timezone

from tests.support.worker import database_url

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(600)]


@pytest.fixture
def empty_database(tmp_path: Path) -> Iterator[str]:
    """Return the address of a database that nothing has been done to."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'migrated.sqlite3'}"
        return
    name = f"{connection.settings_dict['NAME']}_migrated"
    beside = psycopg2.connect(database_url())
    beside.autocommit = True
    with beside.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
        yield database_url().removesuffix(connection.settings_dict["NAME"]) + name
        cursor.execute(f'DROP DATABASE "{name}"')
    beside.close()


def tables(database: BaseDatabaseWrapper) -> dict[str, set[str]]:
    """Return the columns and constraints of every table of ours."""
    found = {}
    ask = database.introspection
    ours = {config.label for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR}
    with database.cursor() as cursor:
        for table in (name for name in ask.table_names(cursor) if name.partition("_")[0] in ours):
            columns = [
                (column.name, column.type_code, column.display_size, column.null_ok, column.default)
                for column in ask.get_table_description(cursor, table)
            ]
            constraints = [
                ("" if facts["foreign_key"] or name.startswith("__") else name, *map(str, facts.values()))
                for name, facts in ask.get_constraints(cursor, table).items()  # SQLite numbers those without a name
            ]
            found[table] = {str(fact) for fact in columns + constraints} | conditions(database, table)
    return found


def conditions(database: BaseDatabaseWrapper, table: str) -> set[str]:
    """Return the words of a table's checks, and of its indexes on some of the rows."""
    if database.vendor == "postgresql":
        checks = (
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE contype = 'c' AND conrelid = %s::regclass"
        )
        indexes = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexdef LIKE '%% WHERE %%'"
    else:
        checks = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name = %s"
        indexes = (
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql LIKE '%% WHERE %%'"
        )
    with database.cursor() as cursor:
        cursor.execute(checks, [table])
        found = [said for name, text in cursor.fetchall() for said in checks_of(name, text)]
        cursor.execute(indexes, [table])
        return {*found, *map(str, cursor.fetchall())}


def checks_of(name: str, text: str) -> Iterator[str]:
    """Return each check of a constraint or of a table, with the name that stands before it."""
    for start in re.finditer(r'(?:CONSTRAINT "\w+" )?CHECK \(', text):
        depth, end = 1, start.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(text[end], 0)
            end += 1
        yield f"{name}: {text[start.start() : end]}"


Rows = Callable[[str], Any]


class Road:
    """A database on its way through the migrations; each step returns the rows of its models then, by 'app.Model'."""

    def __init__(self, database: BaseDatabaseWrapper) -> None:
        self.database = database
        self.state: ProjectState | None = None

    def until(self, app: str, name: str) -> Rows:
        """Go as far as a migration, which is yet to come."""
        executor = MigrationExecutor(self.database)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        cut = [(migration.app_label, migration.name) for migration, _ in plan].index((app, name))
        return self._went(executor.migrate(None, plan=plan[:cut], state=self.state))

    def through(self, app: str, name: str) -> Rows:
        """Go as far as a migration, and through it."""
        return self._went(MigrationExecutor(self.database).migrate([(app, name)], state=self.state))

    def back(self, app: str, name: str) -> Rows:
        """Go back to where a migration was the last of its app."""
        return self._went(MigrationExecutor(self.database).migrate([(app, name)]))

    def to_the_end(self) -> None:
        """Go the rest of the road by the command."""
        call_command("migrate", verbosity=0)

    def _went(self, state: ProjectState) -> Rows:
        state.clear_delayed_apps_cache()  # as before a migration that writes rows
        self.state, models = state, state.apps
        return lambda model: models.get_model(model).objects


@pytest.fixture
def described(db: None) -> dict[str, set[str]]:
    """Return what the tests run on."""
    return tables(connection)


@pytest.fixture
def road(empty_database: str) -> Iterator[Road]:
    own = connections["default"]
    same = {name: own.settings_dict[name] for name in ("ENGINE", "OPTIONS")}
    address = {**environ.Env.db_url_config(empty_database), **same}
    connections["default"] = ConnectionHandler({"default": address})["default"]
    with override_settings(MIGRATION_MODULES={}):  # the test run has switched migrations off
        yield Road(connections["default"])
    connections["default"].close()
    connections["default"] = own


def test_the_migrations_carry_rows_over_and_make_the_tables_that_the_models_describe(
    described: dict[str, set[str]], road: Road
) -> None:
    places_of_drawn_footprints_become_numbers_and_rows_again(road)
    write_what_was_known(road.until("responses", "0008_originals_of_an_exercise"))
    each_edition_gets_the_sources_of_estimates_that_its_exercise_had(road)
    what_was_known_before_is_carried_over(road.through("responses", "0012_every_decision_has_a_reason"))
    road.to_the_end()

    made = tables(road.database)
    assert made.keys() == described.keys()
    assert {name: made[name] ^ described[name] for name in made if made[name] != described[name]} == {}
    assert len(made) > 30
    said = [fact for facts in made.values() for fact in facts]
    assert sum("CHECK (" in fact for fact in said) > 30
    assert sum(" WHERE " in fact for fact in said) > 5
    road.database.check_constraints()


def exercise_of(rows: Rows, slug: str, *, editions: int) -> Any:
    """Make an exercise with so many editions in the tables of a migration."""
    now = timezone.now()
    organisation = rows("accounts.Organisation").create(slug=slug, name=slug)
    exercise = rows("engagement.Exercise").create(
        organisation=organisation, slug=slug, closes_at=now, grace_hours=0, created_at=now
    )
    for number in range(1, editions + 1):
        rows("engagement.Edition").create(
            exercise=exercise, number=number, structure={}, minutes_to_answer=5, created_at=now
        )
    return exercise


def places_of_drawn_footprints_become_numbers_and_rows_again(road: Road) -> None:
    rows = road.until("responses", "0007_places_by_number")
    exercise = exercise_of(rows, "east", editions=1)
    now = timezone.now()
    response = rows("responses.Response").create(
        exercise=exercise, edition=exercise.editions.get(), reference="DRAWN", submission_key=uuid4(), channel="online",
        received_at=now, entered_at=now, timing="on_time", kind="individual",
    )  # fmt: skip
    part = rows("engagement.Question").create(exercise=exercise, number=1).parts.create(position=0)
    areas = [rows("footprints.Area").create(exercise=exercise, key=key, position=0) for key in ("a", "b", "c")]
    drawn = {"first": [["c"], ["a", "b"]], "second": [["b"], [], ["a"], []]}
    for position, (key, places) in enumerate(drawn.items()):
        item = rows("engagement.Item").create(part=part, key=key, position=position)
        answer = rows("responses.Answer").create(response=response, item=item)
        alternative = rows("responses.Alternative").create(answer=answer)
        for nth, keys in enumerate(places, start=1):
            place = rows("responses.AlternativePlace").create(alternative=alternative, position=nth)
            for area in areas:
                if area.key in keys:
                    rows("responses.AlternativeArea").create(alternative=alternative, place=place, area=area)

    def placed(place: str) -> list[tuple[Any, ...]]:
        found = rows("responses.AlternativeArea").order_by("alternative", "area__key")
        return list(found.values_list("alternative__answer__item__key", "area__key", place))

    numbers = [("first", "a", 2), ("first", "b", 2), ("first", "c", 1), ("second", "a", 3), ("second", "b", 1)]
    assert placed("place__position") == numbers
    rows = road.through("responses", "0007_places_by_number")
    assert placed("place") == numbers
    assert list(rows("responses.Alternative").order_by("pk").values_list("places", flat=True)) == [2, 4]

    rows = road.back("responses", "0006_drawn_footprints")
    assert placed("place__position") == numbers
    assert rows("responses.AlternativePlace").count() == 6


def write_what_was_known(rows: Rows) -> None:
    exercise = exercise_of(rows, "west", editions=1)
    now = timezone.now()
    response = rows("responses.Response").create(
        exercise=exercise, edition=exercise.editions.get(), reference="KNOWN", submission_key=uuid4(),
        channel="meeting", received_at=now, entered_at=now, timing="on_time", kind="meeting", synthetic=True,
    )  # fmt: skip
    clerk = rows("accounts.User").create(email="clerk@example.org")
    rows("responses.Meeting").create(response=response, name="An evening", attended="About forty residents")
    rows("responses.Original").create(response=response, name="notes.txt", size=1, added_at=now, added_by=clerk)
    rows("responses.Act").create(
        response=response, version=1, verb="return", note="Looked at too fast", by=clerk, at=now
    )


def what_was_known_before_is_carried_over(rows: Rows) -> None:
    attendance = rows("responses.MeetingAttendance").get()
    assert (attendance.meeting.name, attendance.organisation) == ("An evening", "About forty residents")
    assert rows("responses.Original").get().exercise.slug == "west"
    act = rows("responses.Act").get()
    assert (act.reason, act.note) == ("mistake", "Looked at too fast")


def each_edition_gets_the_sources_of_estimates_that_its_exercise_had(road: Road) -> None:
    rows = road.until("footprints", "0005_estimate_sources_of_an_edition")
    made = [exercise_of(rows, slug, editions=number) for slug, number in (("north", 3), ("south", 1))]
    for exercise in made:
        base = rows("footprints.PopulationBase").create(exercise=exercise, key="heads")
        areas = [rows("footprints.Area").create(exercise=exercise, key=key, position=0) for key in ("a", "b", "c")]
        source = rows("footprints.EstimateSource").create(exercise=exercise, key="survey", position=0, base=base)
        for people, own in ((7, areas[:2]), (5, areas[2:])):
            rows("footprints.EstimateSize").create(source=source, people=people).areas.set(own)

    def sizes(of: str) -> list[tuple[Any, ...]]:
        found = rows("footprints.EstimateSize").order_by(f"source__{of}", "people", "areas__key")
        return list(found.values_list(f"source__{of}", "people", "areas__key"))

    own = [(5, "c"), (7, "a"), (7, "b")]
    editions = [edition.pk for exercise in made for edition in exercise.editions.order_by("pk")]
    rows = road.through("footprints", "0005_estimate_sources_of_an_edition")
    assert sizes("edition") == [(edition, *each) for edition in editions for each in own]

    rows = road.back("footprints", "0004_networks")
    assert sizes("exercise") == [(exercise.pk, *each) for exercise in made for each in own]
