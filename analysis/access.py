"""Who may ask for which report, and read it.

The team asks any time. The steering group's members are respondents too, so until the exercise is over they see counts
by channel, type and day and no report, unless the communications lead has let them, with a reason that is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from accounts.models import Role
from accounts.permissions import DOWNLOADERS, can_download_report, can_report, roles_of
from analysis.models import EarlyAccess, Report
from common import clock
from common.errors import DomainError
from engagement import wording
from engagement.models import Exercise
from engagement.phases import Phase

if TYPE_CHECKING:
    from accounts.models import User

OVER = frozenset({Phase.LATE, Phase.OVER})  # whatever is on time has arrived
Audience = Report.Audience


def is_over(exercise: Exercise) -> bool:
    return exercise.phase(clock.now()) in OVER


def wait_in_words(exercise: Exercise) -> str:
    """Say until when the steering group waits once the exercise has closed; nothing before or after that."""
    if exercise.phase(clock.now()) is not Phase.GRACE:
        return ""
    ends = wording.until(exercise.grace_ends_at)
    return f"The exercise has closed. Answers that were begun in time may still come until {ends}; reports open then."


def early_access(exercise: Exercise) -> EarlyAccess | None:
    """Return the act that lets the steering group have reports before the exercise is over."""
    return EarlyAccess.objects.filter(exercise=exercise).select_related("granted_by").last()


def is_open_to_steering(exercise: Exercise) -> bool:
    return is_over(exercise) or early_access(exercise) is not None


def audiences(user: User, exercise: Exercise) -> tuple[str, ...]:
    """Return for whom the person may ask for a report now."""
    if can_report(user, exercise.organisation_id):
        return tuple(Audience.values)
    may = can_download_report(user, exercise.organisation_id) and is_open_to_steering(exercise)
    return (Audience.STEERING,) if may else ()


def readable(user: User, exercise: Exercise) -> QuerySet[Report]:
    """Return the exercise's reports that the person may know of."""
    reports = Report.objects.visible_to(user, *DOWNLOADERS).filter(exercise=exercise)
    if can_report(user, exercise.organisation_id):
        return reports
    return reports.filter(audience=Audience.STEERING) if is_open_to_steering(exercise) else reports.none()


def can_grant(user: User, exercise: Exercise) -> bool:
    """Let the steering group have reports early."""
    return Role.COMMUNICATIONS in roles_of(user, exercise.organisation_id)


def grant(exercise: Exercise, *, by: User, reason: str) -> EarlyAccess:
    """Let the steering group have reports from now on, and keep why."""
    if is_over(exercise):
        raise DomainError("The exercise is over, so the steering group has its reports already.")
    if early_access(exercise):
        raise DomainError("The steering group has been let in already.")
    return EarlyAccess.objects.create(exercise=exercise, granted_by=by, granted_at=clock.now(), reason=reason.strip())
