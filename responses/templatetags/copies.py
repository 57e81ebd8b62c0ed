"""Numbers as people read them."""

from django import template

register = template.Library()


@register.filter
def thousands(number: int) -> str:
    """Return 1,200 for 1200."""
    return f"{number:,}"
