"""Keying in: how something came, then the public's own pages, and the files it came as."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import KEYERS, staff_page
from common.errors import DomainError
from common.uploads import takes_files
from engagement.models import Exercise
from responses.drafts import access
from responses.drafts.models import Draft
from responses.intake import keying
from responses.intake.forms import MOST_FILES, ArrivalForm
from responses.intake.originals import LARGEST
from responses.staff_views.access import exercise_for, page_context

LISTED = 100
MOST_BYTES = MOST_FILES * LARGEST


@require_safe
@staff_page(*KEYERS)
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    """What is being keyed in, to go on with, and the way to key in more."""
    row = exercise_for(request, slug, KEYERS)
    drafts = keying.unsent(row)[:LISTED]
    return render(request, "responses/staff/key_in.html", page_context(row, drafts=drafts))


@takes_files(most=MOST_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*KEYERS)
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """How and when something came, with the files; then its words."""
    row = exercise_for(request, slug, KEYERS)
    form = ArrivalForm(*_posted(request), exercise=row)
    if form.is_valid():
        try:
            draft = keying.begin(row, by=request.user, said=form.cleaned_data)  # type: ignore[arg-type]
        except DomainError as refused:
            form.add_error(None, refused.message)
        else:
            return _opened(request, draft)
    return _arrival_page(request, row, form)


@takes_files(most=MOST_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*KEYERS)
def arrival(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put right how and when something came, or add a file."""
    draft = _draft(request, slug, pk)
    form = ArrivalForm(*_posted(request), exercise=draft.exercise, initial=keying.typed(draft))
    if form.is_valid():
        try:
            keying.amend(draft, by=request.user, said=form.cleaned_data)  # type: ignore[arg-type]
        except DomainError as refused:
            form.add_error(None, refused.message)
        else:
            return _opened(request, draft)
    return _arrival_page(request, draft.exercise, form, draft=draft, files=list(draft.originals.all()))


@require_POST
@staff_page(*KEYERS)
def go_on(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Open the public's pages for a draft that is being keyed in."""
    return _opened(request, _draft(request, slug, pk))


@require_safe
@never_cache
@staff_page(*KEYERS)
def original(request: HttpRequest, slug: str, pk: int) -> FileResponse:
    """Hand out a file as it came. It is only ever saved, never shown by the browser, whatever it is."""
    row = exercise_for(request, slug, KEYERS)
    found = get_object_or_404(row.originals.all(), pk=pk)
    response = FileResponse(
        found.file.open("rb"), as_attachment=True, filename=found.name, content_type="application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Length"] = found.size
    return response


def _posted(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _draft(request: HttpRequest, slug: str, pk: int) -> Draft:
    """Return an unsent draft that staff of the visitor's organisation key in."""
    row = exercise_for(request, slug, KEYERS)
    return get_object_or_404(keying.unsent(row).select_related("exercise"), pk=pk)


def _opened(request: HttpRequest, draft: Draft) -> HttpResponse:
    slug = draft.exercise.slug
    return access.remember(redirect("responses:tasks", slug), request, slug, access.mint_link(draft))


def _arrival_page(request: HttpRequest, row: Exercise, form: ArrivalForm, **extra: Any) -> HttpResponse:
    context = page_context(row, form=form, **extra)
    return render(request, "responses/staff/arrival.html", context, status=422 if form.errors else 200)
