"""Taking something out of the ledger: each time it is written down who did, when, what and what for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common import clock
from common.errors import DomainError
from engagement.models import Exercise
from responses.ledger import foi
from responses.ledger.forms import Filters
from responses.ledger.models import Export
from responses.submission.models import Response

if TYPE_CHECKING:
    from accounts.models import User


class TooManyForExcel(DomainError):
    default_message = (
        f"An Excel file takes {foi.MOST_IN_EXCEL:,} responses at the most. Choose CSV, or narrow the ledger down first."
    )


def ledger(exercise: Exercise, filters: Filters, *, kind: str, by: User, reason: str) -> Export:
    """Note that the ledger is taken out, as far as that can be."""
    if kind == Export.Kind.XLSX and foi.too_many_for_excel(exercise, filters):
        raise TooManyForExcel
    return Export.objects.create(
        exercise=exercise, kind=kind, filters=filters.noted, reason=reason.strip(), by=by, at=clock.now()
    )


def casefile(response: Response, *, by: User, reason: str) -> Export:
    """Note that the whole file on a response is taken out."""
    return Export.objects.create(
        exercise_id=response.exercise_id,
        kind=Export.Kind.FILE,
        response=response,
        reason=reason.strip(),
        by=by,
        at=clock.now(),
    )
