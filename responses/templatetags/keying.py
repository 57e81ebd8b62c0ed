"""What the public's pages need when staff key in on them."""

from __future__ import annotations

from django import template
from django.template.context import Context
from django.urls import reverse

from accounts import navigation
from responses.drafts.models import Draft
from responses.intake import wording

register = template.Library()


@register.filter
def what_it_says(draft: Draft) -> str:
    """Return 'What the letter says', or whatever else came."""
    return wording.what_it_says(draft.intake.get("channel", ""))


@register.simple_tag(takes_context=True)
def keying_links(context: Context) -> list[navigation.Link]:
    """Return the links of the staff header as on the page 'Key in'; the public's addresses are not under it."""
    slug = context["exercise"].slug
    return navigation.links_for(context["request"], slug=slug, path=reverse("responses_staff:key_in", args=[slug]))
