"""Two windows of one person: a file is looked at in one while the other puts the last look to use."""

from __future__ import annotations

from contextlib import suppress
from threading import Event
from typing import Any

import pytest
from django.db import OperationalError, connection

from accounts.models import User
from common.errors import DomainError
from engagement import lifecycle
from engagement.models import Exercise, ExerciseAct
from footprints.maps.boundaries import loading
from footprints.maps.models import BoundarySet
from tests.footprints.maps.boards import board, load
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def used_in_the_other_window(made: BoundarySet) -> bool:
    """Tell whether the other window was told that maps show the boundaries; it does not wait long for a lock."""
    with connection.cursor() as cursor:
        on_postgresql = connection.vendor == "postgresql"
        cursor.execute("SET lock_timeout = '300ms'" if on_postgresql else "PRAGMA busy_timeout = 300")
    with suppress(DomainError, OperationalError):
        loading.use(made, by=None, reason="Show them")
        return True
    return False


def used_between_choosing_and_deleting(exercise: Exercise, monkeypatch: pytest.MonkeyPatch) -> bool:
    made, original = load(exercise, board()), loading._held_looks
    told: list[bool] = []

    def held(exercise: Exercise, kind: str, by: User | None) -> list[int]:
        found = original(exercise, kind, by)
        told.extend(at_once(lambda: used_in_the_other_window(made)))
        return found

    monkeypatch.setattr(loading, "_held_looks", held)
    load(exercise, board())
    return told == [True]


def is_in_use(exercise: Exercise) -> bool:
    return exercise.boundary_sets.filter(state=BoundarySet.State.IN_USE).exists()


def test_who_was_told_that_maps_show_them_has_them_shown(norfolk: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not used_between_choosing_and_deleting(norfolk, monkeypatch)
    assert not is_in_use(norfolk)
    assert norfolk.boundary_sets.count() == 1


@pytest.mark.postgres
def test_without_holding_them_the_set_in_use_would_be_deleted(
    norfolk: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only where several write at once: SQLite lets one write at a time, whatever is written."""
    monkeypatch.setattr(loading, "_held_looks", not_held)
    assert used_between_choosing_and_deleting(norfolk, monkeypatch)
    assert not is_in_use(norfolk)


def not_held(exercise: Exercise, kind: str, by: User | None) -> list[int]:
    looks = exercise.boundary_sets.filter(kind=kind, state=BoundarySet.State.PREVIEWED, made_by=by)
    return list(looks.values_list("pk", flat=True))


def chosen_while_being_used(
    exercise: Exercise, monkeypatch: pytest.MonkeyPatch, *, patience: float = 1
) -> list[object]:
    """Look at a file while the other window has put the last look to use and is not yet at the end."""
    made, choose, record = load(exercise, board()), loading._held_looks, lifecycle.record
    in_the_middle, has_chosen = Event(), Event()

    def held(exercise: Exercise, kind: str, by: User | None) -> list[int]:
        chosen = choose(exercise, kind, by)
        has_chosen.set()
        return chosen

    def recorded(*args: Any, **kwargs: Any) -> ExerciseAct:
        act = record(*args, **kwargs)
        in_the_middle.set()
        has_chosen.wait(patience)  # which is in vain where this one is held
        return act

    monkeypatch.setattr(loading, "_held_looks", held)
    monkeypatch.setattr(lifecycle, "record", recorded)
    return at_once(
        lambda: loading.use(made, by=None, reason="Show them"),
        lambda: in_the_middle.wait(20) and load(exercise, board()),
    )


@pytest.mark.postgres
def test_what_is_being_put_to_use_is_waited_for_and_stays(norfolk: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    used, looked_at = chosen_while_being_used(norfolk, monkeypatch)
    assert used is None
    assert isinstance(looked_at, BoundarySet)
    assert norfolk.boundary_sets.get(state=BoundarySet.State.IN_USE).boundaries.count() == 8


@pytest.mark.postgres
def test_without_holding_them_what_is_being_put_to_use_would_be_deleted(
    norfolk: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "_held_looks", not_held)
    used, looked_at = chosen_while_being_used(norfolk, monkeypatch, patience=20)
    assert used is None
    assert isinstance(looked_at, BoundarySet)
    assert not is_in_use(norfolk)


def test_what_was_put_to_use_first_stays_when_another_file_is_looked_at(norfolk: Exercise) -> None:
    made = load(norfolk, board())
    loading.use(made, by=None, reason="Show them")
    load(norfolk, board())
    assert norfolk.boundary_sets.get(state=BoundarySet.State.IN_USE) == made
    assert made.boundaries.count() == 8
