"""The links of the staff header. Each app adds its own pages when it starts; a person sees those of their roles."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Role
from accounts.permissions import EVERYONE, all_roles


@dataclass(frozen=True)
class Entry:
    """One page: of the whole site, or of the exercise whose pages one is on."""

    label: str
    url_name: str
    roles: frozenset[Role]
    order: int
    of_exercise: bool


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    current: bool


_entries: dict[str, Entry] = {}


def register(
    label: str, url_name: str, *, roles: Collection[Role] = EVERYONE, order: int = 100, of_exercise: bool = False
) -> None:
    """Add a page to the staff header for those who hold a role; its address takes an exercise's slug or nothing."""
    _entries[url_name] = Entry(label, url_name, frozenset(roles), order, of_exercise)


def links_for(request: HttpRequest, *, slug: str | None = None, path: str = "") -> list[Link]:
    """Return the links a signed-in person sees, the one they are under marked as current.

    A page outside the staff's addresses names the exercise it is about and the staff page it belongs under.
    """
    held = frozenset().union(*all_roles(request.user).values())
    slug, path = slug or _exercise_of(request), path or request.path
    shown = [
        (entry, reverse(entry.url_name, args=[slug] if entry.of_exercise else []))
        for entry in sorted(_entries.values(), key=lambda entry: entry.order)
        if entry.roles & held and (slug or not entry.of_exercise)
    ]
    # On the pages of an exercise only its own links can be the current one.
    over = [url for entry, url in shown if path.startswith(url) and entry.of_exercise == bool(slug)]
    under = max(over, key=len, default=None)
    return [Link(entry.label, url, url == under) for entry, url in shown]


def _exercise_of(request: HttpRequest) -> str | None:
    """Return the slug of the exercise whose staff page this is; slugs of other things do not count."""
    match = request.resolver_match
    rooms = {entry.url_name.partition(":")[0] for entry in _entries.values() if entry.of_exercise}
    return match.kwargs.get("slug") if match and match.namespace in rooms else None
