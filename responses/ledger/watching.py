"""What the nightly checks have told, for /health/ and for the ledger's page."""

from __future__ import annotations

import datetime as dt

from django.db.models import OuterRef, Subquery

from common import clock
from common.health import Sign
from engagement.models import Exercise
from responses.ledger.models import LedgerCheck

OVERDUE = dt.timedelta(days=3)


def of_ledger() -> Sign:
    """Was the ledger of every exercise found in order, and not long ago?"""
    latest = LedgerCheck.objects.filter(exercise=OuterRef("pk"), finished_at__isnull=False).order_by("-pk")
    lasts = Exercise.objects.annotate(last=Subquery(latest.values("pk")[:1])).values("last")
    rows = list(LedgerCheck.objects.filter(pk__in=lasts).values_list("found", "finished_at"))
    found = sum(number for number, _ in rows)
    oldest = min((at for _, at in rows if at), default=None)
    age = clock.now() - oldest if oldest else dt.timedelta()
    hours = int(age.total_seconds() // 3600) if oldest else None
    return Sign("ledger", ok=not found and age < OVERDUE, facts={"findings": found, "hours_since_checked": hours})


def last_check(exercise: Exercise) -> LedgerCheck | None:
    """Return the last check of an exercise that came to its end."""
    return LedgerCheck.objects.filter(exercise=exercise, finished_at__isnull=False).first()
