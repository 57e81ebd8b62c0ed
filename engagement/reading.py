"""
The public reading pages: made once, kept in process, and answered with 304 where the reader has them already.

Nothing on such a page depends on who asks for it, so it is rendered without the request (no cookie, no token) and the
finished bytes are shared by all. What it does depend on is in `Reading.version`; every act on an exercise is recorded,
so the number of the latest act stands for all that staff can change.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, wraps
from pathlib import Path
from threading import Lock
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.loader import get_template
from django.utils.http import http_date, parse_etags, parse_http_date_safe
from django.views.decorators.http import require_safe

from common import clock
from common.prepared import prepared
from engagement import editions, phases
from engagement.models import Exercise, ExerciseAct
from engagement.shapes import EditionContent

KEPT_PAGES = 256
ACCEPTS_GZIP = re.compile(r"\bgzip\b")
EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Reading:
    """A published exercise at a moment, or in a preview its newest edition."""

    row: Exercise
    content: EditionContent
    now: dt.datetime
    preview: bool = False

    @cached_property
    def phase(self) -> phases.Phase:
        return self.row.phase(self.now)

    @property
    def version(self) -> tuple[Any, ...]:
        """Return all that the exercise's pages depend on, apart from the templates."""
        latest_act: int = self.row.latest_act  # type: ignore[attr-defined]
        return (self.content.id, self.content.digest, latest_act, self.phase, phases.london_day(self.now))

    @property
    def changed_at(self) -> dt.datetime:
        """Return when what the pages say last changed: by an act, a passed date, or a new day with fewer days left."""
        row = self.row
        dates = [row.opens_at, row.closes_at, row.grace_ends_at, row.drafts_expire_at]
        passed = [moment for moment in dates if moment is not None and moment <= self.now]
        midnight = phases.start_of_day(phases.london_day(self.now))
        return max([row.latest_act_at or row.created_at, midnight, *passed])  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Page:
    """What a view of a reading page gives back: a template and what it shows."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Kept:
    body: bytes
    compressed: bytes


def exercises() -> Any:
    """Return published exercises with the number and time of the latest act: one query for all a page depends on."""
    return with_latest_act(Exercise.objects.published())


def with_latest_act(rows: Any) -> Any:
    """Add the latest act to each exercise."""
    latest = ExerciseAct.objects.filter(exercise=OuterRef("pk")).order_by("-pk")
    return rows.annotate(latest_act=Subquery(latest.values("pk")[:1]), latest_act_at=Subquery(latest.values("at")[:1]))


def of_exercise(slug: str, now: dt.datetime) -> Reading:
    """Return a published exercise as it stands, or raise Http404."""
    rows = _exercises(slug)
    if not rows:
        raise Http404("There is no such exercise.")
    *own, latest_act, latest_act_at = rows[0]
    row = Exercise.from_db("default", _OWN, own)
    row.latest_act, row.latest_act_at = latest_act, latest_act_at  # type: ignore[attr-defined]
    return Reading(row, editions.of(row), now)


_OWN = [column.attname for column in Exercise._meta.concrete_fields]


@prepared
def _exercises(slug: str) -> QuerySet[Exercise, tuple[Any, ...]]:
    asked: QuerySet[Exercise, tuple[Any, ...]]
    asked = exercises().filter(slug=slug).values_list(*_OWN, "latest_act", "latest_act_at")
    return asked


def exercise_page(
    *parameters: str, several: Sequence[str] = ()
) -> Callable[[Callable[..., Page]], Callable[..., HttpResponse]]:
    """
    Make a public view of a function from a Reading to a Page; `parameters` of the query string may vary it.

    Those in `several` may be given more than once and arrive as a sorted tuple, so that each choice is one page.
    """

    def decorate(build: Callable[..., Page]) -> Callable[..., HttpResponse]:
        @require_safe
        @wraps(build)
        def view(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
            asked: dict[str, Any] = {name: request.GET[name] for name in parameters if request.GET.get(name)}
            asked |= {name: found for name in several if (found := tuple(sorted({*request.GET.getlist(name)} - {""})))}
            previewed: Reading | None = getattr(request, "previewed", None)
            if previewed is not None:
                return HttpResponse(render(request, build(previewed, **kwargs, **asked), previewed))
            reading = of_exercise(slug, clock.now())
            key = (build.__module__, build.__name__, *kwargs.items(), *asked.items(), *reading.version)
            return respond(
                request,
                key=key,
                changed_at=reading.changed_at,
                make=lambda: render(request, build(reading, **kwargs, **asked), reading),
            )

        view.previewable = True  # type: ignore[attr-defined]
        return view

    return decorate


def render(request: HttpRequest, page: Page, reading: Reading | None = None) -> str:
    """Render a page for everybody: the template sees the address that was asked for, and nothing of the visitor."""
    context: dict[str, Any] = {
        "demo": settings.DEMO,
        "site_name": settings.SITE_NAME,
        "request": SimpleNamespace(resolver_match=request.resolver_match, path=request.path),
        **page.context,
    }
    if reading is not None:
        context |= {
            "exercise": reading.content,
            "row": reading.row,
            "phase": reading.phase,
            "preview": reading.preview,
        }
    return get_template(page.template).render(context)


_kept: OrderedDict[tuple[Any, ...], Kept] = OrderedDict()
_lock = Lock()


def respond(
    request: HttpRequest, *, key: tuple[Any, ...], changed_at: dt.datetime, make: Callable[[], str]
) -> HttpResponse:
    """Answer with the page of this key: 304 where the reader has it, else from memory, made where it is not there."""
    key = (*key, templates_version())
    etag = f'W/"{hashlib.sha256(repr(key).encode()).hexdigest()[:32]}"'
    modified = int(max(changed_at.timestamp(), templates_changed_at()))
    response: HttpResponse
    if _is_unchanged(request, etag, modified):
        response = HttpResponseNotModified()
    else:
        kept = _keep(key, make)
        if ACCEPTS_GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
            response = HttpResponse(kept.compressed, headers={"Content-Encoding": "gzip"})
        else:
            response = HttpResponse(kept.body)
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(modified)
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _is_unchanged(request: HttpRequest, etag: str, modified: int) -> bool:
    if_none_match = request.META.get("HTTP_IF_NONE_MATCH")
    if if_none_match is not None:
        opaque = etag.removeprefix("W/")
        return any(tag == "*" or tag.removeprefix("W/") == opaque for tag in parse_etags(if_none_match))
    since = request.META.get("HTTP_IF_MODIFIED_SINCE")
    held = parse_http_date_safe(since) if since else None
    return held is not None and modified <= held


def _keep(key: tuple[Any, ...], make: Callable[[], str]) -> Kept:
    with _lock:
        kept = _kept.get(key)
        if kept is not None:
            _kept.move_to_end(key)
            return kept
    body = make().encode()
    kept = Kept(body, gzip.compress(body, 9, mtime=0))
    with _lock:
        _kept[key] = kept
        while len(_kept) > KEPT_PAGES:
            _kept.popitem(last=False)
    return kept


def forget() -> None:
    """Forget all pages and editions; tests need it, because their ids come again."""
    with _lock:
        _kept.clear()
    editions.compiled.cache_clear()


def _sources() -> list[Path]:
    """Return the files that decide what a page looks like, apart from the edition."""
    base = Path(settings.BASE_DIR)
    found = [path for path in (base / "templates").rglob("*.html") if path.is_file()]
    for room in ("common", "engagement", "footprints"):
        found += (base / room).rglob("*.py")
    return sorted([*found, *(base / "static" / "dist").glob("site.*")])


@lru_cache(maxsize=1)
def templates_version() -> str:
    """Return a digest over the templates and code of the pages and the names they carry."""
    total = hashlib.sha256(f"{settings.SITE_NAME}\0{settings.DEMO}\0{settings.STATIC_URL}".encode())
    for path in _sources():
        total.update(path.read_bytes())
    return total.hexdigest()[:16]


@lru_cache(maxsize=1)
def templates_changed_at() -> float:
    """Return when the newest of those files was written."""
    return max(path.stat().st_mtime for path in _sources())
