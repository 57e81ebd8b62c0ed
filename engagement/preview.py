"""Staff see the public pages of the newest edition before the public does: the very same views and templates."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.http import require_safe

from accounts.permissions import PUBLISHERS, staff_page
from common import clock
from engagement import editions
from engagement.access import exercise_for
from engagement.models import Exercise
from engagement.reading import Reading, with_latest_act


@require_safe
@staff_page(*PUBLISHERS)
def preview(request: HttpRequest, slug: str, rest: str) -> HttpResponse:
    """One public page as the newest edition would have it; links to other pages stay in the preview."""
    row = exercise_for(request, slug, PUBLISHERS, among=with_latest_act(Exercise.objects.all()))
    newest = row.editions.order_by("number").last()
    if newest is None:
        raise Http404("Nothing is loaded yet.")
    public = reverse("engagement:exercise", args=[slug])
    try:
        match = resolve(f"{public}{rest}")
    except Resolver404 as missing:
        raise Http404("There is no such page.") from missing
    if not getattr(match.func, "previewable", False):
        content = editions.compiled(newest.pk)
        context = {"row": row, "content": content, "title": content.title}
        return render(request, "engagement/staff/not_previewed.html", context)
    request.previewed = Reading(row, editions.compiled(newest.pk), clock.now(), preview=True)  # type: ignore[attr-defined]
    request.resolver_match = match
    response = match.func(request, *match.args, **match.kwargs)
    inside = reverse("engagement_staff:preview", args=[slug])
    response.content = response.content.replace(f'"{public}'.encode(), f'"{inside}'.encode())
    response.headers["Cache-Control"] = "private, no-store"
    return response
