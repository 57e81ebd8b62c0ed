"""Markdown of the pack to HTML; raw HTML in it stays text, so the result is safe to put on a page."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_parser = MarkdownIt("commonmark", {"html": False, "typographer": False})


def to_html(text: str) -> SafeString:
    """Render blocks of Markdown."""
    return mark_safe(_parser.render(text).strip())  # noqa: S308 - html is off, so all text is escaped


def to_inline_html(text: str) -> SafeString:
    """Render Markdown within a line: no paragraph around it."""
    return mark_safe(_parser.renderInline(text).strip())  # noqa: S308 - as above
