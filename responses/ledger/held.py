"""Since when and why responses are held: the act of it, for those that still are."""

from __future__ import annotations

from collections.abc import Iterable

from responses.moderation.models import Act
from responses.submission.models import Response


def acts(responses: Iterable[Response]) -> dict[int, Act]:
    """Return the act by which each response is held, by its key; one query, and none where nothing is held."""
    held = [one.pk for one in responses if one.standing == Response.Standing.HELD and one.is_current]
    if not held:
        return {}
    found = Act.objects.filter(response__in=held, verb=Act.Verb.HOLD).order_by("version")
    return {act.response_id: act for act in found}
