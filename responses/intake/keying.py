"""Answers that came on paper, by email or at a meeting, keyed in on the public's own form."""

from __future__ import annotations

import datetime as dt

from accounts.models import User
from responses.drafts.models import Draft
from responses.submission.sending import Arrival


def arrival(draft: Draft, *, by: User) -> Arrival:
    """Return how a keyed response came to us; the deadline is judged by when it came, not by when it was keyed."""
    return Arrival(
        received_at=dt.datetime.fromisoformat(draft.intake["received_at"]),
        channel=draft.intake["channel"],
        entered_by=by,
    )
