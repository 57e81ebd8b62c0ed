"""Fetching is authorising: an exercise that a member of staff may not know of is not found."""

from __future__ import annotations

from collections.abc import Collection

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import Role
from accounts.permissions import signed_in
from engagement.models import Exercise
from engagement.models.exercise import ExerciseQuerySet


def exercise_for(
    request: HttpRequest, slug: str, roles: Collection[Role] = (), *, among: ExerciseQuerySet | None = None
) -> Exercise:
    """Return an exercise of an organisation in which the visitor holds one of the roles, or any role at all."""
    rows = Exercise.objects.all() if among is None else among
    visible = rows.visible_to(signed_in(request), *roles).select_related("organisation")
    return get_object_or_404(visible, slug=slug)
