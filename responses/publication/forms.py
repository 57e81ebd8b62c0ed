"""Forms: what the public's list is limited to, and when responses are published."""

from __future__ import annotations

from typing import Any

from django import forms

from crispy_nhsuk.helper import NHSUKHelper
from crispy_nhsuk.layout import Button, Hidden, Layout, Radios, Select, Text, Textarea
from engagement.models import Exercise
from engagement.shapes import EditionContent
from engagement.staff_forms import ReasonForm
from responses.publication.listing import Filters
from responses.publication.models import Publishing
from responses.submission.models import Response

SEARCH_LIMIT = 100
KINDS = [
    ("", "Anybody"),
    (Response.Kind.ORGANISATION, "Organisations and groups"),
    (Response.Kind.INDIVIDUAL, "Individuals"),
    (Response.Kind.MEETING, "Meetings"),
]


class ListForm(forms.Form):
    """What the list is limited to. An address with a value unknown here is read as if it were not there."""

    search = forms.CharField(required=False, label="Words, name or number")
    kind = forms.ChoiceField(choices=KINDS, required=False, label="Who answered")
    type = forms.ChoiceField(required=False, label="Type of organisation")
    question = forms.ChoiceField(required=False, label="Answered")
    option = forms.ChoiceField(required=False, label="About")
    use_required_attribute = False

    def __init__(self, data: Any, *, content: EditionContent) -> None:
        super().__init__(data)
        self.content = content
        types = content.categories.get("organisation_type", ())
        self._offer("type", "Any type", [(str(one.id), one.label) for one in types])
        self._offer("question", "Any question", [(str(one.number), _named(one)) for one in content.questions])
        options = [(str(one.number), f"Option {one.number}: {one.title}") for one in content.options]
        self._offer("option", "Any option", options)
        shown = [name for name in ("type", "question", "option") if name in self.fields]
        self.helper = NHSUKHelper(
            Text("search", attrs={"type": "search"}),
            Select("kind"),
            *(Select(name) for name in shown),
            Button("Show", kind="secondary"),
            error_summary=False,
        )

    def _offer(self, name: str, anything: str, choices: list[tuple[str, str]]) -> None:
        if choices:
            self.fields[name].choices = [("", anything), *choices]  # type: ignore[attr-defined]
        else:
            del self.fields[name]

    @property
    def filters(self) -> Filters:
        self.is_valid()
        chosen = self.cleaned_data
        return Filters(
            search=" ".join(chosen.get("search", "").split())[:SEARCH_LIMIT],
            kind=chosen.get("kind", ""),
            organisation_type=int(chosen.get("type") or 0),
            items=self._items(chosen.get("question", ""), chosen.get("option", "")),
        )

    def _items(self, question: str, option: str) -> tuple[int, ...]:
        """Return the items that belong to a question and an option; none where neither was chosen."""
        if not question and not option:
            return ()
        found = [
            item.id
            for one in self.content.questions
            if not question or str(one.number) == question
            for part in one.parts
            for item in part.items
            if not option or (item.option and str(item.option.number) == option)
        ]
        return tuple(found) or (0,)  # a question that is not about options has no item of any


def _named(question: Any) -> str:
    title = question.title if len(question.title) <= 80 else f"{question.title[:79].rpartition(' ')[0]}…"
    return f"Question {question.number}: {title}"


class PublishingForm(ReasonForm):
    """When responses are published, and why."""

    when = forms.ChoiceField(
        label="When may everybody read the responses?",
        choices=Publishing.When.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select when the responses may be read"},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, exercise: Exercise, now: str, **kwargs: Any) -> None:
        kwargs["initial"] = {"when": now, "seen": now}
        super().__init__(*args, **kwargs)
        self.now = now
        self.helper = NHSUKHelper()
        self.helper.layout = Layout(
            Hidden("seen"),
            Radios(
                "when",
                hints={
                    "never": "The public sees none of them. Numbers that were given stay reserved",
                    "after": "From the end of the grace period, so that nobody answers under the eyes of the others",
                    "rolling": "Each within minutes of being accepted, while others still answer",
                },
            ),
            Textarea("reason", rows=3),
            Button("Continue"),
        )

    def clean_seen(self) -> str:
        """Return the setting that the person saw; today's if the form says nothing that can be read."""
        seen: str = self.cleaned_data["seen"]
        return seen if seen in Publishing.When.values else self.now
