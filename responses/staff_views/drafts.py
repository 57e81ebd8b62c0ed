"""Drafts that staff key in: finding one is authorising, and opening its pages takes a link of one's own."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect

from accounts.permissions import KEYERS, staff_page
from responses.drafts import access
from responses.drafts.guard import stopped
from responses.drafts.models import Draft
from responses.intake import keying
from responses.staff_views.access import exercise_for
from responses.survey import survey_of

# The boxes of staff's own pages on a draft in which words are typed, by the end of their names
WORDS = ("text", "note", "meeting_name", "place", "host", "host_email", "attending")


class Closed(Exception):
    """A colleague has recorded or discarded the draft that something was posted to."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft


def keyed_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Open a page on a draft to who may key in, and show what was posted once a colleague has closed the draft."""

    @staff_page(*KEYERS)
    @wraps(view)
    def guarded(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        try:
            return view(request, slug, pk)
        except Closed as closed:
            reason = "discarded" if closed.draft.discarded_at else "recorded"
            return stopped(request, slug, reason, status=409, is_typed=lambda name: name.endswith(WORDS))

    return guarded


def draft_for(request: HttpRequest, slug: str, pk: int) -> Draft:
    """Return an unsent draft that staff of the visitor's organisation key in; raises Closed for what is posted."""
    row = exercise_for(request, slug, KEYERS)
    closed = Draft.objects.filter(exercise=row, origin=Draft.Origin.KEYED, is_open=False, pk=pk).first()
    if closed and request.method == "POST":
        raise Closed(closed)
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
