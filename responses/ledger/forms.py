"""Forms of the ledger: what it is limited to, and what it is taken out for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django import forms

from accounts.models import User
from common.reasons import ReasonField
from crispy_nhsuk.helper import NHSUKHelper
from crispy_nhsuk.layout import Button, Layout, Radios, Select, Text, Textarea
from engagement.models import Exercise
from engagement.phases import start_of_day
from responses.ledger.models import Export
from responses.submission.models import Response

ANY = [("", "Any")]
SORTS = [
    ("", "Everything"),
    ("response", "Responses"),
    ("message", "Emails not keyed in"),
    ("draft", "Being keyed in, or discarded"),
    ("import", "Spreadsheets"),
]
STANDINGS = [*ANY, *Response.Standing.choices, ("replaced", "Replaced"), ("withdrawn", "Withdrawn")]
SEARCH_LIMIT = 80


@dataclass(frozen=True)
class Filters:
    """What the ledger is limited to; empty means everything."""

    sort: str = ""
    search: str = ""
    channel: str = ""
    standing: str = ""
    timing: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    original: str = ""
    person: int = 0

    @property
    def noted(self) -> dict[str, Any]:
        """Return them as they are kept on record with an export."""
        return {
            name: value.isoformat() if isinstance(value, dt.datetime) else value
            for name, value in asdict(self).items()
            if value
        }


class LedgerForm(forms.Form):
    """What the ledger is limited to. An address with a value unknown here is read as if it were not there."""

    search = forms.CharField(required=False, label="Reference, or the beginning of a file’s SHA-256")
    sort = forms.ChoiceField(choices=SORTS, required=False, label="What came in")
    channel = forms.ChoiceField(choices=[*ANY, *Response.Channel.choices], required=False, label="Channel")
    standing = forms.ChoiceField(choices=STANDINGS, required=False, label="Standing")
    timing = forms.ChoiceField(choices=[*ANY, *Response.Timing.choices], required=False, label="Timing")
    since = forms.DateField(required=False, label="Received from")
    until = forms.DateField(required=False, label="Received up to")
    original = forms.ChoiceField(choices=[*ANY, ("yes", "Yes"), ("no", "No")], required=False, label="Has an original")
    person = forms.TypedChoiceField(coerce=int, required=False, label="Keyed in or acted on by")
    helper = NHSUKHelper(
        Text("search", attrs={"type": "search"}),
        Select("sort"),
        Select("channel"),
        Select("standing"),
        Select("timing"),
        Text("since", attrs={"type": "date"}),
        Text("until", attrs={"type": "date"}),
        Select("original"),
        Select("person"),
        Button("Show", kind="secondary"),
        error_summary=False,
    )
    use_required_attribute = False

    def __init__(self, data: Any, *, exercise: Exercise, people: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(data)
        self.people = people or _people_of(exercise)
        self.fields["person"].choices = [("", "Anybody"), *self.people]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, str]:
        """Return what was asked for, without what is unknown, for addresses and for the form to show."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}

    @property
    def filters(self) -> Filters:
        self.is_valid()
        said = self.cleaned_data
        since, until = said.get("since"), said.get("until")
        return Filters(
            search=" ".join(said.get("search", "").split())[:SEARCH_LIMIT],
            since=start_of_day(since) if since else None,
            until=start_of_day(until + dt.timedelta(days=1)) if until and until < dt.date.max else None,
            person=said.get("person") or 0,
            **{name: said.get(name, "") for name in ("sort", "channel", "standing", "timing", "original")},
        )


def _people_of(exercise: Exercise) -> list[tuple[str, str]]:
    """Return who works or worked for the organisation."""
    people = User.objects.filter(memberships__organisation=exercise.organisation_id).distinct()
    return [(str(one.pk), str(one)) for one in people.order_by("name", "pk")]


class ExportForm(forms.Form):
    """In which form the ledger is taken out, and what for."""

    kind = forms.ChoiceField(
        label="File",
        choices=[(Export.Kind.CSV, "CSV"), (Export.Kind.XLSX, "Excel")],
        widget=forms.RadioSelect,
        initial=Export.Kind.CSV,
        error_messages={"required": "Select a kind of file"},
    )
    reason = ReasonField(
        max_length=500,
        label="What for?",
        help_text="For example the number of the request. Kept on record with your name",
    )
    use_required_attribute = False
    helper = NHSUKHelper(error_summary=False)
    helper.layout = Layout(Radios("kind", inline=True), Textarea("reason", rows=2), Button("Make the file"))


class FileForm(forms.Form):
    """What the whole file on one response is taken out for."""

    reason = ReasonField(
        max_length=500,
        label="What for?",
        help_text="For example the number of the complaint. Kept on record with your name",
    )
    use_required_attribute = False
    helper = NHSUKHelper(error_summary=False)
    helper.layout = Layout(Textarea("reason", rows=2), Button("Make the file"))
