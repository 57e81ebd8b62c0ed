"""Pages on personal data: what goes next, what went, the legal hold, and what is held and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import PUBLISHERS, can_moderate, signed_in, staff_page
from common import classification
from common.errors import DomainError
from engagement.access import exercise_for
from engagement.models import Exercise
from engagement.reading import Page, Reading, exercise_page
from engagement.staff_reads import state_of
from responses.privacy import held, holds, paging, retention, rules
from responses.privacy.forms import PeriodForm, ReasonOnly
from responses.privacy.models import Disposal, Kept, LegalHold
from responses.privacy.person_models import SubjectErasure, SubjectExport

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
PLACE = {"label": "Why does everything have to be kept?", "button": "Place the legal hold", "kind": "warning"}
LIFT = {"label": "Why need it not be kept any longer?", "button": "Lift the legal hold", "kind": "warning"}
REVIEW = {"label": "What did you look at, and why may it go?", "button": "It may go", "kind": "warning"}


def page_of(row: Exercise) -> tuple[str, str]:
    """Return the way to these pages; it says from afar that nothing is deleted at present."""
    label = "Personal data: legal hold" if holds.in_force(row) else "Personal data"
    return label, reverse("responses_staff:personal_data", args=[row.slug])


@require_safe
@staff_page(*PUBLISHERS)
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what goes next and when, what went, and the legal hold."""
    row = exercise_for(request, slug, PUBLISHERS)
    return render(
        request,
        "responses/privacy/overview.html",
        _context(
            row,
            hold=holds.in_force(row),
            holds_before=LegalHold.objects.filter(exercise=row, lifted_at__isnull=False).select_related(
                "placed_by", "lifted_by"
            ),
            plan=retention.plan(row),
            gone=paging.page(Disposal.objects.filter(exercise=row), request.GET.get("before", "")),
            waiting=_erasures(row).filter(state=SubjectErasure.State.WAITING),
            decided=paging.page(
                _erasures(row).exclude(state=SubjectErasure.State.WAITING),
                request.GET.get("erased-before", ""),
                name="erased-before",
            ),
            handed=paging.page(
                SubjectExport.objects.filter(exercise=row).select_related("by"),
                request.GET.get("handed-before", ""),
                name="handed-before",
            ),
            may_look=can_moderate(request.user, row.organisation_id),
        ),
    )


@get_or_post
@staff_page(*PUBLISHERS)
def hold(request: HttpRequest, slug: str) -> HttpResponse:
    """Place a legal hold, or lift the one that stands."""
    row = exercise_for(request, slug, PUBLISHERS)
    standing = holds.in_force(row)
    user = signed_in(request)
    form = ReasonOnly(request.POST or None, **(LIFT if standing else PLACE))

    def act() -> str:
        if standing:
            holds.lift(standing, by=user, because=form.cleaned_data["reason"])
            return "The legal hold is lifted. What is due goes from the next night on."
        holds.place(row, by=user, reason=form.cleaned_data["reason"])
        return "Nothing of this exercise is deleted from now on."

    mine = standing is not None and standing.placed_by_id == user.pk
    return _answer(request, row, form, act, "responses/privacy/hold.html", hold=standing, placed_by_me=mine)


@get_or_post
@staff_page(*PUBLISHERS)
def period(request: HttpRequest, slug: str, kept: str) -> HttpResponse:
    """Keep a class of this exercise for longer or shorter."""
    row = exercise_for(request, slug, PUBLISHERS)
    if kept not in set(Kept.values) - {Kept.DRAFTS}:
        raise Http404
    now = rules.periods_of(row)[Kept(kept)]
    form = PeriodForm(request.POST or None, period=now)

    def act() -> str:
        said = form.cleaned_data
        rules.set_period(row, kept, **{name: said[name] for name in ("amount", "unit", "since", "reason")}, by=user)
        return f"{Kept(kept).label}: changed. Check that the privacy notice says the same."

    user = signed_in(request)
    return _answer(request, row, form, act, "responses/privacy/period.html", kept=Kept(kept).label, period=now)


@get_or_post
@staff_page(*PUBLISHERS)
def review(request: HttpRequest, slug: str, kept: str) -> HttpResponse:
    """Say that what is due of a class has been looked at and may go."""
    row = exercise_for(request, slug, PUBLISHERS)
    due = next((one for one in retention.plan(row) if one.kept == kept and one.period.reviewed), None)
    if due is None:
        raise Http404
    form = ReasonOnly(request.POST or None, **REVIEW)

    def act() -> str:
        rules.review(row, kept, by=signed_in(request), reason=form.cleaned_data["reason"])
        return f"{due.kept.label}: they go tonight, unless a legal hold is placed before."

    return _answer(request, row, form, act, "responses/privacy/review.html", due=due)


@require_safe
@staff_page(*PUBLISHERS)
def what_is_held(request: HttpRequest, slug: str) -> HttpResponse:
    """List every table that holds anything of anybody, whose, why and for how long."""
    row = exercise_for(request, slug, PUBLISHERS)
    context = _context(row, tables=held.for_staff(row), classes=classification.classes())
    return render(request, "responses/privacy/held_staff.html", context)


@exercise_page()
def held_and_why(on: Reading) -> Page:
    """Tell everybody what is held, why and for how long."""
    context = {"groups": held.for_everybody(on.row), "hold": holds.in_force(on.row)}
    return Page("responses/privacy/held.html", context)


def _erasures(row: Exercise) -> QuerySet[SubjectErasure]:
    return SubjectErasure.objects.filter(exercise=row).select_related("asked_by", "decided_by")


def _answer(
    request: HttpRequest, row: Exercise, form: Any, act: Callable[[], str], template: str, **extra: Any
) -> HttpResponse:
    """Show a form, do what it asks for, and show it again with what was typed where a rule says no."""
    if form.is_valid():
        try:
            said = act()
        except DomainError as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, said)
            return redirect("responses_staff:personal_data", row.slug)
    return render(request, template, _context(row, form=form, **extra), status=422 if form.errors else 200)


def _context(row: Exercise, **extra: Any) -> dict[str, Any]:
    state = state_of(row)
    return {"row": row, "state": state, "title": state.title, **extra}
