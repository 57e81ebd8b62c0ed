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
    """One page that can be linked from anywhere, so its address takes no arguments."""

    label: str
    url_name: str
    roles: frozenset[Role]
    order: int


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    current: bool


_entries: dict[str, Entry] = {}


def register(label: str, url_name: str, *, roles: Collection[Role] = EVERYONE, order: int = 100) -> None:
    """Add a page to the staff header, for those who hold one of the roles."""
    _entries[url_name] = Entry(label, url_name, frozenset(roles), order)


def links_for(request: HttpRequest) -> list[Link]:
    """Return the links a signed-in person sees, the one they are under marked as current."""
    held = frozenset().union(*all_roles(request.user).values())
    seen = [entry for entry in sorted(_entries.values(), key=lambda entry: entry.order) if entry.roles & held]
    addresses = [(entry.label, reverse(entry.url_name)) for entry in seen]
    under = max((url for _, url in addresses if request.path.startswith(url)), key=len, default=None)
    return [Link(label, url, url == under) for label, url in addresses]
