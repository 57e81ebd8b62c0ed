"""Lists of stakeholders as files that spreadsheets open and the import reads back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from django.http import HttpResponse

from common.caching import NOWHERE
from common.text import xml_safe
from engagement import wording
from engagement.models import Exercise
from responses.register.inviting import reads as invitations
from responses.register.models import StakeholderQuerySet

FORMULA = ("=", "+", "-", "@", "\t", "\r")
HEADINGS = ("Name", "Type", "Areas", "Other names", "Contact", "Email", "Role", "Notes")
BETWEEN = "; "


def neutral(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    text = xml_safe(text)
    return f"'{text}" if text.startswith(FORMULA) else text


def as_file(rows: Iterable[Sequence[str]], name: str) -> HttpResponse:
    """Return rows as a CSV to be downloaded: UTF-8 with a mark that spreadsheets look for."""
    made = io.StringIO()
    made.write("\ufeff")
    writer = csv.writer(made, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": NOWHERE}
    headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return HttpResponse(made.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def register(rows: StakeholderQuerySet) -> Iterator[Sequence[str]]:
    """Return a line for each contact of each stakeholder, under headings that the import knows."""
    yield HEADINGS
    for one in rows.prefetch_related("areas", "names", "contacts").order_by("key", "id"):
        areas = BETWEEN.join(area.label for area in one.areas.all())
        aliases = BETWEEN.join(name.text for name in one.names.all() if name.is_alias)
        about = (one.name, one.type_label, areas, aliases)
        contacts = [
            [details.details.get(key, "") for key in ("name", "email", "role")] for details in one.contacts.all()
        ]
        for number, contact in enumerate(contacts or [["", "", ""]]):
            yield (*about, *contact, one.notes if number == 0 else "")


def unheard(exercise: Exercise) -> Iterator[Sequence[str]]:
    """Return a line for each stakeholder that is on the list and has not answered."""
    yield "Name", "Type", "Areas", "How far", "Invited", "Opened"
    rows = invitations.of_exercise(exercise, invitations.Filters(show="unanswered"))
    for one in rows.prefetch_related("stakeholder__areas").order_by("stakeholder__key", "id"):
        stakeholder = one.stakeholder
        areas = BETWEEN.join(area.label for area in stakeholder.areas.all())
        how_far = invitations.IN_WORDS[invitations.standing_of(one)]
        opened = wording.day(one.opened_at) if one.opened_at else ""
        yield stakeholder.name, stakeholder.type_label, areas, how_far, wording.day(one.invited_at), opened


def counts(made: invitations.Summary) -> Iterator[Sequence[str]]:
    """Return a line for each type and each place: how many were invited, opened the link and answered."""
    yield "By", "Which", "Invited", "Opened", "Answered", "Not heard from"
    for by, tallies in (("all", [made.total]), ("type", made.types), ("place", made.places)):
        for one in tallies:
            yield by, one.label, *map(str, (one.invited, one.opened, one.answered, one.unheard))
