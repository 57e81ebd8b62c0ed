"""A grouping as part of an address: a letter for each area in their order, the letter of its place, or '-' for none.

Names of places are not in it. They are words, and words stand on no page before a moderator has read them.
"""

from __future__ import annotations

from footprints.shapes import GeographyShape
from responses.alternatives.shapes import MOST_PLACES, Drawing, Place, letter, usual_name

NONE = "-"
LETTERS = "".join(letter(nth).lower() for nth in range(MOST_PLACES))


def written(shape: GeographyShape, drawing: Drawing) -> str:
    """Return the code of a drawing; empty where no area is in a place yet."""
    place_of = drawing.drawn.place_of
    if not place_of:
        return ""
    return "".join(LETTERS[place_of[area.key]] if area.key in place_of else NONE for area in shape.areas)


def read(code: str, shape: GeographyShape) -> Drawing | None:
    """Return the drawing that a code stands for; None where it stands for none."""
    if len(code) != len(shape.areas) or not set(code) <= {*LETTERS, NONE} or set(code) <= {NONE}:
        return None
    number = 1 + max(LETTERS.index(sign) for sign in code if sign != NONE)
    return Drawing(
        tuple(
            Place(
                usual_name(nth),
                tuple(area.key for area, sign in zip(shape.areas, code, strict=True) if sign == LETTERS[nth]),
            )
            for nth in range(number)
        )
    )
