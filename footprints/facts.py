"""The facts of one option in short, to stand beside the boxes that ask about it."""

from __future__ import annotations

from functools import lru_cache

from django.template.loader import render_to_string

from engagement import editions
from engagement.shapes import EditionContent
from footprints import geography, presenting
from footprints.by_factor import briefs


def facts(content: EditionContent, number: int) -> str:
    """Return the places of an option with their figures and areas as HTML; empty where there is no geography."""
    return _rendered(content.id, content.digest, number)


@lru_cache(maxsize=256)
def _rendered(edition_id: int, digest: str, number: int) -> str:
    """Editions never change, so their facts are rendered once in each process."""
    content = editions.compiled(edition_id)
    shape = geography.of(content)
    footprint = shape.by_number.get(number) if shape else None
    if shape is None or footprint is None:
        return ""
    context = {
        "exercise": content,
        "footprint": footprint,
        "figures": presenting.all_figures(shape, footprint),
        "briefs": briefs(content, shape, footprint),
    }
    return render_to_string("footprints/facts.html", context)
