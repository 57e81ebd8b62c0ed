"""Signing an organisation's answer off: who, in which role, on which day; said with the press that sends it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from common import clock
from crispy_nhsuk.fields import DateField
from crispy_nhsuk.layout import DateInput, Fieldset, NHSUKHelper, Text
from responses.drafts import sharing
from responses.drafts.access import OpenDraft
from responses.drafts.models import Draft
from responses.respondent_forms import LineField
from responses.submission.models import Response, Signature


class SignatureForm(forms.Form):
    """Needed where several people write the answer, so that it is plain who answers for it; else as one likes."""

    signed_by = LineField(label="Name of who signed it off", max_length=200, required=False)
    signed_role = LineField(
        label="Their role", help_text="For example: chair, chief executive", max_length=200, required=False
    )
    signed_on = DateField(label="Date of the sign-off", required=False)
    use_required_attribute = False

    def __init__(self, data: Any = None, *, needed: bool) -> None:
        super().__init__(data, auto_id="signature-%s")
        self.needed = needed
        legend = "Who signed the answer off" if needed else "Who signed the answer off (optional)"
        self.helper = NHSUKHelper(
            Fieldset(
                legend,
                Text("signed_by", width=20, attrs={"autocomplete": "off"}),
                Text("signed_role", width=20, attrs={"autocomplete": "off"}),
                DateInput("signed_on"),
            ),
            error_summary=False,
        )

    def clean_signed_on(self) -> dt.date | None:
        on: dt.date | None = self.cleaned_data["signed_on"]
        if on is not None and on > clock.today():
            raise forms.ValidationError("The date of the sign-off must be today or in the past")
        return on

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.needed or any(said.get(name) for name in self.fields):
            missing = {
                "signed_by": "Enter the name of who signed the answer off",
                "signed_role": "Enter the role of who signed the answer off",
                "signed_on": "Enter the date on which the answer was signed off",
            }
            for name, message in missing.items():
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, message)
        return said

    @property
    def is_signed(self) -> bool:
        return bool(self.is_valid() and self.cleaned_data["signed_by"])


def form_for(opened: OpenDraft, data: Any = None) -> SignatureForm | None:
    """Return the form of the sign-off; none for who answers as an individual or keys in what came."""
    draft = opened.draft
    if draft.origin == Draft.Origin.KEYED or draft.who.get("kind") != Response.Kind.ORGANISATION:
        return None
    return SignatureForm(data, needed=sharing.is_shared(draft))


def record(form: SignatureForm, response: Response) -> None:
    """Keep the sign-off with the response, in the transaction that writes it."""
    said = form.cleaned_data
    Signature.objects.create(
        response=response, name=said["signed_by"], role=said["signed_role"], signed_on=said["signed_on"]
    )
