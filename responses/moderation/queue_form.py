"""What the queue is limited to, as a form."""

from __future__ import annotations

from typing import Any

from django import forms

from crispy_nhsuk.layout import Button, NHSUKHelper, Select, Text
from engagement.shapes import EditionContent
from responses.moderation.queue import Filters, Standing
from responses.submission.models import Response

ANY = [("", "Any")]
YES_NO = [("yes", "Yes"), ("no", "No")]
STANDINGS = [
    *Standing.choices,
    ("for_me", "For you to agree"),
    ("appeal", "Appeal waiting"),
    ("replaced", "Replaced"),
    ("withdrawn", "Withdrawn"),
]
COPIES = [
    ("adds", "Adds words of its own to a campaign"),
    ("exact", "The words of a campaign, nothing else"),
    ("any", "Copies of any kind"),
]
SEARCH_LIMIT = 100


class FilterForm(forms.Form):
    """What the queue is limited to. An address with a value unknown here is read as if it were not there."""

    standing = forms.ChoiceField(choices=[("all", "Any"), *STANDINGS], required=False, label="Standing")
    search = forms.CharField(required=False, label="Words, organisation or reference")
    channel = forms.ChoiceField(choices=[*ANY, *Response.Channel.choices], required=False, label="Channel")
    kind = forms.ChoiceField(choices=[*ANY, *Response.Kind.choices], required=False, label="Who")
    timing = forms.ChoiceField(choices=[*ANY, *Response.Timing.choices], required=False, label="Timing")
    part = forms.ChoiceField(choices=ANY, required=False, label="Answered")
    words = forms.ChoiceField(choices=[*ANY, *YES_NO], required=False, label="Has free text")
    confirmed = forms.ChoiceField(choices=[*ANY, *YES_NO], required=False, label="Organisation confirmed")
    suspicion = forms.ChoiceField(choices=[*ANY, *YES_NO], required=False, label="Signs of a machine")
    copies = forms.ChoiceField(choices=[*ANY, *COPIES], required=False, label="Campaigns")
    order = forms.ChoiceField(choices=[("", "Oldest first"), ("newest", "Newest first")], required=False, label="Order")
    helper = NHSUKHelper(
        Text("search", attrs={"type": "search"}),
        Select("standing"),
        Select("channel"),
        Select("kind"),
        Select("timing"),
        Select("part"),
        Select("words"),
        Select("confirmed"),
        Select("suspicion"),
        Select("copies"),
        Select("order"),
        Button("Show", kind="secondary"),
        error_summary=False,
    )
    use_required_attribute = False

    def __init__(self, data: Any, *, content: EditionContent | None) -> None:
        super().__init__(data)
        self.content = content
        parts = content.parts if content else ()
        self.fields["part"].choices = [*ANY, *((str(part.id), part.title) for part in parts)]  # type: ignore[attr-defined]

    @property
    def filters(self) -> Filters:
        """Return the filters; a queue that is opened without any shows what waits for moderation."""
        self.is_valid()
        chosen = self.cleaned_data
        part = next(
            (part for part in (self.content.parts if self.content else ()) if str(part.id) == chosen.get("part")), None
        )
        standing = chosen.get("standing") or Standing.UNMODERATED
        names = ("channel", "kind", "timing", "suspicion", "confirmed", "words", "copies")
        return Filters(
            standing="" if standing == "all" else standing,
            search=chosen.get("search", "")[:SEARCH_LIMIT],
            items=tuple(item.id for item in part.items) if part else (),
            newest_first=chosen.get("order") == "newest",
            **{name: chosen.get(name, "") for name in names},
        )
