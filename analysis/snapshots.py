"""Taking a snapshot: one short transaction, one INSERT … SELECT, whatever the number of responses."""

from __future__ import annotations

from contextlib import suppress

from django.db import IntegrityError, connection, transaction
from django.db.models import BooleanField, Case, CharField, F, Max, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from analysis.counting import campaigns, voices
from analysis.models import Snapshot, SnapshotMember
from common import clock
from common.errors import DomainError
from engagement.models import Exercise
from responses.copies.voices import follow
from responses.moderation.models import FieldRevision
from responses.moderation.wording import who_in_force
from responses.submission.models import Response

NUMBER_TRIES = 5
IN_FIGURES = ~Q(standing="left_out") & ~Q(timing="late")
COPIED = [
    "version",
    "standing",
    "timing",
    "channel",
    "kind",
    "received_at",
    "organisation_name",
    "organisation_type_id",
    "organisation_confirmed",
    "position_held",
    "area_id",
    "role_id",
    "may_publish",
    "synthetic",
]


def take(exercise: Exercise, *, seed: int | None = None) -> Snapshot:
    """Freeze the exercise as it stands now. Moderation goes on beside it and changes nothing in it."""
    if exercise.edition_id is None:
        raise DomainError("The exercise has no published edition, so there is nothing to report on.")
    snapshot = _frozen(exercise, exercise.edition_id, seed)
    _make_known()
    return snapshot


def _frozen(exercise: Exercise, edition_id: int, seed: int | None) -> Snapshot:
    for _ in range(NUMBER_TRIES - 1):
        with suppress(IntegrityError):  # another report of the exercise took the number at the same moment
            return _freeze(exercise, edition_id, _next_number(exercise), seed)
    return _freeze(exercise, edition_id, _next_number(exercise), seed)


def _make_known() -> None:
    """
    Tell PostgreSQL's planner of the snapshot, as it would find out by itself a minute later.

    Until then it takes a new snapshot for one of few members, and looks the answers of a hundred thousand up singly.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(SnapshotMember._meta.db_table)}")


def _next_number(exercise: Exercise) -> int:
    last = Snapshot.objects.filter(exercise=exercise).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


@transaction.atomic
def _freeze(exercise: Exercise, edition_id: int, number: int, seed: int | None) -> Snapshot:
    snapshot = Snapshot.objects.create(
        exercise=exercise,
        edition_id=edition_id,
        number=number,
        taken_at=clock.now(),
        opens_at=exercise.opens_at,
        closes_at=exercise.closes_at,
        grace_hours=exercise.grace_hours,
        # Derived and not drawn: the same exercise gives the same report, and nobody can draw until it suits.
        seed=exercise.pk * 1000 + number if seed is None else seed,
    )
    follow(exercise.pk)
    _copy_members(snapshot)
    voices.settle(snapshot)
    campaigns.count(snapshot)
    return snapshot


def _copy_members(snapshot: Snapshot) -> None:
    values = {
        "snapshot_id": Value(snapshot.pk),
        "response_id": F("id"),
        **{name: F(name) for name in COPIED},
        **_who(snapshot.exercise_id),
        "number": Window(RowNumber(), order_by=[F("received_at").asc(), F("id").asc()]),
        **_judged(),
        "voice": voices.of_response(snapshot.exercise_id),
        "campaign": campaigns.of_response(snapshot.exercise_id),
    }
    selected = _selecting(Response.objects.filter(exercise_id=snapshot.exercise_id).order_by(), values)
    sql, parameters = selected.query.sql_with_params()
    columns = ", ".join(connection.ops.quote_name(name) for name in values)
    table = connection.ops.quote_name(SnapshotMember._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({columns}) {sql}", parameters)


def _who(exercise_id: int) -> dict[str, object]:
    """Return how organisations and roles are shown, where words of any are hidden; nearly never are."""
    fields = ["organisation_name", "position_held"]
    if not FieldRevision.objects.filter(response__exercise=exercise_id, field__in=fields).exists():
        return {}
    return {field: who_in_force(field) for field in fields}


def _selecting(responses: QuerySet[Response], values: dict[str, object]) -> QuerySet[Response, tuple]:
    """Select the values in their order, under names that do not collide with the model's own."""
    renamed = {f"member_{name}": value for name, value in values.items()}
    return responses.annotate(**renamed).values_list(*renamed)


def _judged() -> dict[str, object]:
    """Return what follows from a response's state: whether it stands in the figures and may be quoted.

    Holding a response, or proposing to leave it out, takes one person. It stays in the figures all the same, since
    leaving out takes two.
    """
    current = Q(superseded_at__isnull=True, withdrawn_at__isnull=True)
    return {
        "state": Case(
            When(withdrawn_at__isnull=False, then=Value("withdrawn")),
            When(superseded_at__isnull=False, then=Value("superseded")),
            default=Value("current"),
            output_field=CharField(),
        ),
        "confidential": _whether(~Q(confidentiality_reason="")),
        "counted": _whether(current & IN_FIGURES),
        "speaks": _whether(current & IN_FIGURES),  # until voices are settled
        "quotable": _whether(current & Q(standing="accepted")),
    }


def _whether(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())
