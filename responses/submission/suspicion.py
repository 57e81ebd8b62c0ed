"""Signs that nobody sat behind an answer. They are told to moderators and change nothing for the respondent."""

from __future__ import annotations

import datetime as dt

from responses.drafts.models import Draft
from responses.respondent import Respondent

SHORTEST_PLAUSIBLE = dt.timedelta(seconds=20)


def signs(draft: Draft, received_at: dt.datetime, who: Respondent, others: tuple[str, ...]) -> list[str]:
    """Return the signs in words; none for what staff keyed in."""
    if draft.origin == Draft.Origin.KEYED:
        return []
    found = list(others)
    if who.fell_into_trap:
        found.append("A box that people cannot see was filled in.")
    if received_at - draft.created_at < SHORTEST_PLAUSIBLE:
        seconds = max(0, int((received_at - draft.created_at).total_seconds()))
        found.append(f"It was sent {seconds} second{'' if seconds == 1 else 's'} after it was begun.")
    return found
