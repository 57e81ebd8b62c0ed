"""A page with every kind of field and every component, to look at while building."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from crispy_nhsuk.fields import DateField
from crispy_nhsuk.layout import (
    HTML,
    Button,
    ButtonGroup,
    Checkbox,
    Checkboxes,
    DateInput,
    Details,
    Fieldset,
    FileInput,
    Hidden,
    NHSUKHelper,
    Radios,
    Select,
    Text,
    Textarea,
)

KINDS = [("person", "As an individual"), ("group", "For an organisation or group"), ("other", "Something else")]
JUDGEMENTS = [("right", "Right"), ("wrong", "Not right"), ("unsure", "Not sure")]
TYPES = [
    ("", "Choose one"),
    ("Public bodies", [("council", "Council"), ("trust", "NHS trust")]),
    ("charity", "Charity"),
]


class GalleryForm(forms.Form):
    """One field of each kind."""

    kind = forms.ChoiceField(label="Who are you answering as?", choices=KINDS, widget=forms.RadioSelect)
    organisation = forms.CharField(label="Name of the organisation", required=False)
    judgement = forms.ChoiceField(label="Is this factor right?", choices=JUDGEMENTS, widget=forms.RadioSelect)
    topics = forms.MultipleChoiceField(
        label="Which of these concern you?", help_text="Choose all that do", choices=JUDGEMENTS,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    type = forms.ChoiceField(label="Type of organisation", choices=TYPES)
    email = forms.EmailField(label="Email address", help_text="Only to send you a copy of your answer")
    visits = forms.IntegerField(label="How many meetings did you hold?")
    received = DateField(label="When did the letter arrive?", help_text="For example, 27 3 2021")
    advantages = forms.CharField(
        label="What are the advantages of this option?", help_text="Leave it empty if you see none",
        widget=forms.Textarea,
    )  # fmt: skip
    letter = forms.FileField(label="The letter as it came")
    speaks = forms.BooleanField(label="I may speak for this organisation", help_text="We may check this with you")
    address = forms.CharField(label="Where you work", required=False)
    campaign = forms.CharField(widget=forms.HiddenInput, required=False, initial="gallery")


HELPER = NHSUKHelper(
    Radios(
        "kind",
        label_size="l",
        hints={"group": "You will be published by name"},
        dividers={"other": "or"},
        reveal={"group": Text("organisation", width=20)},
    ),
    Radios("judgement", inline=True, small=True),
    Checkboxes("topics", small=True),
    Select("type", label_size="s"),
    Text("email", label_size="s", width=30, attrs={"autocomplete": "email", "spellcheck": "false"}),
    Text("visits", label_size="s", width=3, suffix="meetings"),
    DateInput("received", label_size="s"),
    Textarea("advantages", label_size="m", rows=6, max_length=200),
    FileInput("letter", label_size="s"),
    Fieldset("Your permission", Checkbox("speaks"), label_size="s"),
    Details("I work somewhere else", HTML("<p>Tell us where.</p>"), Text("address")),
    Hidden("campaign"),
    ButtonGroup(
        Button("Save and continue"),
        Button("Save and come back later", kind="secondary", name="later", value="1"),
        Button("Withdraw", kind="warning"),
    ),
)
HELPER.disable_csrf = True

EXAMPLES: dict[str, Any] = {
    "trail": [{"url": "#top", "label": "All exercises"}, {"url": "#top", "label": "Example exercise"}],
    "milestones": [
        {"label": "Engagement opens", "date": "1 March", "state": "done"},
        {"label": "People and organisations answer", "date": "Until 31 May", "text": "By any channel.", "state": "now"},
        {"label": "The steering group reads the report", "date": "July", "state": "ahead"},
    ],
    "tasks": [
        {"url": "#top", "label": "Who you are", "status": "Completed"},
        {"url": "#top", "label": "Functions", "hint": "Question 1", "status": "In progress", "colour": "white"},
        {"url": "#top", "label": "Factors", "hint": "Question 2", "status": "Not started", "colour": "blue"},
        {"label": "Check and submit", "status": "Cannot start yet", "colour": "grey"},
    ],
    "rows": [
        {"key": "Name", "value": "Example Parish Council", "url": "#top", "change": "the name"},
        {"key": "Advantages", "value": "", "url": "#top", "change": "the advantages of option 1"},
    ],
    "head": [{"label": "Place"}, {"label": "Areas"}, {"label": "Population", "number": True}],
    "cells": [["North", "Coast and villages", "213,400"], ["West", "Towns and fens", None]],
    "foot": ["All places", "", "213,400"],
    "populations": [
        {"label": "North", "value": 213400, "figure": "213,400", "place": 0},
        {"label": "West", "value": 174900, "figure": "174,900", "place": 1},
        {"label": "Central", "value": 98200, "figure": "98,200", "place": 2},
    ],
    "places": [(number, f"Place {number + 1}") for number in range(8)],
    "areas": [{"label": "Coast"}, {"label": "Mere", "changed": "elsewhere in option 2"}, {"label": "Fen"}],
    "figures": [
        {"number": "1,204", "label": "responses"},
        {"number": 37, "label": "waiting for moderation", "url": "#top"},
    ],
    "acts": [{"what": "Accepted", "who": "A. Moderator", "when": "3 May 2021 at 10:15", "why": "Read in full."}],
    "compare": [("Coast", [(0, "North"), (0, "North and West")]), ("Fen", [(1, "West"), (0, "North and West")])],
    "do": ["say what would change for you", "name the paragraph you mean"],
    "dont": ["send anybody's health records"],
}


def gallery(request: HttpRequest) -> HttpResponse:
    """Show empty, filled and wrong forms, and all components."""
    wrong = {
        "kind": "group",
        "email": "<b>not an address",
        "received_day": "31",
        "received_month": "2",
        "received_year": "2021",
        "advantages": "x" * 201,
        "visits": "many",
    }
    context: dict[str, Any] = {
        "empty_form": GalleryForm(auto_id="empty_%s"),
        "wrong_form": GalleryForm(wrong, auto_id="wrong_%s"),
        "helper": HELPER,
        **EXAMPLES,
    }
    return render(request, "components/gallery.html", context)
