"""What a browser would send of the page that draws a footprint, without a browser."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

from responses.drafts.models import DraftAnswer
from tests.responses.visiting import Visitor

PART = "times-footprint"
AREAS = ("north-cumbria", "north-tyne", "durham-wear", "tees-valley")


def boxes_of(html: str) -> dict[str, str]:
    """Return what a browser would send of the form that draws, without a button."""
    form = html[html.index("data-draw") :]
    typed = re.findall(r'<input[^>]* name="([^"]+)" value="([^"]*)"', form)
    boxes = {name: unescape(value) for name, value in typed}
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        boxes[name] = chosen[1] if chosen else ""
    return boxes


def press(visitor: Visitor, button: str = "update", **changed: str) -> Any:
    """Open the page, change boxes (`__` in a name stands for a hyphen) and press a button."""
    boxes = boxes_of(visitor.text("draw", PART))
    boxes |= {name.replace("__", "-"): value for name, value in changed.items()}
    pressed = {"save": "1"} if button == "save" else {"do": button}
    return visitor.post("draw", PART, data={**boxes, **pressed})


def raw_of(visitor: Visitor) -> dict[str, Any]:
    stored = DraftAnswer.objects.get(draft=visitor.draft, item__key=PART).raw
    return json.loads(stored)


def draw(visitor: Visitor) -> None:
    """Draw two places of two areas each, with names."""
    assert press(visitor, name__1="West", name__2="East & Tees").status_code == 302
    given = {f"area__{key.replace('-', '__')}": "1" if key in AREAS[:2] else "2" for key in AREAS}
    assert press(visitor, **given).status_code == 302
