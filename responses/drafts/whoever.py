"""Writing the page 'who you are' of a draft."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import F

from common import clock
from responses.drafts.models import Draft

MAX_TRIES = 5


def save(draft: Draft, said: Mapping[str, str]) -> bool:
    """Add what was said to what is known; another window's words stay unless they are about the same."""
    for _ in range(MAX_TRIES):
        whole = {**draft.who, **{name: str(value) for name, value in said.items()}}
        if whole == draft.who:
            return True
        written = Draft.objects.filter(pk=draft.pk, revision=draft.revision, is_open=True).update(
            who=whole, revision=F("revision") + 1, updated_at=clock.now()
        )
        if written:
            draft.who = whole
            return True
        draft.refresh_from_db(fields=["who", "revision", "is_open"])
        if not draft.is_open:
            return False
    return False
