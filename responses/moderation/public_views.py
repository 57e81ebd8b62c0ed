"""The moderation policy of an exercise, for everybody."""

from __future__ import annotations

from engagement.reading import Page, Reading, exercise_page
from responses.moderation import policy


@exercise_page()
def policy_page(on: Reading) -> Page:
    """Say how responses are moderated, and for which reasons anything is done to one."""
    return Page("responses/policy.html", {"policy": policy.of_edition(on.content.id)})
