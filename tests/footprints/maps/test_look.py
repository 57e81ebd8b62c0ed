"""What maps look like: contrast, patterns that tell places apart without colour, markup that the policy allows."""

from __future__ import annotations

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client

from engagement.models import Exercise
from footprints.colours import TONES
from footprints.shapes import GeographyShape

pytestmark = pytest.mark.usefixtures("held")
OPTIONS = "/exercises/norfolk-waveney-2021/options/"
STYLE = "".join(path.read_text("utf-8") for path in sorted((settings.BASE_DIR / "static" / "css").glob("*.css")))
PATTERNS = (settings.BASE_DIR / "templates" / "footprints" / "_tones.html").read_text("utf-8")
SVG = "{http://www.w3.org/2000/svg}"
Colour = tuple[float, float, float]


def colour(text: str) -> Colour:
    digits = text.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def mixed(ink: Colour, ground: Colour, share: float) -> Colour:
    red, green, blue = (share * one + (1 - share) * two for one, two in zip(ink, ground, strict=True))
    return red, green, blue


def luminance(of: Colour) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (each / 255 for each in of)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, two: Colour) -> float:
    light, dark = sorted([luminance(one), luminance(two)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


def declared(selector: str, name: str) -> str:
    """Return what the style sheet says of a selector that stands alone."""
    for block in re.findall(rf"(?:^|\}})\s*{re.escape(selector)} \{{([^}}]*)\}}", STYLE, re.MULTILINE):
        found = re.search(rf"(?:^|[;\s]){re.escape(name)}: ([^;]+);", block)
        if found:
            return found[1].strip()
    raise AssertionError(f"{selector} has no {name}")


def tone(number: int) -> tuple[Colour, Colour, Colour]:
    """Return a place's own colour, its tint, and its ink on the tint: the darkest that stands under a name."""
    own = colour(declared(f".app-place--p{number}", "--place"))
    tint = colour(declared(f".app-place--p{number}", "--place-tint"))
    return own, tint, mixed(own, tint, float(declared(".app-tone__ink", "fill-opacity")))


WHITE = (255.0, 255.0, 255.0)


@pytest.mark.parametrize("number", range(TONES))
def test_names_letters_and_borders_stand_out_from_every_tone(number: int) -> None:
    own, tint, ink = tone(number)
    name = colour(declared(".app-map text", "fill"))
    border = colour(declared(".app-map__borders", "stroke"))
    letter = colour(declared(".app-map__letter", "fill"))
    for ground in (tint, ink):
        assert contrast(name, ground) >= 4.5
        assert contrast(border, ground) >= 3
        assert contrast(own, ground) >= 3, "the badge stands out from the tile, with its white rim or without"
    assert contrast(letter, own) >= 4.5


def test_lines_stand_out_from_the_paper_and_from_each_other() -> None:
    outside = colour(declared(".app-map__tile--outside .app-map__piece", "stroke"))
    over, inside = (colour(declared(selector, "stroke")) for selector in (".app-map__over", ".app-map__over--inside"))
    assert contrast(colour(declared(".app-map__borders", "stroke")), WHITE) >= 3
    assert contrast(outside, WHITE) >= 3
    assert contrast(over, inside) >= 3
    focus = colour(declared(".app-map__tile:focus .app-map__piece", "fill"))
    assert contrast(colour(declared(".app-map text", "fill")), focus) >= 4.5
    assert contrast(colour(declared(".app-map__tile:focus .app-map__piece", "stroke")), focus) >= 3


def test_every_tone_has_a_pattern_of_its_own() -> None:
    bodies = re.findall(r'<pattern id="tone-(\d)" class="app-place--p\1"([^>]*)>(.*?)</pattern>', PATTERNS, re.DOTALL)
    assert [int(number) for number, _, _ in bodies] == list(range(TONES))
    drawn = [(attributes, body) for _, attributes, body in bodies]
    assert all(one != two for one, two in combinations(drawn, 2))


def pictures(html: str) -> list[ElementTree.Element]:
    """Read every drawing of a page as XML: a browser forgives more than this does."""
    found = []
    for drawing in re.findall(r"<svg\b.*?</svg>", html, re.DOTALL):
        valued = re.sub(r"&(?!amp;|lt;|gt;|quot;|#)", "&amp;", drawing)
        found.append(ElementTree.fromstring(valued.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)))
    return found


def map_of(html: str) -> ElementTree.Element:
    return next(one for one in pictures(html) if "app-map__picture" in one.get("class", ""))


def page(reader: Client, address: str) -> str:
    answer = reader.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


QUERIES = ("", "?scenario=without-waveney", "?overlay=district", "?scenario=without-waveney&overlay=hospital")


def test_drawings_carry_no_style_no_script_and_fetch_nothing(norfolk: Exercise, reader: Client) -> None:
    addresses = [f"{OPTIONS}{number}/{query}" for number in range(1, 7) for query in QUERIES]
    for address in [OPTIONS, "/exercises/norfolk-waveney-2021/", *addresses]:
        for drawing in pictures(page(reader, address)):
            for element in drawing.iter():
                assert element.tag.removeprefix(SVG) not in {"script", "style", "image", "foreignObject"}
                assert not {name for name in element.attrib if name == "style" or name.startswith("on")}
                assert element.get("href", "#").startswith("#")
                assert "url(" not in element.get("fill", "").replace("url(#tone-", "")


def test_every_tile_leads_to_its_row_and_says_what_the_row_says(
    norfolk: Exercise, shape: GeographyShape, reader: Client
) -> None:
    for number in range(1, 7):
        for query in QUERIES:
            html = page(reader, f"{OPTIONS}{number}/{query}")
            drawing = map_of(html)
            assert drawing.get("role") == "list"
            items = [item for item in drawing if item.get("role") == "listitem"]
            links = [item.find(f"{SVG}a") for item in items]
            titles = {}
            for link in links:
                assert link is not None
                target = link.get("href", "").removeprefix("#")
                assert html.count(f'id="{target}"') == 1
                title = link.find(f"{SVG}title")
                assert title is not None
                titles[target] = title.text or ""
            assert set(titles) == {f"area-{area.key}" for area in shape.areas}
            for area in shape.areas:
                said = titles[f"area-{area.key}"]
                assert said.startswith(f"{area.name}; Place")
                assert all(group.name in said for group in (*area.districts, *area.hospitals))
            others = [
                element for element in drawing.iter() if element.get("class") in {"app-map__lines", "app-map__labels"}
            ]
            assert [element.get("aria-hidden") for element in others] == ["true", "true"]


def test_the_patterns_a_map_uses_are_on_its_page_once(norfolk: Exercise, reader: Client) -> None:
    for address in (OPTIONS, "/exercises/norfolk-waveney-2021/", f"{OPTIONS}6/"):
        html = page(reader, address)
        for used in set(re.findall(r"url\(#(tone-\d)\)", html)):
            assert html.count(f'id="{used}"') == 1, address


def test_the_switches_keep_what_was_chosen(norfolk: Exercise, reader: Client) -> None:
    html = page(reader, f"{OPTIONS}2/?scenario=without-waveney&overlay=district")
    chosen = re.search(r'href="([^"]*)" aria-current="true">Districts', html)
    assert chosen
    assert chosen[1] == "?scenario=without-waveney&amp;overlay=district#map"
    assert 'href="?scenario=with-waveney&amp;overlay=district"' in re.sub(r"\s+", " ", html)


@pytest.mark.parametrize("query", ["?overlay=nothing", "?overlay=locality", "?overlay=%00"])
def test_an_overlay_that_is_not_there_is_not_found(norfolk: Exercise, reader: Client, query: str) -> None:
    assert reader.get(f"{OPTIONS}2/{query}").status_code == 404


def test_cards_show_small_maps_as_decoration(norfolk: Exercise, reader: Client) -> None:
    for address in (OPTIONS, "/exercises/norfolk-waveney-2021/"):
        small = [one for one in pictures(page(reader, address)) if one.get("class") == "app-thumbnail"]
        assert len(small) == 6
        assert {one.get("aria-hidden") for one in small} == {"true"}
        assert len({one.get("viewBox") for one in small}) == 1, "all drawn alike"
        patterns = [sum(path.get("fill", "").startswith("url") for path in one) for one in small]
        assert patterns == [2, 3, 3, 5, 5, 8]


def test_another_exercise_draws_its_own_map_and_one_without_geography_none(
    northeast: Exercise, small: Exercise, reader: Client
) -> None:
    html = page(reader, "/exercises/northeast/options/2/")
    drawing = map_of(html)
    assert len([item for item in drawing if item.get("role") == "listitem"]) == 4
    assert "People: 324,000" in html
    assert "Without Waveney" not in html
    assert 'aria-current="true">Places only' in html
    assert ">Districts<" in html
    assert "Hospital catchments" not in html
    assert "app-thumbnail" in page(reader, "/exercises/northeast/options/")
    assert "app-thumbnail" not in page(reader, f"/exercises/{small.slug}/")


def test_on_a_phone_no_rule_of_maps_stands_again_word_for_word() -> None:
    sheet = (settings.BASE_DIR / "static" / "css" / "35-maps.css").read_text("utf-8")
    before, phone = sheet.split("@media (max-width: 40em) {\n", 1)
    rules = phone.split("\n}", 1)[0].split("\n")
    assert ".app-map .app-map__letter { font-size: 25px; }" in [rule.strip() for rule in rules]
    assert not {rule.strip() for rule in rules} & set(before.split("\n"))
    assert all(rule.startswith("  .") for rule in rules)
