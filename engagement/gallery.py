"""A page with every kind of field and every component, for staff who build pages to look at."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

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


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show an empty and a wrong form, and all components."""
    wrong = {
        "kind": "group",
        "email": "<b>not an address",
        "received_day": "31",
        "received_month": "2",
        "received_year": "2021",
        "advantages": "x" * 201,
        "visits": "many",
    }
    context = {
        "empty_form": GalleryForm(auto_id="empty_%s"),
        "wrong_form": GalleryForm(wrong, auto_id="wrong_%s"),
        "helper": HELPER,
    }
    return render(request, "components/gallery.html", context)
