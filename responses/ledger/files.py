"""The files that came with what stands in the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from responses.intake.mail.models import FurtherAnswer
from responses.intake.models import Original
from responses.ledger.entries import Entry


def hashes(entries: Sequence[Entry]) -> dict[tuple[str, int], list[str]]:
    """Return the hashes of the files that came with entries; four queries."""
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for entry in entries:
        if entry.sort in {"message", "import"}:
            found[entry.sort, entry.row.pk].append(entry.row.original.sha256)
    for sort in ("response", "draft"):
        ids = [entry.row.pk for entry in entries if entry.sort == sort]
        files = Original.objects.filter(**{f"{sort}__in": ids}) if ids else Original.objects.none()
        for pk, digest in files.order_by("pk").values_list(f"{sort}_id", "sha256"):
            found[sort, pk].append(digest)
        shared = FurtherAnswer.objects.filter(**{f"{sort}__in": ids}) if ids else FurtherAnswer.objects.none()
        for pk, digest in shared.values_list(f"{sort}_id", "message__original__sha256"):
            found[sort, pk].append(digest)
    return found
