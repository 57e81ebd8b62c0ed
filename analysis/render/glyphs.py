"""Characters that no font at hand can draw. PDF/UA refuses them, so they are named instead: [grinning face]."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import typst

from analysis.render.base import described

_PLAIN = re.compile("[\x00-\x7e\u00a0-\u017f\u2010-\u2027\u2030\u20ac]")
_known: dict[tuple[str, ...], dict[str, bool]] = {}


def printable(text: str, fonts: Sequence[str]) -> str:
    """Replace what the fonts cannot draw with its name in brackets."""
    seen = {character for character in set(text) if not _PLAIN.match(character)}
    refused = undrawable(seen, fonts)
    return "".join(described(one) if one in refused else one for one in text) if refused else text


def undrawable(characters: Iterable[str], fonts: Sequence[str]) -> set[str]:
    """Return those of the characters that cannot be drawn; what was tried before is remembered."""
    known = _known.setdefault(tuple(fonts), {})
    new = sorted(set(characters) - known.keys())
    for character in new:
        known[character] = True
    for character in _refused(new, fonts):
        known[character] = False
    return {character for character in characters if not known[character]}


def _refused(characters: list[str], fonts: Sequence[str]) -> list[str]:
    """Find the refused ones by halves: most sets are fine as a whole."""
    if not characters or _drawn(characters, fonts):
        return []
    if len(characters) == 1:
        return characters
    middle = len(characters) // 2
    return _refused(characters[:middle], fonts) + _refused(characters[middle:], fonts)


def _drawn(characters: list[str], fonts: Sequence[str]) -> bool:
    listed = ", ".join(f'"{font}"' for font in fonts)
    letters = " ".join(f'"\\u{{{ord(one):x}}}",' for one in characters)
    style = f'#set document(title: "x")\n#set text(font: ({listed},), lang: "en")'
    source = f"{style}\n#for one in ({letters}) [#one #parbreak()]"
    try:
        typst.compile(source.encode(), pdf_standards=["ua-1"])
    except typst.TypstError:
        return False
    return True
