"""Files as they came: to be saved, and beside the form as far as a browser can show them."""

from __future__ import annotations

import io

from csp.constants import HEADER
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.text import get_valid_filename
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.permissions import KEYERS, staff_page
from responses.intake import reading_originals, showing
from responses.intake.models import Original
from responses.intake.showing import How
from responses.staff_views.access import exercise_for


@require_safe
@never_cache
@staff_page(*KEYERS)
def saved(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """Hand out a file as it came, to be saved and not opened, whatever it is."""
    found = _original(request, slug, pk)
    response = FileResponse(
        found.file.open("rb"), as_attachment=True, filename=found.name, content_type="application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Length"] = found.size
    return response


@require_safe
@never_cache
@staff_page(*KEYERS)
def shown(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """Show a picture, the pages of a PDF or the words of a message or document, for the frame beside the form.

    Only what the first bytes were found to be when the file came decides; nothing of it may run.
    """
    found = _original(request, slug, pk)
    how = showing.how(found)
    if how is How.PICTURE:
        response: HttpResponseBase = FileResponse(found.file.open("rb"), content_type=found.content_type)
    elif how is How.PAGES:
        response, how = _pages(request, found)
    else:
        how = How.WORDS
        response = _words(request, found)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers[HEADER] = showing.POLICIES[how]
    return response


def _pages(request: HttpRequest, found: Original) -> tuple[HttpResponseBase, How]:
    name = get_valid_filename(found.name) if found.name.strip(". ") else "original"
    if found.content_type == "application/pdf":
        return FileResponse(found.file.open("rb"), content_type="application/pdf", filename=name), How.PAGES
    try:
        made = showing.pdf_of(found)
    except showing.CannotBeShown:
        return _words(request, found, text=""), How.WORDS
    return FileResponse(io.BytesIO(made), content_type="application/pdf", filename=f"{name}.pdf"), How.PAGES


def _words(request: HttpRequest, found: Original, text: str | None = None) -> HttpResponse:
    if text is None:
        text = reading_originals.text_of(found) if showing.how(found) is not How.NOT else ""
    return render(request, "responses/staff/original_words.html", {"original": found, "text": text})


def _original(request: HttpRequest, slug: str, pk: int) -> Original:
    row = exercise_for(request, slug, KEYERS)
    return get_object_or_404(Original.objects.filter(exercise=row, erased_at=None), pk=pk)
