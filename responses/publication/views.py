"""The public pages of published responses, made anew whenever anything on them changed, and their downloads."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from common import clock, throttle
from engagement import reading
from engagement.models import Exercise
from engagement.reading import Page, Reading
from responses.publication import listing, publishing, table, words
from responses.publication.forms import ListForm
from responses.publication.listing import Entry
from responses.publication.models import PublicNumber
from responses.submission.models import Response

NOT_FOR_SEARCH_ENGINES = "noindex, noarchive"
DOWNLOADS, SEARCHES, IN_SECONDS = 20, 120, 600
NUMBERS_UP_TO = 2**31


def page_of(on: Reading) -> tuple[str, str, str] | None:
    """Return the way to the published responses, for the front page of an exercise."""
    if on.preview or not publishing.is_shown(publishing.of(on.row), on.phase):
        return None
    text = "What organisations, individuals and meetings said, as far as they agreed that everybody may read it."
    return "Published responses", text, reverse("published:list", args=[on.row.slug])


def _opened(slug: str) -> Reading:
    """Return an exercise whose responses can be read now, or raise Http404."""
    on = reading.of_exercise(slug, clock.now())
    if not publishing.is_shown(publishing.of(on.row), on.phase):
        raise Http404("The responses to this exercise are not published.")
    return on


@require_safe
def listed(request: HttpRequest, slug: str) -> HttpResponse:
    """List published responses, limited by a search and filters."""
    on = _opened(slug)
    form = ListForm(request.GET, content=on.content)
    filters = form.filters
    if filters.search and _too_often(request, "published-search", SEARCHES):
        return _busy(on, "searches")
    after, before = _number(request.GET.get("after", "")), _number(request.GET.get("before", ""))
    page = listing.page(on.row, filters, on.content, after=after, before=before)

    def make() -> str:
        context = {
            "form": ListForm(_chosen(form), content=on.content),
            "filters": filters,
            "narrowed": bool(filters.kind or filters.organisation_type or filters.items),
            "rows": [_listed(entry, filters) for entry in listing.entries(page.rows, on.content)],
            "page": page,
            "previous_url": _moved(form, before=page.before),
            "next_url": _moved(form, after=page.after),
            "download_url": f"{reverse('published:download', args=[slug])}?{_query(form)}".rstrip("?"),
            "window": listing.SEARCH_WINDOW,
            "is_rolling": not on.phase.is_closed,
        }
        return reading.render(request, Page("responses/publication/list.html", context), on)

    key = ("published", repr(filters), after, before, page.version, *on.version)
    return _unlisted(reading.respond(request, key=key, changed_at=on.now, make=make))


def _listed(entry: Entry, filters: listing.Filters) -> dict[str, Any]:
    about, text = entry.excerpt(filters)
    return {"entry": entry, "about": about, "text": text}


def _chosen(form: ListForm) -> dict[str, str]:
    """Return what was asked for, without what is unknown."""
    form.is_valid()
    return {name: str(value) for name, value in form.cleaned_data.items() if value}


def _query(form: ListForm) -> str:
    query = QueryDict(mutable=True)
    query.update(_chosen(form))
    return query.urlencode()


def _moved(form: ListForm, **keys: int) -> str:
    """Return the list's address from another place on, or nothing where there is none."""
    if not all(keys.values()):
        return ""
    query = QueryDict(mutable=True)
    query.update({**_chosen(form), **{name: str(value) for name, value in keys.items()}})
    return f"?{query.urlencode()}"


@require_safe
def response(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One published response; a plain page where it has been taken down."""
    on = _opened(slug)
    row = _row(on.row, number)
    if row is None:
        return _gone(request, on, number)

    def make() -> str:
        entry = listing.entries([row], on.content, whole=False)[0]
        context = {
            "entry": entry,
            "response": row.response,
            "questions": words.questions_of(row.response, on.content),
            "keeps_back": _keeps_back(on, row.response),
            "type_label": _label(on, row.response.organisation_type_id),
            "meeting": getattr(row.response, "meeting", None),
        }
        return reading.render(request, Page("responses/publication/response.html", context), on)

    key = ("published response", number, row.response_id, row.response.version, *on.version)
    answer = reading.respond(request, key=key, changed_at=on.now, make=make)
    return _unlisted(answer) if row.response.kind == Response.Kind.INDIVIDUAL else answer


def _keeps_back(on: Reading, response: Response) -> bool:
    """Whether answers of a sort that this exercise asks for are not shown of this response."""
    return response.kind == Response.Kind.INDIVIDUAL and bool(words.kept_back(on.content))


def _label(on: Reading, category: int | None) -> str:
    found = on.content.category_by_id.get(category or 0)
    return found.label if found else ""


def _row(exercise: Exercise, number: int) -> PublicNumber | None:
    """Return a number whose response may be read now; None where it may no longer, Http404 where it never was."""
    if number >= NUMBERS_UP_TO:
        raise Http404("There is no such response.")
    known = PublicNumber.objects.filter(exercise=exercise, number=number)
    row = known.filter(publishing.published("response__")).select_related("response__meeting").first()
    if row is None and not known.exists():
        raise Http404("There is no such response.")
    return row


def _gone(request: HttpRequest, on: Reading, number: int) -> HttpResponse:
    body = reading.render(request, Page("responses/publication/gone.html", {"number": number}), on)
    return _unlisted(HttpResponse(body, status=410, headers={"Cache-Control": "no-store"}))


@require_safe
def download(request: HttpRequest, slug: str) -> HttpResponseBase:
    """All that the list holds, as CSV."""
    on = _opened(slug)
    filters = ListForm(request.GET, content=on.content).filters
    return _csv(request, on, table.rows(on.row, filters, on.content), f"{slug}-responses.csv")


@require_safe
def download_one(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """One response, as CSV."""
    on = _opened(slug)
    row = _row(on.row, number)
    if row is None:
        return _gone(request, on, number)
    return _csv(request, on, table.rows_of(listing.entries([row], on.content), on.content), f"{slug}-{number}.csv")


def _csv(request: HttpRequest, on: Reading, rows: Any, name: str) -> HttpResponseBase:
    if _too_often(request, "published", DOWNLOADS):
        return _busy(on, "downloads")
    answer = StreamingHttpResponse(table.lines(rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"  # what is withdrawn is in no copy that we could have kept
    return _unlisted(answer)


def _too_often(request: HttpRequest, act: str, limit: int) -> bool:
    return not throttle.allow(throttle.address_bucket(request, act), limit=limit, period=IN_SECONDS)


def _busy(on: Reading, asked_for: str) -> HttpResponse:
    context = {"exercise": on.content, "asked_for": asked_for}
    headers = {"Retry-After": str(IN_SECONDS), "Cache-Control": "no-store"}
    page = SimpleTemplateResponse("responses/publication/busy.html", context, status=429, headers=headers)
    return _unlisted(page.render())


def _unlisted(answer: Any) -> Any:
    answer.headers["X-Robots-Tag"] = NOT_FOR_SEARCH_ENGINES
    return answer


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
