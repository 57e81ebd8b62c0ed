"""
Small maps of footprints for paper: each a picture by itself, where web pages share patterns and style.

Patterns are those of the pages; colours, which the pages have from their style sheet, stand in the picture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import vl_convert as vlc
from django.template.loader import render_to_string

from analysis.render.small_png import reduced
from engagement.shapes import EditionContent
from footprints import geography
from footprints.maps.picture import Drawing
from responses.alternatives.pictures import small_map
from responses.alternatives.shapes import Drawn

# A place's colour and its tint, by tone; as --place and --place-tint in the style sheet.
COLOURS = (
    ("#005eb8", "#e6eff8"),
    ("#007f3b", "#e5f2eb"),
    ("#ae2573", "#f7e9f1"),
    ("#330072", "#ebe6f1"),
    ("#9a4d00", "#faeddd"),
    ("#006b66", "#e0f1f0"),
    ("#212b32", "#e8eaeb"),
    ("#7c2855", "#f2e9ee"),
)
INK, QUIET, WHITE = "#212b32", "#4c6272", "#ffffff"
FONT = "Arial, Liberation Sans, sans-serif"
POINTS = 0.22  # to a unit of a map: a tile is 23 points wide, and its letter is set in 9
WIDEST, HIGHEST = 453.0, 560.0  # points of a page between its margins, with room for a line above
PPI = 108  # of a picture that is itself a third larger than it stands on paper: 144 pixels to an inch there
KEPT = 512  # pictures: as many as one report lists
ALTERNATIVE = "Map of the footprint. The words above it say the same, by the same letters."


@dataclass(frozen=True)
class SmallMap:
    """A map as SVG, and how wide it stands on paper, in points."""

    svg: str
    width: float

    def png(self) -> bytes:
        """Draw the map as PNG."""
        return _png(self.svg)


def of_places(content: EditionContent, places: Sequence[Sequence[str]]) -> SmallMap | None:
    """Return the map of a footprint from the areas of its places; None where areas have no rough position."""
    shape = geography.of(content)
    drawing = small_map(shape, Drawn(tuple(map(tuple, places)))) if shape else None
    if drawing is None:
        return None
    points = min(POINTS, WIDEST / drawing.width, HIGHEST / drawing.height)
    return SmallMap(_svg(drawing, points), round(drawing.width * points, 2))


def alternative(title: str) -> str:
    """Return the alternative text of a map that stands below a table."""
    return f"Map: {title}. The table above it says the same, by the same letters."


@lru_cache(maxsize=KEPT)
def _png(svg: str) -> bytes:
    """Keep what was drawn: many respondents draw the same, and readers of several kinds get the same maps."""
    return reduced(vlc.svg_to_png(svg, ppi=PPI))


def _svg(drawing: Drawing, points: float) -> str:
    pixels = points * 96 / 72
    width, height = round(drawing.width * pixels, 2), round(drawing.height * pixels, 2)
    whole = f"M{drawing.left} {drawing.top}h{drawing.width}v{drawing.height}h-{drawing.width}z"
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="{drawing.view_box}" font-family="{FONT}">',
            f'<path fill="{WHITE}" d="{whole}"/>',
            *_ground(drawing),
            f'<path fill="none" stroke="{INK}" stroke-linejoin="round" stroke-width="9" d="{drawing.borders}"/>',
            *_letters(drawing),
            "</svg>",
        ]
    )


def _ground(drawing: Drawing) -> Iterator[str]:
    """Draw all tiles of a tone as one path, each tone with its pattern; those in no place are white and dashed."""
    paths: dict[int | None, str] = {}
    for tile in drawing.tiles:
        for part, path in tile.pieces:
            tone = part.tone if part else None
            paths[tone] = paths.get(tone, "") + path
    patterns = _patterns()
    yield f"<defs>{''.join(patterns[tone] for tone in sorted(tone for tone in paths if tone is not None))}</defs>"
    for tone, path in paths.items():
        if tone is None:
            yield f'<path fill="{WHITE}" stroke="{QUIET}" stroke-dasharray="8 6" stroke-width="3" d="{path}"/>'
        else:
            yield f'<path fill="url(#tone-{tone})" d="{path}"/>'


def _letters(drawing: Drawing) -> Iterator[str]:
    badges = [(tile, badge.part) for tile in drawing.tiles for badge in tile.badges]
    for tile, part in badges:
        colour = COLOURS[part.tone][0]
        yield f'<circle cx="{tile.x}" cy="{tile.y}" r="31" fill="{colour}" stroke="{WHITE}" stroke-width="3"/>'
    yield f'<g fill="{WHITE}" font-size="40" font-weight="700" text-anchor="middle">'
    yield from (f'<text x="{tile.x}" y="{tile.y + 14}">{part.letter}</text>' for tile, part in badges)
    yield "</g>"


@lru_cache(maxsize=1)
def _patterns() -> tuple[str, ...]:
    """Return the patterns of the pages in order, with their colours."""
    found = re.findall(r"<pattern .*?</pattern>", render_to_string("footprints/_tones.html"))
    return tuple(
        pattern.replace('class="app-tone"', f'fill="{tint}"')
        .replace('class="app-tone__ink"', f'fill="{colour}" fill-opacity="0.28"')
        .replace(f' class="app-place--p{tone}"', "")
        for tone, (pattern, (colour, tint)) in enumerate(zip(found, COLOURS, strict=True))
    )
