"""Keying in: how something came, then the public's own pages, or the points of a meeting."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import KEYERS, staff_page
from common.errors import DomainError
from common.posting import only_posted
from common.uploads import takes_files
from engagement.models import Exercise
from responses.intake import checking, discarding, keying
from responses.intake.forms import MOST_FILES, ArrivalForm
from responses.intake.mail import further
from responses.intake.meetings import hosts
from responses.intake.models import Original
from responses.intake.originals import LARGEST
from responses.staff_views.access import exercise_for, page_context
from responses.staff_views.drafts import draft_for, keyed_page, opened

LISTED = 100
MOST_BYTES = MOST_FILES * LARGEST


@require_safe
@staff_page(*KEYERS)
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    """What is being keyed in, to go on with, and the way to key in more."""
    row = exercise_for(request, slug, KEYERS)
    context = page_context(
        row,
        drafts=keying.unsent(row)[:LISTED],
        discarded=discarding.of_exercise(row)[:LISTED],
        rule=checking.rule_of(row),
        answered=hosts.answered(row)[:LISTED],
    )
    return render(request, "responses/staff/key_in.html", context)


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
            return opened(request, draft)
    return _arrival_page(request, row, form)


@takes_files(most=MOST_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
@keyed_page
def arrival(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put right how and when something came, or add a file."""
    draft = draft_for(request, slug, pk)
    form = ArrivalForm(*_posted(request), exercise=draft.exercise, initial=keying.typed(draft))
    if form.is_valid():
        try:
            keying.amend(draft, by=request.user, said=form.cleaned_data)  # type: ignore[arg-type]
        except DomainError as refused:
            form.add_error(None, refused.message)
        else:
            return opened(request, draft)
    files = list(Original.objects.filter(further.with_drafts([draft])))
    return _arrival_page(request, draft.exercise, form, draft=draft, files=files)


@only_posted("responses_staff:key_in", "slug")
@keyed_page
def go_on(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Open the public's pages for a draft that is being keyed in."""
    return opened(request, draft_for(request, slug, pk))


def _posted(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _arrival_page(request: HttpRequest, row: Exercise, form: ArrivalForm, **extra: Any) -> HttpResponse:
    context = page_context(row, form=form, rule=checking.rule_of(row), **extra)
    return render(request, "responses/staff/arrival.html", context, status=422 if form.errors else 200)
