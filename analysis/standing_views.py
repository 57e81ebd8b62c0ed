"""The staff page of what drawn footprints have in common now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.permissions import DOWNLOADERS, staff_page
from analysis import access, standing
from analysis.models import Report
from analysis.render.laid_out import shown_here, with_maps
from analysis.render.pages import responses_of
from engagement import editions
from engagement.access import exercise_for
from engagement.models import Exercise
from engagement.shapes import EditionContent


@require_safe
@staff_page(*DOWNLOADERS)
@never_cache
def show_patterns(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the patterns to the team any time, and to the steering group when it may have reports."""
    row = exercise_for(request, slug, DOWNLOADERS, among=Exercise.objects.filter(edition__isnull=False))
    content = editions.of(row)
    allowed = access.audiences(cast(User, request.user), row)
    found = standing.of(row, content, for_team=Report.Audience.TEAM in allowed) if allowed else []
    said = {
        "row": row,
        "exercise": content,
        "found": list(zip(found, _sections(found, content), strict=True)),
        "may_see": bool(allowed),
        "asks": bool(standing.parts_of(content)),
        "reports_open_after": access.wait_in_words(row),
    }
    return render(request, "analysis/patterns.html", said)


def _sections(found: Sequence[standing.Standing], content: EditionContent) -> Iterator[str]:
    """Return the blocks of each part; the first with a map has the patterns of places for the whole page."""
    have_tones = False
    for one in found:
        blocks = one.blocks or []
        with_tones = with_maps(blocks) and not have_tones
        have_tones = have_tones or with_tones
        yield _section(blocks, content, with_tones=with_tones) if blocks else ""


def _section(blocks: list[dict[str, Any]], content: EditionContent, *, with_tones: bool) -> str:
    """Return blocks as a page of a report has them, the pictures in the page."""
    ready = shown_here(blocks, content)
    html = render_to_string("analysis/report/section.html", {"blocks": ready, "with_tones": with_tones})
    return html.replace('"responses/', f'"{responses_of(content.slug)}')
