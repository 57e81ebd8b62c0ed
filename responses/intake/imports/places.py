"""What the pages of imports share: finding one is authorising, and each step leads back to its page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from accounts.permissions import KEYERS
from common.queue import send_after_commit
from engagement import editions
from responses.intake.imports.mapping.targets import Target, targets_of
from responses.intake.imports.models import ImportBatch
from responses.intake.imports.tasks import work_on_import
from responses.staff_views.access import exercise_for


def batch_for(request: HttpRequest, slug: str, number: int) -> ImportBatch:
    """Return an import of an exercise in which the visitor keys in."""
    row = exercise_for(request, slug, KEYERS)
    related = ImportBatch.objects.select_related("exercise", "original", "uploaded_by", "imported_by", "undone_by")
    return get_object_or_404(related, exercise=row, number=number)


def targets_for(batch: ImportBatch) -> dict[str, Target]:
    """Return everything that a column of an import may become."""
    return targets_of(editions.of(batch.exercise))


def sent(batch: ImportBatch) -> HttpResponse:
    """Have a worker begin now, and show how far it is."""
    send_after_commit(work_on_import, batch.pk)
    return redirect("responses_staff:import", *place_of(batch))


def place_of(batch: ImportBatch) -> tuple[str, int]:
    """Return what its addresses are made of."""
    return batch.exercise.slug, batch.number


def status_of(form: Any) -> int:
    """Return 422 where a form was posted and has errors."""
    return 422 if form is not None and form.is_bound and form.errors else 200
