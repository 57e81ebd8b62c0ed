"""How pages of keying in speak of what came: to staff, who read a letter and did not write it."""

from __future__ import annotations

from responses.submission.models import Response

Channel = Response.Channel

SAYS = {
    Channel.EMAIL.value: "What the email says",
    Channel.LETTER.value: "What the letter says",
    Channel.PAPER.value: "What the paper form says",
    Channel.TELEPHONE.value: "What was said on the telephone",
    Channel.MEETING.value: "What was said at the meeting",
}


def what_it_says(channel: str) -> str:
    """Return the heading over what staff key in."""
    return SAYS.get(channel, "What it says")
