"""The web page as one file that needs no site: for the command line."""

from __future__ import annotations

import base64
from typing import IO

from django.conf import settings
from django.template.loader import render_to_string

from analysis.render.pages import Pages, responses_of


def standalone(kept: IO[bytes]) -> str:
    """Return the kept pages as one document with its pictures and its style inside."""
    report = Pages(kept)
    pictures = {name: base64.b64encode(drawn).decode() for name, drawn in report.charts()}
    responses = settings.SITE_URL + responses_of(report.exercise)
    pages = [
        {**page, "html": _with_pictures(_addressed(report.html(page["key"]), responses), pictures)}
        for page in report.listed
    ]
    said = {"title": report.title, "pages": _with_tones_once(pages)}
    return render_to_string("analysis/report/standalone.html", said)


def _with_tones_once(pages: list[dict[str, str]]) -> list[dict[str, str]]:
    """Leave the patterns of maps in the first page that has them: in one file, an id stands once."""
    tones = render_to_string("footprints/_tones.html")
    first = next((page for page in pages if tones in page["html"]), None)
    return [page if page is first else {**page, "html": page["html"].replace(tones, "")} for page in pages]


def _addressed(html: str, responses: str) -> str:
    """Point links to other pages at places in the file, and links to responses at the site."""
    return html.replace('"pages/annex/#', '"#').replace('"responses/', f'"{responses}')


def _with_pictures(html: str, pictures: dict[str, str]) -> str:
    for name, data in pictures.items():
        html = html.replace(f'"{name}"', f'"data:image/svg+xml;base64,{data}"')
    return html
