"""Take rules out of a style sheet that this site never uses.

What goes is listed by name below, so that adding a page never silently loses its look: a class that is not listed
here is always kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# One entry per family of selectors; a rule goes when every one of its selectors matches.
UNUSED = (
    "nhsuk-header__(search|account|logo|service-logo|organisation)", "nhsuk-header--(white|organisation|inline)",
    "nhsuk-header__navigation--(white|justified)", "nhsuk-logo",
    "nhsuk-card--(care|feature|top-task|type)", "nhsuk-card__(img|icon)", "nhsuk-care-card",
    "nhsuk-card--(non-urgent|urgent|emergency)", "nhsuk-expander",
    "nhsuk-table__(header--sort|sort)", "data-sort", "aria-sort", "nhsuk-scroll", "nhsuk-table-container",
    "nhsuk-table-scroll", "nhsuk-code", "nhsuk-icon--(?!arrow|chevron|tick|cross|plus|minus|search|user)",
    "nhsuk-file-upload-", "nhsuk-file-upload__", "nhsuk-drop", "nhsuk-image", "nhsuk-tabs", "nhsuk-hero", "nhsuk-promo",
    "nhsuk-u-static-(margin|padding)", "nhsuk-u-(margin|padding)-[a-z-]*(8|9)", "nhsuk-u-float", "nhsuk-u-font-size",
    "nhsuk-button--(login|brand|reverse)", "nhsuk-(breadcrumb|back-link|link|action-link)[a-z_-]*--reverse",
    "--reverse", "nhsuk-dynamic", "nhsuk-pagination--numbered", "nhsuk-panel--(?!confirmation)",
    "nhsuk-password-input", "search-cancel-button", "nhsuk-search-input", "nhsuk-list-panel", "nhsuk-nav-a-z",
)  # fmt: skip
MATCH = re.compile("|".join(f"(?:{part})" for part in UNUSED))
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def blocks(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield (what stands before the brace, what is between the braces) at the outermost level."""
    start, depth, opened, quote = 0, 0, 0, ""
    for position, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter == ";" and not depth:
            yield text[start : position + 1].strip(), None
            start = position + 1
        elif letter == "{":
            depth += 1
            opened = position if depth == 1 else opened
        elif letter == "}":
            depth -= 1
            if not depth:
                yield text[start:opened].strip(), text[opened + 1 : position]
                start = position + 1


def selectors(prelude: str) -> list[str]:
    """Split a list of selectors at its outermost commas."""
    found, depth, start = [], 0, 0
    for position, letter in enumerate(prelude):
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and not depth:
            found.append(prelude[start:position].strip())
            start = position + 1
    return [*found, prelude[start:].strip()]


def prune(text: str) -> str:
    """Return the style sheet without the unused selectors and without rules that have none left."""
    kept = []
    for prelude, body in blocks(COMMENT.sub("", text)):
        if body is None:
            kept.append(prelude)
        elif prelude.startswith("@") and not prelude.startswith(("@page", "@font-face", "@property", "@keyframes")):
            inner = prune(body)
            if inner.strip():
                kept.append(f"{prelude}{{{inner}}}")
        else:
            left = [one for one in selectors(prelude) if not MATCH.search(one)]
            if left:
                kept.append(f"{','.join(left)}{{{body}}}")
    return "\n".join(kept)
