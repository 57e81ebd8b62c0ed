"""Everything that a layout is made of."""

from crispy_forms.layout import Layout

from crispy_nhsuk.blocks import HTML, Button, ButtonGroup, Details, Fieldset, Fold, Group
from crispy_nhsuk.choices import Checkbox, Checkboxes, DateInput, Radios
from crispy_nhsuk.controls import FileInput, Generic, Hidden, Select, Text, Textarea
from crispy_nhsuk.helper import NHSUKHelper

__all__ = [
    "HTML",
    "Button",
    "ButtonGroup",
    "Checkbox",
    "Checkboxes",
    "DateInput",
    "Details",
    "Fieldset",
    "FileInput",
    "Fold",
    "Generic",
    "Group",
    "Hidden",
    "Layout",
    "NHSUKHelper",
    "Radios",
    "Select",
    "Text",
    "Textarea",
]
