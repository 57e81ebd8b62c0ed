"""What pages need to show times and to look things up."""

from __future__ import annotations

from django import template

from responses import moments

register = template.Library()
register.filter("stamp", moments.stamp)
register.filter("received", moments.received)
register.filter("received_in_full", moments.received_in_full)


@register.filter
def of(things: dict[int, str], key: int) -> str:
    """Return the entry of a dictionary, or nothing."""
    return things.get(key, "")
