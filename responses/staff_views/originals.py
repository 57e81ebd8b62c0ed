"""Files as they came: to be saved, and beside the form as far as a browser can show them."""

from __future__ import annotations

import io
from typing import IO

from csp.constants import HEADER
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.permissions import KEYERS, staff_page
from responses.intake import reading_originals, showing
from responses.intake.mail.child import Reader, Stumbled
from responses.intake.mail.models import MessagePart
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
    if showing.how(found) is How.WORDS:
        return _words(request, found.name, reading_originals.text_of(found))
    return _shown(request, found.file.open("rb"), found.name, found.content_type)


@require_safe
@never_cache
@staff_page(*KEYERS)
def part_shown(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponseBase:
    """Show what is attached to an email, e.g. a scanned letter, in the same way."""
    original = _original(request, slug, pk)
    part = get_object_or_404(MessagePart, message__original=original, number=number, size__gt=0)
    if showing.of_type(part.content_type) is How.WORDS:
        return _words(request, part.name, part.text)
    try:
        with original.file.open("rb") as file, Reader() as reader:
            data = reader.part(file.read(), number)
    except Stumbled:
        return _words(request, part.name, "")
    return _shown(request, io.BytesIO(data), part.name, part.content_type)


def _shown(request: HttpRequest, file: IO[bytes], name: str, content_type: str) -> HttpResponseBase:
    how = showing.of_type(content_type)
    if how not in {How.PICTURE, How.PAGES}:
        file.close()
        return _words(request, name, "")
    if content_type == "image/tiff":
        content_type = "application/pdf"
        try:
            with file, Reader() as reader:
                pages = reader.pages(file.read())
        except Stumbled:
            pages = b""
        if not pages:
            return _words(request, name, "")
        file = io.BytesIO(pages)
    return _guarded(FileResponse(file, content_type=content_type), how)


def _words(request: HttpRequest, name: str, text: str) -> HttpResponseBase:
    page = render(request, "responses/staff/original_words.html", {"name": name, "text": text})
    return _guarded(page, How.WORDS)


def _guarded(response: HttpResponseBase, how: How) -> HttpResponseBase:
    """Let nothing of it run, and no other site show it."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers[HEADER] = showing.POLICIES[how]
    return response


def _original(request: HttpRequest, slug: str, pk: int) -> Original:
    row = exercise_for(request, slug, KEYERS)
    return get_object_or_404(Original.objects.filter(exercise=row, erased_at=None), pk=pk)
