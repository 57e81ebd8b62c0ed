"""The parts of a page's frame that are the same for everybody: rendered once, since their links are dear to reverse."""

from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.template.loader import get_template
from django.urls import get_script_prefix, get_urlconf
from django.utils.safestring import SafeString

register = template.Library()

LIMIT = 500
_kept: dict[tuple[Any, ...], SafeString] = {}


@register.simple_tag(takes_context=True)
def shared_part(context: Context, name: str) -> SafeString:
    """
    {% shared_part "components/header.html" %}: render a part from what identifies the page's exercise alone.

    Such a part may use `exercise.slug`, `.short_title`, `.sponsor` and `.options` (whether there are any),
    `site_name`, `demo`, `space` and `here` (namespace and name of the page's URL), and nothing of the visitor.
    """
    exercise = context.get("exercise")
    match = getattr(context.get("request"), "resolver_match", None)
    shown = {
        "slug": getattr(exercise, "slug", ""),
        "short_title": getattr(exercise, "short_title", ""),
        "sponsor": str(getattr(exercise, "sponsor", "")),
        "options": bool(getattr(exercise, "options", ())),
    }
    site = (context.get("site_name", ""), bool(context.get("demo")))
    page = (match.namespace, match.url_name) if match else ("", "")
    key = (name, *shown.values(), *site, *page, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())
    kept = _kept.get(key)
    if kept is not None:
        return kept
    if len(_kept) >= LIMIT:
        _kept.clear()
    part = {"site_name": site[0], "demo": site[1], "space": page[0], "here": page[1]}
    html = SafeString(get_template(name).render({**part, "exercise": shown if exercise else None}))
    _kept[key] = html
    return html
