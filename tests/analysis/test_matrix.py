"""The picture of pairs: told apart without colours, its numbers readable, and nothing in it that the page forbids."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from analysis.render import matrix

NAMES = ["Coast & <Fens>", "Mid", "North"]
CHART = {
    "shape": "matrix",
    "key": "pairs",
    "title": "Pairs",
    "names": NAMES,
    "cells": [[100, 75, None], [75, 100, 0], [None, 0, 100]],
    "alternative": 'Matrix: "pairs".',
}
TEXTS = {f"{{http://www.w3.org/2000/svg}}{name}" for name in ("text", "tspan")}


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("narrow", [False, True])
def test_the_picture_is_whole_and_has_plain_attributes_alone(narrow: bool) -> None:
    drawn = matrix.svg(CHART, narrow=narrow)
    root = ElementTree.fromstring(drawn)
    assert root.get("aria-label") == 'Matrix: "pairs".'
    assert not {word for word in ("style", "<script", "href") if word in drawn}
    written = [one.text for one in root.iter() if one.tag in TEXTS]
    assert written.count("75") == 2
    assert written.count(matrix.UNKNOWN) == 2, "nobody places both"
    assert f"1. {NAMES[0]}" in written


def test_a_share_is_on_the_step_that_it_does_not_exceed() -> None:
    assert [matrix.step(share)[3] for share in (0, 1, 25, 26, 99, 100)] == [
        "0",
        "1 to 25",
        "1 to 25",
        "26 to 50",
        "76 to 99",
        "100",
    ]


def test_steps_grow_darker_and_what_is_written_on_them_can_be_read() -> None:
    shades = [luminance(fill) for _, fill, _, _ in matrix.STEPS]
    assert shades == sorted(shades, reverse=True)
    assert all(contrast(fill, ink) >= 4.5 for _, fill, ink, _ in matrix.STEPS)
    assert all(contrast(one[1], other[1]) >= 1.2 for one, other in zip(matrix.STEPS, matrix.STEPS[1:], strict=False))


def test_many_areas_have_shades_without_numbers() -> None:
    many = {**CHART, "names": [f"Area {nth}" for nth in range(40)], "cells": [[50] * 40] * 40}
    assert ">50<" not in matrix.svg(many)
