"""Characters that no font at hand can draw. PDF/UA refuses them, so they are named instead: [grinning face]."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import typst

from analysis.render.base import described

_PLAIN = re.compile("[\x00-\x7e\u00a0-\u017f\u2010-\u2027\u2030\u20ac]")
_REFUSED = re.compile(r'the text `"(\\u\{[0-9a-f]+\}|\\?[^`])"` could not be displayed')
AT_ONCE = 2_000
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
    """Find the refused ones: the printer names all of them at once, so thousands of them cost a few tries."""
    refused: set[str] = set()
    for start in range(0, len(characters), AT_ONCE):
        waiting = characters[start : start + AT_ONCE]
        while waiting and (complaint := _complaint(waiting, fonts)):
            named = {_said(match) for match in _REFUSED.findall(complaint)}
            left = [one for one in waiting if one not in named]
            if len(left) == len(waiting):  # it says something else: none of them can be trusted
                refused.update(waiting)
                break
            refused.update(named)
            waiting = left
    return sorted(refused)


def _complaint(characters: list[str], fonts: Sequence[str]) -> str:
    """Draw the characters; return what the printer says if it cannot."""
    listed = ", ".join(f'"{font}"' for font in fonts)
    letters = " ".join(f'"\\u{{{ord(one):x}}}",' for one in characters)
    style = f'#set document(title: "x")\n#set text(font: ({listed},), lang: "en")'
    # On a line of their own: each complaint quotes the line that it is about.
    source = f"{style}\n#let letters = ({letters})\n#for one in letters [#one #parbreak()]"
    try:
        typst.compile(source.encode(), pdf_standards=["ua-1"])
    except typst.TypstError as error:
        return str(error.diagnostic) or str(error)
    return ""


def _said(quoted: str) -> str:
    """Return the character that the printer put between quotation marks, as itself or by its number."""
    return chr(int(quoted[3:-1], 16)) if quoted.startswith("\\u{") else quoted.removeprefix("\\")
