"""Templates with holes.

Most of a form field is the same on every request: label, hint, classes, choices. Its template is therefore rendered
once, with a marker wherever something of the visitor's belongs, and cut at the markers. What remains per request is
to join the pieces around escaped values. Nothing that a visitor typed is ever kept.
"""

import re
import secrets
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

# Unguessable, so that no label or hint can pass for a marker.
_TOKEN = secrets.token_hex(8)
_MARKER = re.compile(rf"\[{_TOKEN}:([^\]]*)\]")


def slot(name: object) -> SafeString:
    """Return the marker to put into a template's context where the named value will go."""
    return mark_safe(f"[{_TOKEN}:{name}]")  # noqa: S308 - made of our own token and names of slots


@lru_cache(maxsize=64)
def _template(name: str) -> Any:
    return get_template(name)


class Skeleton:
    """A rendered template cut at its markers."""

    __slots__ = ("first", "rest")

    def __init__(self, html: str) -> None:
        pieces = _MARKER.split(html)
        self.first = pieces[0]
        self.rest = tuple(zip(pieces[1::2], pieces[2::2], strict=True))

    @classmethod
    def of(cls, template: str, context: dict[str, Any]) -> "Skeleton":
        """Render the template once with slots in its context."""
        return cls(_template(template).render(context))

    @property
    def names(self) -> set[str]:
        """The names of its slots."""
        return {name for name, _ in self.rest}

    def fill(self, values: Mapping[str, str]) -> str:
        """Join the pieces around the given values, which must be escaped; a slot without a value stays empty."""
        parts = [self.first]
        for name, following in self.rest:
            parts.append(values.get(name, ""))
            parts.append(following)
        return "".join(parts)


class SkeletonCache(dict[Any, Skeleton]):
    """A small cache that forgets everything when full: labels made from data must not fill the memory."""

    limit = 300

    def keep(self, key: Any, skeleton: Skeleton) -> Skeleton:
        """Store and return the skeleton."""
        if len(self) >= self.limit:
            self.clear()
        self[key] = skeleton
        return skeleton
