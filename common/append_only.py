"""
Records that are written once: the ORM refuses to change or delete them.

Whoever holds the database can still change it by SQL; the seals of the ledger are there to find that out. The one way
in which the application itself writes to such a row is the erasure of personal data: see common.permission.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, NoReturn, TypeVar

from django.db import models

from common.permission import erasing_now

M = TypeVar("M", bound=models.Model)
CHANGED = "This is a record of what was done. Write another one instead of changing it."
DELETED = "This is a record of what was done and is never deleted."


class AppendOnlyQuerySet(models.QuerySet[M]):
    """Rows can be added and read; erasure may blank what its model allows."""

    def update(self, **kwargs: Any) -> int:
        """Refuse, unless personal data is being erased and nothing else is touched."""
        erasable: Collection[str] = getattr(self.model, "ERASABLE", ())
        if not (erasing_now() and set(kwargs) <= set(erasable)):
            raise TypeError(CHANGED)
        return super().update(**kwargs)

    def bulk_update(self, objs: Iterable[M], fields: Iterable[str], batch_size: int | None = None) -> NoReturn:
        """Refuse."""
        raise TypeError(CHANGED)

    def delete(self) -> NoReturn:
        """Refuse."""
        raise TypeError(DELETED)

    def _raw_delete(self, using: str | None) -> NoReturn:
        """Refuse what a deletion of something else would take along."""
        raise TypeError(DELETED)

    update.alters_data = True  # type: ignore[attr-defined]


AppendOnlyManager = models.Manager.from_queryset(AppendOnlyQuerySet)


class AppendOnly(models.Model):
    """A row that is written once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new row; changing one that is written is refused."""
        if not self._state.adding:
            raise TypeError(CHANGED)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise TypeError(DELETED)
