"""What pages of a response say of the register."""

from __future__ import annotations

from django import template

from responses.register.models import StakeholderMatch
from responses.submission.models import Response

register = template.Library()


@register.filter
def match_of(response: Response) -> StakeholderMatch | None:
    """Return which stakeholder a response is from, where somebody has decided that."""
    return StakeholderMatch.objects.select_related("stakeholder").filter(response=response).first()
