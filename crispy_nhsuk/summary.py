"""The list of what went wrong, each entry leading to the place where it can be put right."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.forms import BaseForm, BoundField, Field
from django.forms.formsets import BaseFormSet
from django.template.loader import get_template
from django.utils.safestring import SafeString

from crispy_nhsuk.automatic import control_for


def first_control(bound: BoundField) -> str:
    """Return the id of the field's first control."""
    return control_for(bound.form, bound.name).control_id(bound)


def problems(form: BaseForm) -> list[dict[str, Any]]:
    """Return the form's errors in the order of its fields, those of the whole form first."""
    errors = form.errors
    found = [{"text": text, "href": ""} for text in form.non_field_errors()]
    told = Counter(text for name in form.fields for text in errors.get(name, ()))
    for name in form.fields:
        for text in errors.get(name, ()):
            bound = form[name]
            # "This field is required" says nothing in a list, and neither does what is said of several fields.
            vague = bound.is_hidden or told[text] > 1 or text == Field.default_error_messages["required"]
            href = "" if bound.is_hidden else f"#{first_control(bound)}"
            found.append({"text": f"{bound.label}: {text}" if vague else text, "href": href})
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
    html = get_template("nhsuk/components/error_summary.html").render({"problems": found, "title": title})
    return SafeString(html)
