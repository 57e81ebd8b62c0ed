"""The moderation queue."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.permissions import MODERATORS, READERS, can_key, can_moderate, staff_page
from engagement.shapes import EditionContent
from responses.moderation import moderation, queue
from responses.moderation.queue import Count, Filters, Standing
from responses.moderation.queue_form import FilterForm
from responses.staff_views.access import content_of, exercise_for, page_context
from responses.submission.models import Response

BULK = 50
TABS = [
    (Standing.UNMODERATED, "To moderate"),
    (Standing.HELD, "Held"),
    ("for_me", "For you to agree"),
    ("appeal", "Appeals"),
    (Standing.LEAVING_OUT, "Waiting for a second person"),
    (Standing.ACCEPTED, "Accepted"),
    (Standing.LEFT_OUT, "Left out"),
]


@require_safe
@staff_page(*READERS)
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    """List responses, limited by filters and a search, page by page."""
    row = exercise_for(request, slug)
    user = cast(User, request.user)
    form = FilterForm(request.GET, content=content_of(row))
    filters = form.filters
    page = queue.page(row, filters, user=user, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    counts = queue.counts(row, user=user)
    more, all_searched = queue.elsewhere(row, filters, user=user)
    context = page_context(
        row,
        filter_form=FilterForm({**request.GET.dict(), "standing": filters.standing or "all"}, content=form.content),
        filters=filters,
        narrowed=_narrowed(filters),
        mixed=filters.standing not in Standing.values or bool(queue.whole_reference(filters)),
        more=more,
        more_url=_moved(request, standing="all"),
        at_least=not all_searched,
        areas={row.pk: area for row in page.rows if (area := _area(form.content, row))},
        page=page,
        previous_url=_moved(request, before=page.before),
        next_url=_moved(request, after=page.after),
        tabs=_tabs(row.slug, counts, filters.standing, may_moderate=can_moderate(user, row.organisation_id)),
        waiting=counts[Standing.UNMODERATED],
        drafts=queue.drafts(row),
        may_moderate=can_moderate(user, row.organisation_id),
        may_key=can_key(user, row.organisation_id),
        window=queue.SEARCH_WINDOW,
    )
    return render(request, "responses/staff/queue.html", context)


def _area(content: EditionContent | None, response: Response) -> str:
    category = content.category_by_id.get(response.area_id or 0) if content else None
    return category.label if category else ""


def _narrowed(filters: Filters) -> bool:
    """Whether more than the standing and the search limit the list, so that the filters stand open."""
    return filters != Filters(standing=filters.standing, search=filters.search)


def _moved(request: HttpRequest, **keys: str) -> str:
    """Return this address with another place to start from, or nothing where there is none."""
    if not all(keys.values()):
        return ""
    query = request.GET.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    query.update(keys)
    return f"?{query.urlencode()}"


def _tabs(slug: str, counts: dict[str, Count], current: str, *, may_moderate: bool) -> list[dict[str, object]]:
    address = reverse("responses_staff:queue", args=[slug])
    return [
        {
            "label": label,
            "count": counts[standing],
            "url": f"{address}?standing={standing}",
            "current": standing == current,
        }
        for standing, label in TABS
        if may_moderate or standing != "for_me"
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*MODERATORS)
def bulk(request: HttpRequest, slug: str) -> HttpResponse:
    """Accept several responses at once, of those that hold no words to read."""
    row = exercise_for(request, slug, MODERATORS)
    if request.method == "POST":
        result = moderation.bulk_accept(_seen(request, row.pk), by=request.user)  # type: ignore[arg-type]
        _tell(request, result)
        return redirect("responses_staff:bulk", slug)
    filters = Filters(standing=Standing.UNMODERATED, words="no")
    page = queue.page(row, filters, user=request.user, size=BULK)  # type: ignore[arg-type]
    return render(request, "responses/staff/bulk.html", page_context(row, page=page))


def _seen(request: HttpRequest, exercise_id: int) -> list[tuple[int, int]]:
    """Return the ticked responses of this exercise, each with the version that was on the page."""
    pairs = [text.split("-") for text in request.POST.getlist("response")[:BULK]]
    seen = {int(pair[0]): int(pair[1]) for pair in pairs if len(pair) == 2 and all(_is_number(part) for part in pair)}
    return [(found, seen[found]) for found in queue.of_exercise(exercise_id, seen)]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _tell(request: HttpRequest, result: moderation.BulkResult) -> None:
    if result.accepted:
        plural = "response" if result.accepted == 1 else "responses"
        messages.success(request, f"{result.accepted} {plural} accepted.")
    if result.passed_over:
        messages.warning(
            request, f"{result.passed_over} passed over, because somebody else had acted on them in the meantime."
        )
    if not result.accepted and not result.passed_over:
        messages.warning(request, "Nothing was ticked, so nothing was accepted.")
