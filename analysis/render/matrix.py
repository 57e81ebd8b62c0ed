"""
A matrix of shares as SVG: one hue from light to dark, with the number in each cell where there is room for it.

Lightness alone carries the shares, so that they are told apart without colours and in black and white; the numbers
stand in ink or in white, whichever has the contrast. All attributes are plain ones: no style, no script.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

INK, WHITE, LINE, BARE = "#212b32", "#ffffff", "#aeb7bd", "#e8edee"
FONT = "Arial, Liberation Sans, sans-serif"
# Up to which per cent, its fill, the colour of what is written on it, and what the key says.
STEPS = (
    (0, "#ffffff", INK, "0"),
    (25, "#dbe9f6", INK, "1 to 25"),
    (50, "#a9cbe8", INK, "26 to 50"),
    (75, "#6aa7da", INK, "51 to 75"),
    (99, "#1f64aa", WHITE, "76 to 99"),
    (100, "#08306b", WHITE, "100"),
)
WIDE, NARROW = 620, 300
NAMES, NUMBERS = 196, 22  # room at the left for names, or for numbers alone
LARGEST, READABLE, COUNTED = 40, 17, 14  # cells: at most, with a number in them, with one above each column
LETTERS = 26  # of a name at the left
KEY, HEAD, ROW = 44, 18, 17  # height of the key, of the heads of columns, of a name below a narrow matrix
UNKNOWN = "\N{EN DASH}"

Chart = dict[str, Any]


@dataclass(frozen=True)
class Layout:
    """Where things stand, in pixels."""

    size: int
    left: int
    narrow: bool

    @property
    def cell(self) -> int:
        """Return the side of a cell, in whole pixels: sharp, and many cells are said in few letters."""
        room = (NARROW if self.narrow else WIDE) - self.left
        return min(LARGEST, room // max(self.size, 1))

    @property
    def top(self) -> int:
        return HEAD + (KEY if self.narrow else KEY - ROW)

    def at(self, nth: int) -> int:
        return self.left + nth * self.cell

    def down(self, nth: int) -> int:
        return self.top + nth * self.cell

    @property
    def height(self) -> int:
        return self.down(self.size) + 2 + (ROW * self.size + 6 if self.narrow else 0)


def svg(chart: Chart, *, narrow: bool = False) -> SafeString:
    """Draw a matrix; a narrow one has numbers for names, which stand below it."""
    size = len(chart["names"])
    layout = Layout(size, NUMBERS if narrow else NAMES, narrow)
    width = NARROW if narrow else WIDE
    drawn = "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{layout.height}" '
            f'viewBox="0 0 {width} {layout.height}" font-family="{FONT}" fill="{INK}" role="img" '
            f'aria-label="{escape(chart["alternative"])}">',
            f'<path fill="{WHITE}" d="M0 0h{width}v{layout.height}H0z"/>',
            *_key(narrow=narrow),
            *_heads(layout),
            *_names(chart["names"], layout),
            *_cells(chart["cells"], layout),
            *(_shares(chart["cells"], layout) if layout.cell >= READABLE else ()),
            "</svg>",
        ]
    )
    return mark_safe(drawn)  # noqa: S308 - every name in it is escaped


def step(share: int) -> tuple[int, str, str, str]:
    """Return the step of the scale that a share in per cent is on."""
    return next(one for one in STEPS if share <= one[0])


def _key(*, narrow: bool) -> Iterator[str]:
    """Say what the shades stand for, on a phone in two rows."""
    width, in_row = (98, 3) if narrow else (98, 6)
    for nth, (_, fill, _, label) in enumerate(STEPS):
        x, y = nth % in_row * width + 1, nth // in_row * ROW + 1
        yield f'<rect x="{x}" y="{y}" width="13" height="13" fill="{fill}" stroke="{LINE}"/>'
        yield f'<text x="{x + 19}" y="{y + 11}" font-size="12">{label}{"%" if nth else "% of them"}</text>'


def _heads(layout: Layout) -> Iterator[str]:
    every = 1 if layout.cell >= COUNTED or (layout.narrow and layout.cell >= COUNTED - 1) else 5
    for nth in range(layout.size):
        if (nth + 1) % every == 0:
            x = layout.at(nth) + layout.cell / 2
            yield f'<text x="{x:g}" y="{layout.top - 4}" font-size="10" text-anchor="middle">{nth + 1}</text>'


def _names(names: list[str], layout: Layout) -> Iterator[str]:
    small = min(13.0, max(7.0, layout.cell - 2))
    for nth, name in enumerate(names):
        y = round(layout.down(nth) + layout.cell / 2 + small * 0.36, 2)
        said = str(nth + 1) if layout.narrow else f"{nth + 1}. {_short(name)}"
        yield f'<text x="{layout.left - 5}" y="{y}" font-size="{small:g}" text-anchor="end">{escape(said)}</text>'
        if layout.narrow:
            below = layout.down(layout.size) + 6 + ROW * nth + 12
            yield f'<text x="1" y="{below}" font-size="13">{escape(f"{nth + 1}. {name}")}</text>'


def _short(name: str) -> str:
    return name if len(name) <= LETTERS else f"{name[: LETTERS - 1].rstrip()}…"


def _cells(cells: list[list[int | None]], layout: Layout) -> Iterator[str]:
    """Draw the cells of one shade as one path; an area with itself is bare."""
    side = layout.cell - 1
    whole = layout.cell * layout.size + 1
    yield f'<path fill="{LINE}" d="M{layout.left - 1} {layout.top - 1}h{whole}v{whole}h-{whole}z"/>'
    paths: dict[str, list[str]] = {}
    for row, shares in enumerate(cells):
        for column, share in enumerate(shares):
            fill = BARE if row == column or share is None else step(share)[1]
            paths.setdefault(fill, []).append(f"M{layout.at(column)} {layout.down(row)}h{side}v{side}h-{side}z")
    yield from (f'<path fill="{fill}" d="{"".join(path)}"/>' for fill, path in paths.items())


def _shares(cells: list[list[int | None]], layout: Layout) -> Iterator[str]:
    """Write the shares, row by row and those in ink before those in white."""
    for colour in (INK, WHITE):
        yield f'<g fill="{colour}" font-size="10.5" text-anchor="middle">'
        for row, shares in enumerate(cells):
            written = [
                f'<tspan x="{layout.at(column) + layout.cell // 2}">{UNKNOWN if share is None else share}</tspan>'
                for column, share in enumerate(shares)
                if row != column and (INK if share is None else step(share)[2]) == colour
            ]
            if written:
                yield f'<text y="{layout.down(row) + layout.cell // 2 + 3}">{"".join(written)}</text>'
        yield "</g>"
