"""Pages of lists that run in the order of stakeholders' names, by key and never by offset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import QueryDict

Row = TypeVar("Row", bound=Model)
PAGE = 50


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows, and the ids to go on from."""

    rows: list[Row]
    before: int | None
    after: int | None


def page(rows: QuerySet[Row], *, by: str = "key", after: str = "", before: str = "", size: int = PAGE) -> Page[Row]:
    """Return one page, on from a row or back from one; `by` leads to the stakeholder's key."""
    place = _place(rows, by, before or after)
    backwards = bool(before) and place is not None
    found = rows.order_by(f"-{by}", "-id") if backwards else rows.order_by(by, "id")
    if place is not None:
        found = found.filter(_beyond(by, *place, backwards=backwards))
    listed = list(found[: size + 1])
    more, listed = len(listed) > size, listed[:size]
    if backwards:
        listed.reverse()
        return Page(listed, before=listed[0].pk if more else None, after=listed[-1].pk if listed else None)
    came_from = place is not None and bool(listed)
    return Page(listed, before=listed[0].pk if came_from else None, after=listed[-1].pk if more else None)


def place_in(query: QueryDict) -> dict[str, Any]:
    """Return the place that an address asks to go on from."""
    return {name: query.get(name, "") for name in ("after", "before")}


def moved(query: QueryDict, **keys: int | None) -> str:
    """Return an address with another place to go on from, or nothing where there is none."""
    if not all(keys.values()):
        return ""
    query = query.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    query.update({name: str(key) for name, key in keys.items()})
    return f"?{query.urlencode()}"


def _beyond(by: str, key: str, pk: int, *, backwards: bool) -> Q:
    side = "lt" if backwards else "gt"
    return Q(**{f"{by}__{side}": key}) | Q(**{by: key, f"id__{side}": pk})


def _place(rows: QuerySet[Row], by: str, said: str) -> tuple[Any, int] | None:
    """Return where a row stands in the order, whether or not the filters let it through."""
    if not (said.isascii() and said.isdigit() and len(said) < 19):
        return None
    return rows.model._default_manager.filter(pk=int(said)).values_list(by, "pk").first()
