"""Fetching is authorising: what a member of staff may not know of is not found."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import Role
from accounts.permissions import READERS
from engagement import access as exercises
from engagement import editions
from engagement.models import Exercise
from engagement.shapes import EditionContent
from responses.submission.models import Response


def exercise_for(request: HttpRequest, slug: str, roles: frozenset[Role] = READERS) -> Exercise:
    """Return an exercise of an organisation in which the visitor holds one of the roles."""
    return exercises.exercise_for(request, slug, roles)


def response_for(request: HttpRequest, slug: str, reference: str, roles: frozenset[Role] = READERS) -> Response:
    """Return a response to such an exercise."""
    visible = Response.objects.visible_to(request.user, *roles)  # type: ignore[arg-type]
    related = visible.select_related("exercise__organisation", "entered_by", "supersedes", "superseded_by")
    return get_object_or_404(related, exercise__slug=slug, reference=reference)


def content_of(row: Exercise) -> EditionContent | None:
    """Return what the public sees of the exercise; nothing before it is published."""
    return editions.of(row) if row.edition_id else None


def page_context(row: Exercise, **extra: Any) -> dict[str, Any]:
    """Return what every staff page of an exercise passes to its template."""
    return {"row": row, "exercise": content_of(row), **extra}
