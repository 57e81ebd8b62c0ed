"""Fetching is authorising: an exercise that a member of staff may not know of is not found."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import Role
from accounts.permissions import roles_of, signed_in
from engagement.models import Exercise
from engagement.models.exercise import ExerciseQuerySet


def exercise_for(
    request: HttpRequest, slug: str, roles: Collection[Role] = (), *, among: ExerciseQuerySet | None = None
) -> Exercise:
    """Return an exercise of an organisation in which the visitor holds one of the roles, or any role at all.

    One of another organisation is not found; one of their own, for which they hold another role, is refused.
    """
    user = signed_in(request)
    rows = Exercise.objects.all() if among is None else among
    row = get_object_or_404(rows.visible_to(user).select_related("organisation"), slug=slug)
    if roles and not roles_of(user, row.organisation_id).intersection(roles):
        raise PermissionDenied("Your role does not include this page.")
    return row
