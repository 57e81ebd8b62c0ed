"""The page on which a footprint is drawn, and the page that shows one to whoever has its address."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_http_methods

from common import clock
from engagement import editions
from engagement.models import Exercise
from footprints import geography
from footprints.shapes import GeographyShape
from responses.alternatives import coded, posted, showing
from responses.alternatives.posted import Posted
from responses.alternatives.shapes import Drawing, readable, words
from responses.drafts import saving
from responses.drafts.access import OpenDraft
from responses.drafts.boxes import CHANGED_ELSEWHERE
from responses.drafts.guard import draft_page
from responses.kinds.base import Raw
from responses.kinds.footprint import Footprint, names_of
from responses.survey import Box, SurveyPage, survey_of

TEMPLATE = "responses/alternatives/draw.html"
FRAGMENT = "responses/alternatives/_figures.html"


@require_http_methods(["GET", "POST"])
@draft_page()
def draw(request: HttpRequest, opened: OpenDraft, part_key: str) -> HttpResponse:
    """Give areas to places; every button saves first. A script may ask for the figures alone, or save what changed."""
    page, box = _box(opened, part_key)
    shape = geography.of(opened.content)
    if shape is None:
        raise Http404
    keys = list(box.part.choice_by_key)
    stored = saving.stored_boxes(opened.draft, (box.item.id,)).get(box.item.id)
    before = readable(stored.raw if stored else "", keys)
    revision = stored.revision if stored else 0
    if request.method == "GET":
        return _page(request, opened, page, box, shape, Posted(before), revision)
    said = posted.read(request.POST, before, keys)
    if "X-Figures" in request.headers:
        context = showing.figures(opened.content, shape, said.drawing)
        return render(request, FRAGMENT, {"exercise": opened.content, **context})
    is_autosave = "X-Autosave" in request.headers
    if not is_autosave:
        said = posted.acted(said, request.POST, shape)
    seen = _number(request.POST.get("base", ""))
    saved = saving.save_boxes(opened.draft, {box.item.id: said.drawing.raw}, {box.item.id: seen})
    if is_autosave:
        if saved.conflicts:
            return JsonResponse({"conflict": True}, status=409)
        now = saved.revisions.get(box.item.id, revision)
        return JsonResponse({"base": str(now), "saved_at": f"{localtime(clock.now()):%H:%M}"})
    theirs = saved.conflicts.get(box.item.id)
    if theirs is not None or said.faults:
        now = saved.revisions.get(box.item.id, revision)
        return _page(request, opened, page, box, shape, said, now, theirs=theirs)
    return redirect(_following(request, page, box))


@require_GET
def drawn(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """A grouping that its address carries: to show to others or to print, before anything is sent."""
    row = get_object_or_404(Exercise.objects.published(), slug=slug)
    content = editions.of(row)
    shape = geography.of(content)
    is_asked = any(isinstance(box.kind, Footprint) for box in survey_of(content.id).boxes.values())
    drawing = coded.read(code, shape) if shape and is_asked else None
    if shape is None or drawing is None:
        raise Http404("This address carries no grouping of the areas of this exercise.")
    context = {"exercise": content, "row": row, **showing.without_boxes(content, shape, drawing)}
    return render(request, "responses/alternatives/drawn.html", context)


def _box(opened: OpenDraft, part_key: str) -> tuple[SurveyPage, Box]:
    for page in opened.survey.pages:
        for box in page.boxes:
            if box.part.key == part_key and isinstance(box.kind, Footprint):
                return page, box
    raise Http404


def _following(request: HttpRequest, page: SurveyPage, box: Box) -> str:
    """Return where a button leads: on with drawing, or back to the question, where the reason is asked for."""
    if "save" in request.POST:
        return f"{page.address}#id_{box.item.key}"
    return address(page.slug, box, by=request.POST.get("by", ""), do=request.POST.get("do", ""))


def address(slug: str, box: Box, *, by: str = "", do: str = "") -> str:
    """Return the address of the page that draws, at what was worked on last."""
    asked = do.removeprefix("by-") if do.startswith("by-") else by
    query = f"?by={asked}" if asked in posted.GROUPINGS else ""
    where = {"add": "places", "remove": "places", "start": "map", "update": "map"}.get(do.partition("-")[0], "areas")
    return f"{reverse('responses:draw', args=[slug, box.part.key])}{query}#{where}"


def _page(
    request: HttpRequest,
    opened: OpenDraft,
    page: SurveyPage,
    box: Box,
    shape: GeographyShape,
    said: Posted,
    revision: int,
    *,
    theirs: Raw | None = None,
) -> HttpResponse:
    faults = dict(said.faults)
    if theirs is not None:
        faults["areas"] = CHANGED_ELSEWHERE.format(label=box.label)
    context = opened.context(
        page=page,
        box=box,
        base=revision,
        drawing=said.drawing,
        faults=faults,
        theirs=_in_words(box, theirs) if theirs is not None else None,
        reasons=_reasons(opened, page),
        **showing.form(
            opened.content, shape, said.drawing, by=request.POST.get("by") or request.GET.get("by", ""), faults=faults
        ),
        **showing.figures(opened.content, shape, said.drawing),
    )
    return render(request, TEMPLATE, context)


def _reasons(opened: OpenDraft, page: SurveyPage) -> list[tuple[str, str]]:
    """Return what was written in the other boxes of the question: the reason is among it and goes on paper too."""
    boxes = {box.item.id: box for box in page.boxes if box.kind.is_text and not box.kind.has_picture}
    stored = saving.stored_boxes(opened.draft, tuple(boxes))
    return [
        (box.label, said)
        for key, box in boxes.items()
        if key in stored and (said := box.kind.shown_raw(box.part, stored[key].raw)).strip()
    ]


def _in_words(box: Box, raw: Raw) -> str:
    drawing: Drawing = readable(raw, list(box.part.choice_by_key))
    return words(drawing, names_of(box.part))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
