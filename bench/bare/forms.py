"""Plain forms: the site's own fields, and a form of twenty for the submission."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

from django import forms

SUBMITTED_FIELDS = 20


@cache
def page_forms() -> dict[str, type[forms.Form]]:
    """Return a plain form per page of the survey, with the same fields: kinds, labels, hints and choices."""
    described = json.loads(Path(os.environ["BENCH_PAGES"]).read_text())
    return {
        key: type("PageForm", (forms.Form,), {entry["name"]: _field(entry) for entry in fields})
        for key, fields in described.items()
    }


def _field(entry: dict[str, Any]) -> forms.Field:
    words = {"label": entry["label"], "help_text": entry["help_text"], "required": False}
    if entry["choices"]:
        widget = forms.Select if entry["is_list"] else forms.RadioSelect
        return forms.ChoiceField(choices=entry["choices"], widget=widget, **words)
    return forms.CharField(widget=forms.Textarea, max_length=entry["limit"], **words)


SubmittedForm = type(
    "SubmittedForm",
    (forms.Form,),
    {f"answer-{number}": forms.CharField(max_length=20_000, required=False) for number in range(SUBMITTED_FIELDS)},
)
