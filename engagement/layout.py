"""The document as its pages lay it out: anchors, levels of headings, columns of figures."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.text import slugify

from engagement.markdown import with_links_inside
from engagement.shapes import BlockContent, EditionContent, SectionContent

LONG_CELL = 40
_FIGURE = re.compile(r"^[\d,.%£ ]+$")


@dataclass(frozen=True)
class Cell:
    """A cell of a table; its kind says how it is set: 'number', 'long' or ''."""

    html: str
    column: str
    kind: str


@dataclass(frozen=True)
class LaidBlock:
    """A block with what depends on its neighbours."""

    block: BlockContent
    html: str
    anchor: str
    level: int
    rows: tuple[tuple[Cell, ...], ...]
    columns: tuple[Cell, ...]


@dataclass(frozen=True)
class LaidSection:
    section: SectionContent
    blocks: tuple[LaidBlock, ...]

    @property
    def headings(self) -> list[LaidBlock]:
        return [laid for laid in self.blocks if laid.block.kind == "heading"]


@dataclass(frozen=True)
class Entry:
    """A line of the contents list."""

    section: SectionContent
    mark: str
    paragraphs: str


def contents(content: EditionContent) -> list[Entry]:
    """Return the contents list: each section with its letter and the paragraphs in it."""
    return [
        Entry(section, section.letter.replace("Appendix ", "App\u00a0"), _range(section))
        for section in content.sections
    ]


def _range(section: SectionContent) -> str:
    numbers = section.numbers
    if not numbers:
        return ""
    return f"paragraph {numbers[0]}" if len(numbers) == 1 else f"paragraphs {numbers[0]} to {numbers[-1]}"


def laid_out(section: SectionContent, *, on_one_page: bool = False) -> LaidSection:
    """Lay a section out: on a page of its own its title is the first level, on the print view the second."""
    base = 2 if on_one_page else 1
    blocks: list[LaidBlock] = []
    taken: set[str] = set()
    has_heading = False
    for block in section.blocks:
        is_heading = block.kind == "heading"
        level = base + 1 if is_heading or not has_heading else base + 2
        has_heading = has_heading or is_heading
        blocks.append(_laid(block, _anchor(block, section.key, taken), level, on_one_page))
    return LaidSection(section, tuple(blocks))


def _anchor(block: BlockContent, prefix: str, taken: set[str]) -> str:
    """Return an id that is unique on the page: paragraphs by number, headings by their words."""
    if block.number is not None:
        return f"p{block.number}"
    if not block.title:
        return ""
    stem = f"{prefix}-{slugify(block.title)[:60].strip('-')}"
    anchor, count = stem, 1
    while anchor in taken:
        count += 1
        anchor = f"{stem}-{count}"
    taken.add(anchor)
    return anchor


def _laid(block: BlockContent, anchor: str, level: int, on_one_page: bool) -> LaidBlock:
    inside = with_links_inside if on_one_page else str
    columns = tuple(Cell(html, html, _kind(block, position)) for position, html in enumerate(block.columns))
    rows = tuple(
        tuple(Cell(inside(html), column.html, column.kind) for html, column in zip(row, columns, strict=True))
        for row in block.rows
    )
    return LaidBlock(block, inside(block.html), anchor, level, rows, columns)


def _kind(block: BlockContent, position: int) -> str:
    """Say how a column is set: figures to the right; long words need the whole width of a card."""
    cells = [row[position] for row in block.rows]
    if position and cells and all(_FIGURE.match(cell) for cell in cells):
        return "number"
    return "long" if any(len(cell) > LONG_CELL for cell in cells) else ""
