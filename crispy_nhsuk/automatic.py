"""Which control suits a field that the layout only names."""

from functools import lru_cache
from typing import Any

from django import forms

from crispy_nhsuk.base import Control
from crispy_nhsuk.choices import Checkbox, Checkboxes, DateInput, Radios
from crispy_nhsuk.controls import FileInput, Generic, Hidden, Raw, Select, Text, Textarea
from crispy_nhsuk.fields import DatePartsWidget

# The first that fits; subclasses stand before what they are made from.
_KINDS: tuple[tuple[type[forms.Widget], type[Control]], ...] = (
    (forms.MultipleHiddenInput, Raw),
    (forms.HiddenInput, Hidden),
    (forms.CheckboxSelectMultiple, Checkboxes),
    (forms.RadioSelect, Radios),
    (forms.CheckboxInput, Checkbox),
    (forms.FileInput, FileInput),
    (DatePartsWidget, DateInput),
    (forms.Select, Select),
    (forms.Textarea, Textarea),
    (forms.widgets.Input, Text),
)


_TAKES = {
    Text: {"prefix", "suffix", "width"},
    Radios: {"inline", "small"},
    Checkboxes: {"inline", "small"},
    Textarea: {"rows", "max_length"},
}


@lru_cache(maxsize=512)
def _control(name: str, widget: type[forms.Widget], options: tuple[tuple[str, Any], ...]) -> Control:
    kind = next((control for base, control in _KINDS if issubclass(widget, base)), Generic)
    taken = {option: value for option, value in options if option in _TAKES.get(kind, ())}
    if kind in (Radios, Checkboxes, DateInput):
        taken["label_size"] = "s"
    return kind(name, **taken)


def control_for(form: forms.BaseForm, name: str, **options: Any) -> Control:
    """Return the shared control for this field of this form; options that its kind does not know are ignored."""
    widget: Any = type(form.fields[name].widget)
    return _control(name, widget, tuple(sorted(options.items())))
