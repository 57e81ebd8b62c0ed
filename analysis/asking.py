"""Asking for a report; apart from what builds one, which brings pandas and scipy into whoever imports it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Max

from analysis.models import Report, ReportFile
from common import clock
from common.errors import DomainError
from engagement.models import Exercise

if TYPE_CHECKING:
    from accounts.models import User

NUMBER_TRIES = 5

log = logging.getLogger(__name__)


def ask(exercise: Exercise, *, audience: str, by: User | None, reason: str = "") -> Report:
    """Ask for a report; whether the person may is for the caller to have checked."""
    if exercise.edition_id is None:
        raise DomainError("The exercise has not been published, so there is nothing to report on.")
    for _ in range(NUMBER_TRIES):
        try:
            return _insert(exercise, audience=audience, by=by, reason=reason)
        except IntegrityError:
            log.info("Somebody else asked for a report of %s at the same moment", exercise)
    raise DomainError("Others are asking for reports at the same moment. Try again.")


@transaction.atomic
def _insert(exercise: Exercise, *, audience: str, by: User | None, reason: str) -> Report:
    earlier = Report.objects.filter(exercise=exercise)
    report = Report.objects.create(
        exercise=exercise,
        number=(earlier.aggregate(last=Max("number"))["last"] or 0) + 1,
        audience=audience,
        requested_by=by,
        requested_at=clock.now(),
        reason=reason,
        supersedes=earlier.filter(audience=audience, state=Report.State.READY).order_by("-number").first(),
    )
    ReportFile.objects.bulk_create(ReportFile(report=report, format=name) for name in ReportFile.Format)
    return report
