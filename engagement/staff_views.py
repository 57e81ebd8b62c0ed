"""Staff pages on which an exercise is published, extended and closed, and notices are posted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import PUBLISHERS, staff_page
from common.errors import DomainError
from engagement import lifecycle, wording
from engagement.access import exercise_for
from engagement.models import Exercise
from engagement.staff_forms import ActForm, CloseForm, ExtendForm, NoticeForm, PublishForm
from engagement.staff_reads import acts_of, listed_for, more_pages, state_of

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@staff_page()
def home(request: HttpRequest) -> HttpResponse:
    """The exercises of the visitor's organisations, and what they may do with each."""
    return render(request, "engagement/staff/home.html", {"exercises": listed_for(request.user)})


@require_safe
@staff_page(*PUBLISHERS)
def exercise(request: HttpRequest, slug: str) -> HttpResponse:
    """One exercise: where it stands, what can be done, and everything that was done."""
    row = exercise_for(request, slug, PUBLISHERS)
    context = {
        "row": row,
        "state": state_of(row),
        "editions": row.editions.order_by("-number"),
        "notices": row.notices.select_related("posted_by"),
        "acts": acts_of(row),
        "more_pages": [page for find in more_pages if (page := find(row))],
    }
    return render(request, "engagement/staff/exercise.html", context)


@get_or_post
@staff_page(*PUBLISHERS)
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose an edition, and for the first one when the exercise opens."""

    def act(row: Exercise, form: Any) -> str:
        lifecycle.publish(
            row,
            edition=form.cleaned_data["edition"],
            by=request.user,  # type: ignore[arg-type]
            reason=form.cleaned_data["reason"],
            opens_at=form.opens_at,
            seen_edition=form.cleaned_data["seen"],
        )
        return f"Edition {form.cleaned_data['edition'].number} is published."

    return _act(request, slug, PublishForm, "engagement/staff/publish.html", act)


@get_or_post
@staff_page(*PUBLISHERS)
def extend(request: HttpRequest, slug: str) -> HttpResponse:
    """Move the last day."""

    def act(row: Exercise, form: Any) -> str:
        lifecycle.move_close(
            row,
            closes_at=form.closes_at,
            by=request.user,  # type: ignore[arg-type]
            reason=form.cleaned_data["reason"],
            seen_close=form.cleaned_data["seen"],
        )
        return f"The exercise is open until {wording.until(row.closes_at)}."

    return _act(request, slug, ExtendForm, "engagement/staff/extend.html", act)


@get_or_post
@staff_page(*PUBLISHERS)
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what closing means, and ask for the reason."""

    def act(row: Exercise, form: Any) -> str:
        lifecycle.close(
            row,
            by=request.user,  # type: ignore[arg-type]
            reason=form.cleaned_data["reason"],
            seen_close=form.cleaned_data["seen"],
        )
        return "The exercise is closed."

    return _act(request, slug, CloseForm, "engagement/staff/close.html", act)


@get_or_post
@staff_page(*PUBLISHERS)
def notice(request: HttpRequest, slug: str) -> HttpResponse:
    """Post a dated notice on the exercise's page."""

    def act(row: Exercise, form: Any) -> str:
        lifecycle.post_notice(
            row,
            text=form.cleaned_data["text"],
            by=request.user,  # type: ignore[arg-type]
            reason=form.cleaned_data["reason"],
        )
        return "The notice is on the exercise's page."

    return _act(request, slug, NoticeForm, "engagement/staff/notice.html", act)


def _act(
    request: HttpRequest,
    slug: str,
    form_class: type[ActForm],
    template: str,
    act: Callable[[Exercise, Any], str],
) -> HttpResponse:
    """Show a form, do what it asks for, and show it again with what was typed where a rule says no."""
    row = exercise_for(request, slug, PUBLISHERS)
    form = form_class(request.POST or None, exercise=row)
    if form.is_valid():
        try:
            said = act(row, form)
        except DomainError as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, said)
            return redirect("engagement_staff:exercise", row.slug)
    state = state_of(row)
    context = {"row": row, "state": state, "title": state.title, "form": form}
    return render(request, template, context, status=422 if form.errors else 200)
