"""Tags for pages that place parts of a form themselves."""

from typing import Any

from django import template
from django.forms import BoundField
from django.template.context import Context
from django.utils.safestring import SafeString

from crispy_nhsuk.automatic import control_for
from crispy_nhsuk.summary import error_summary as summary_of

register = template.Library()


@register.simple_tag
def error_summary(*forms: Any) -> SafeString:
    """{% error_summary form other_form %}: one list of all errors, to stand above the page's heading."""
    return summary_of(*(form for form in forms if form))


@register.simple_tag(takes_context=True)
def nhsuk_field(context: Context, bound: BoundField, **options: Any) -> SafeString:
    """{% nhsuk_field form.email width=20 %}: one field with label, hint and error."""
    return control_for(bound.form, bound.name, **options).render_bound(bound, context)


@register.filter
def error_prefix(form: Any) -> str:
    """{{ form|error_prefix }}: "Error: " for the page's title where the form has errors."""
    return "Error: " if getattr(form, "errors", None) else ""


@register.filter
def humanize_number(number: int) -> str:
    """{{ 20000|humanize_number }}: 20,000."""
    return f"{number:,}"


@register.filter
def is_long(value: str) -> bool:
    """{% if value|is_long %}: text that a person wrote and may want to see, rather than a choice or a token."""
    return len(value) > 60 or "\n" in value
