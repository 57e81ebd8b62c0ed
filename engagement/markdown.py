"""Markdown of the pack to HTML; raw HTML in it stays text, so the result is safe to put on a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_parser = MarkdownIt("commonmark", {"html": False, "typographer": False})
_PARAGRAPH_LINK = re.compile(r'href="#p(\d+)"')
_ELSEWHERE = re.compile(r'href="[^"#]*#p(\d+)"')
KEPT = 2_000  # texts, some more than a large document has: the editions of one exercise share nearly all of theirs


@lru_cache(maxsize=KEPT)
def to_html(text: str) -> SafeString:
    """Render blocks of Markdown."""
    return mark_safe(_parser.render(text).strip())  # noqa: S308 - html is off, so all text is escaped


@lru_cache(maxsize=KEPT)
def to_inline_html(text: str) -> SafeString:
    """Render Markdown within a line: no paragraph around it."""
    return mark_safe(_parser.renderInline(text).strip())  # noqa: S308 - as above


class Prose:
    """Renders the prose of one edition: links to a numbered paragraph lead to the page that it stands on."""

    def __init__(self, addresses: Mapping[int, str]) -> None:
        self.addresses = addresses

    def html(self, text: str) -> SafeString:
        """Render blocks of Markdown."""
        return self._lead(to_html(text))

    def inline(self, text: str) -> SafeString:
        """Render Markdown within a line."""
        return self._lead(to_inline_html(text))

    def _lead(self, html: SafeString) -> SafeString:
        if 'href="#p' not in html:
            return html

        def whole(match: re.Match[str]) -> str:
            number = int(match[1])
            return f'href="{self.addresses.get(number, "")}#p{number}"'

        return mark_safe(_PARAGRAPH_LINK.sub(whole, html))  # noqa: S308 - addresses are reversed from our own URLs


def with_links_inside(html: str) -> SafeString:
    """Turn the paragraph links of `Prose` back: all paragraphs stand on the one page."""
    return mark_safe(_ELSEWHERE.sub(r'href="#p\1"', html))  # noqa: S308 - takes away, adds nothing
