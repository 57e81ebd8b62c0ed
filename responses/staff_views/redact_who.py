"""Hiding words in what says who answered."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.permissions import MODERATORS, staff_page
from common.errors import DomainError
from engagement import editions
from responses.moderation import marks, naming, policy
from responses.moderation.naming import Named
from responses.moderation.redact_forms import RedactWhoForm
from responses.staff_views.access import response_for
from responses.submission.models import Response


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*MODERATORS)
def redact_who(request: HttpRequest, slug: str, reference: str, field: str) -> HttpResponse:
    """Mark words of a field to be hidden, or take the marks out again."""
    response = response_for(request, slug, reference, MODERATORS)
    one = next((each for each in naming.named(response) if each.field == field), None)
    if one is None:
        raise Http404("There is nothing of that kind in the response.")
    if request.method != "POST":
        return _page(request, response, one, _form(response, one))
    form = _form(response, one, request.POST)
    if form.is_valid():
        try:
            naming.redact(response, one.field, by=cast(User, request.user), **form.cleaned_data)
        except DomainError as refused:
            response = response_for(request, slug, reference, MODERATORS)
            form = _form(response, one, {**request.POST.dict(), "version": response.version})
            form.add_error(None, refused.message)
        else:
            messages.success(request, f"{one.label}: done as marked.")
            return redirect("responses_staff:response", slug, reference)
    return _page(request, response, one, form, status=422)


def _form(response: Response, one: Named, data: Any = None) -> RedactWhoForm:
    initial = {"version": response.version, "marked": marks.marked(one.text, one.spans)}
    return RedactWhoForm(data, initial=initial, auto_id="redact-%s", policy=policy.of(response.exercise))


def _page(
    request: HttpRequest, response: Response, one: Named, form: RedactWhoForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "row": response.exercise,
        "exercise": editions.compiled(response.edition_id),
        "response": response,
        "label": one.label,
        "redact_form": form,
        "is_who": True,
        "doubled": marks.OPEN in one.text or marks.CLOSE in one.text,
        "form": form if form.is_bound else None,
    }
    return render(request, "responses/staff/redact.html", context, status=status)
