"""The public page about what the published figures tell."""

from __future__ import annotations

from django.http import Http404

from engagement.deadline import deadline
from engagement.reading import Page, Reading, exercise_page
from footprints import geography
from footprints.known_rows import told


@exercise_page()
def populations(on: Reading) -> Page:
    """Which populations are exact, which lie in a range, which are estimates, and whether the figures fit together."""
    shape = geography.of(on.content)
    found = told(shape) if shape else ()
    if shape is None or not found:
        raise Http404("This exercise has no figures of areas.")
    told_bases = {one.base for one in found}
    context = {
        "geography": shape,
        "told": found,
        "others": [
            (base, [str(one.number) for one in shape.footprints if one.base == base])
            for base in shape.bases
            if base not in told_bases
        ],
        "deadline": deadline(on.row, on.now),
    }
    return Page("footprints/populations.html", context)
