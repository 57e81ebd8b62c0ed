"""Which control suits a field that the layout only names."""

from functools import lru_cache

from django import forms

from crispy_nhsuk.base import Control
from crispy_nhsuk.choices import Checkbox, Checkboxes, DateInput, Radios
from crispy_nhsuk.controls import FileInput, Generic, Hidden, Select, Text, Textarea
from crispy_nhsuk.fields import DatePartsWidget

# The first that fits; subclasses stand before what they are made from.
_KINDS: tuple[tuple[type[forms.Widget], type[Control]], ...] = (
    (forms.MultipleHiddenInput, Generic),
    (forms.HiddenInput, Hidden),
    (forms.CheckboxSelectMultiple, Checkboxes),
    (forms.RadioSelect, Radios),
    (forms.CheckboxInput, Checkbox),
    (forms.ClearableFileInput, Generic),
    (forms.FileInput, FileInput),
    (DatePartsWidget, DateInput),
    (forms.Select, Select),
    (forms.Textarea, Textarea),
    (forms.widgets.Input, Text),
)


@lru_cache(maxsize=512)
def _control(name: str, widget: type[forms.Widget]) -> Control:
    for kind, control in _KINDS:
        if issubclass(widget, kind):
            return control(name, label_size="s") if control in (Radios, Checkboxes, DateInput) else control(name)
    return Generic(name)


def control_for(form: forms.BaseForm, name: str) -> Control:
    """Return the shared control for this field of this form."""
    return _control(name, type(form.fields[name].widget))
