"""The staff page on which it is decided when responses are published."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.permissions import PUBLISHERS, signed_in, staff_page
from common import clock
from common.errors import DomainError
from engagement.access import exercise_for
from engagement.models import Exercise, ExerciseAct
from engagement.staff_reads import state_of
from responses.publication import publishing
from responses.publication.forms import PublishingForm
from responses.publication.models import Publishing

SAID = {
    "never": "Nobody outside the team can read the responses.",
    "after": "The responses can be read from the end of the grace period.",
    "rolling": "Responses can be read within minutes of being accepted.",
}


def page_of(row: Exercise) -> tuple[str, str] | None:
    """Return the way to this page, for exercises that have been published."""
    return ("Published responses", reverse("responses_staff:publishing", args=[row.slug])) if row.edition_id else None


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*PUBLISHERS)
def setting(request: HttpRequest, slug: str) -> HttpResponse:
    """Show when responses are published, and change it with a reason; what shows any is asked about once more."""
    row = exercise_for(request, slug, PUBLISHERS)
    now = publishing.of(row)
    form = PublishingForm(request.POST or None, exercise=row, now=now)
    if form.is_valid() and "back" not in request.POST:
        chosen = form.cleaned_data
        if chosen["when"] not in (Publishing.When.NEVER, now) and "checked" not in request.POST:
            return render(request, "responses/publication/check.html", _check(row, form))
        try:
            publishing.choose(
                row, when=chosen["when"], seen=chosen["seen"], by=signed_in(request), reason=chosen["reason"]
            )
        except DomainError as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, SAID[chosen["when"]])
            return redirect("responses_staff:publishing", slug)
    return render(request, "responses/publication/setting.html", _context(row, now, form), status=_status(form))


def _context(row: Exercise, now: str, form: PublishingForm) -> dict[str, object]:
    acts = ExerciseAct.objects.filter(exercise=row, verb=ExerciseAct.Verb.RESPONSES)
    state = state_of(row)
    return {
        "row": row,
        "state": state,
        "title": state.title,
        "form": form,
        "now": Publishing.When(now).label,
        "is_shown": publishing.is_shown(now, row.phase(clock.now())) and not state.is_draft,
        "would_show": publishing.would_show(row),
        "acts": acts.select_related("by").order_by("-pk"),
    }


def _check(row: Exercise, form: PublishingForm) -> dict[str, object]:
    """Return what is said before responses become public: how many, and when."""
    when = form.cleaned_data["when"]
    return {
        "row": row,
        "title": state_of(row).title,
        "form": form,
        "chosen": Publishing.When(when).label,
        "at_once": publishing.is_shown(when, row.phase(clock.now())),
        "would_show": publishing.would_show(row),
    }


def _status(form: PublishingForm) -> int:
    return 422 if form.errors else 200
