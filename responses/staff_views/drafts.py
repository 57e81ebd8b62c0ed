"""Drafts that staff key in: finding one is authorising, and opening its pages takes a link of one's own."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from accounts.permissions import KEYERS
from responses.drafts import access
from responses.drafts.models import Draft
from responses.intake import keying
from responses.staff_views.access import exercise_for
from responses.survey import survey_of


def draft_for(request: HttpRequest, slug: str, pk: int) -> Draft:
    """Return an unsent draft that staff of the visitor's organisation key in."""
    row = exercise_for(request, slug, KEYERS)
    return get_object_or_404(keying.unsent(row).select_related("exercise"), pk=pk)


def opened(request: HttpRequest, draft: Draft, response: HttpResponse | None = None) -> HttpResponse:
    """Let the visitor's browser open the public's own pages for the draft, and lead there."""
    slug = draft.exercise.slug
    if response is None:
        following = ("responses_staff:points", slug, draft.pk) if draft.is_meeting else ("responses:tasks", slug)
        response = redirect(*following)
    return access.remember(response, request, slug, access.mint_link(draft))


def keying_context(draft: Draft, **more: Any) -> dict[str, Any]:
    """Return what a staff page in the frame of keying in passes to its template."""
    return {"row": draft.exercise, "exercise": survey_of(draft.edition_id).content, "draft": draft, **more}
