"""Words about responses that came with an import."""

from __future__ import annotations

from django import template

from responses.intake.imports.undoing import is_taken_back
from responses.submission.models import Response

register = template.Library()


@register.filter
def taken_back(response: Response) -> bool:
    """Whether a response left with its import, and not at its author's word; lists have asked for all their rows."""
    asked: bool | None = getattr(response, "left_with_import", None)
    if asked is not None:
        return asked
    return bool(response.withdrawn_at) and is_taken_back(response.pk)
