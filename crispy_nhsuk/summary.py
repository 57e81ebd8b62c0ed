"""The list of what went wrong, each entry leading to the place where it can be put right."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm, BoundField
from django.forms.formsets import BaseFormSet
from django.template.loader import get_template
from django.utils.safestring import SafeString

from crispy_nhsuk.automatic import control_for


def first_control(bound: BoundField) -> str:
    """Return the id of the field's first control."""
    return control_for(bound.form, bound.name).control_id(bound)


def problems(form: BaseForm) -> list[dict[str, Any]]:
    """Return the form's errors in the order of its fields, those of the whole form first."""
    found = [{"text": text, "href": ""} for text in form.non_field_errors()]
    errors = form.errors
    for name in form.fields:
        if name in errors:
            bound = form[name]
            href = "" if bound.is_hidden else f"#{first_control(bound)}"
            prefix = f"{bound.label}: " if bound.is_hidden else ""
            found.extend({"text": f"{prefix}{text}" if prefix else text, "href": href} for text in errors[name])
    return found


def error_summary(*forms: BaseForm | BaseFormSet[Any], title: str = "There is a problem") -> SafeString:
    """Return one summary for all given forms and formsets, or nothing where there is no error."""
    found: list[dict[str, Any]] = []
    for form in forms:
        if isinstance(form, BaseFormSet):
            found.extend({"text": text, "href": ""} for text in form.non_form_errors())
            for each in form.forms:
                found.extend(problems(each))
        else:
            found.extend(problems(form))
    if not found:
        return SafeString("")
    return get_template("nhsuk/components/error_summary.html").render({"problems": found, "title": title})
