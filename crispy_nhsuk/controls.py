"""Controls with one label: text, textarea, select, file, hidden."""

from typing import Any, ClassVar

from django.forms import BoundField, ClearableFileInput, Widget
from django.utils.html import format_html
from django.utils.safestring import SafeString

from crispy_nhsuk.base import DROPPED_ATTRIBUTES, Control
from crispy_nhsuk.skeleton import slot


class Text(Control):
    """One line of text: a name, an email address, a number, a password. `width` in characters: 2 to 5, 10, 20 or 30."""

    template = "nhsuk/components/text.html"

    def __init__(
        self,
        name: str,
        *,
        width: int | None = None,
        prefix: str = "",
        suffix: str = "",
        **options: Any,
    ) -> None:
        super().__init__(name, **options)
        self.width = width
        self.prefix = prefix
        self.suffix = suffix

    def varying(self, bound: BoundField) -> str:
        """Two forms may give the same name different kinds of input."""
        return str(getattr(bound.field.widget, "input_type", None) or "text")

    def values(self, bound: BoundField, context: Any) -> dict[str, str]:
        """Never send a password back."""
        if getattr(bound.field.widget, "render_value", True) is False:
            return {"value": ""}
        return super().values(bound, context)

    def static_context(self, bound: BoundField, has_error: bool, label: str, hint: str, extra: Any) -> dict[str, Any]:
        """Numbers are typed into a text box with a number pad: spinners change values by accident."""
        context = super().static_context(bound, has_error, label, hint, extra)
        if extra == "number":
            step = str(bound.field.widget.attrs.get("step", "1"))
            context |= {"type": "text", "inputmode": "numeric" if step.isdigit() else "decimal"}
        else:
            context["type"] = extra
        return context

    def flat_attributes(self, widget: Widget, without: frozenset[str] = DROPPED_ATTRIBUTES) -> SafeString:
        """Leave out what only a number input understands."""
        if getattr(widget, "input_type", "") == "number":
            without |= {"min", "max", "step"}
        return super().flat_attributes(widget, without)


class Textarea(Control):
    """
    Several lines of text; with `max_length` a character count.

    Characters are Unicode code points, a line end is one, as Python counts after CRLF became LF.
    """

    template = "nhsuk/components/textarea.html"

    def __init__(self, name: str, *, rows: int = 8, max_length: int | None = None, **options: Any) -> None:
        super().__init__(name, **options)
        self.rows = rows
        self.max_length = max_length

    def flat_attributes(self, widget: Widget, without: frozenset[str] = DROPPED_ATTRIBUTES) -> SafeString:
        """The size of the box is the layout's to say."""
        return super().flat_attributes(widget, without | {"rows", "cols"})

    def described_by(self, control_id: str, hint: str, has_error: bool) -> list[str]:
        """The limit explains the box too."""
        ids = super().described_by(control_id, hint, has_error)
        return [*ids, f"{control_id}-count"] if self.max_length else ids


class FileInput(Control):
    """A file to send. The form around it needs enctype="multipart/form-data"."""

    template = "nhsuk/components/file.html"
    slots: ClassVar[dict[str, SafeString]] = {"current": slot("current")}

    def values(self, bound: BoundField, context: Any) -> dict[str, str]:
        """Name the file that is there already; a browser never takes one from a page."""
        widget, value = bound.field.widget, bound.value()
        if not isinstance(widget, ClearableFileInput) or not widget.is_initial(value):
            return {}
        current = format_html(
            '<p class="nhsuk-body-s">{}: <a href="{}">{}</a></p>', widget.initial_text, value.url, value
        )
        if bound.field.required:
            return {"current": current}
        name = widget.clear_checkbox_name(bound.html_name)
        box = (
            '<div class="nhsuk-checkboxes nhsuk-checkboxes--small"><div class="nhsuk-checkboxes__item">'
            '<input class="nhsuk-checkboxes__input" id="{0}" name="{0}" type="checkbox">'
            '<label class="nhsuk-label nhsuk-checkboxes__label" for="{0}">{1}</label></div></div>'
        )
        return {"current": current + format_html(box, name, widget.clear_checkbox_label)}


class Select(Control):
    """A list to choose one from; for many choices only, radios are easier to use."""

    template = "nhsuk/components/select.html"

    def varying(self, bound: BoundField) -> tuple[Any, ...]:
        """The choices, group by group."""
        return flat_choices(bound.field.widget.choices)

    def values(self, bound: BoundField, context: Any) -> dict[str, str]:
        """Mark what was chosen."""
        return {slot_name(value): " selected" for value in bound.field.widget.format_value(bound.value())}

    def static_context(self, bound: BoundField, has_error: bool, label: str, hint: str, extra: Any) -> dict[str, Any]:
        """Lay out the choices with a slot for the mark of each."""
        context = super().static_context(bound, has_error, label, hint, extra)
        groups: list[tuple[str, list[dict[str, Any]]]] = []
        for value, text, group in extra:
            if not groups or groups[-1][0] != group:
                groups.append((group, []))
            groups[-1][1].append({"value": value, "text": text, "selected": slot(slot_name(value))})
        context["groups"] = groups
        context["multiple"] = getattr(bound.field.widget, "allow_multiple_selected", False)
        return context


class Hidden(Control):
    """A hidden field of the form."""

    template = "nhsuk/components/hidden.html"


class Generic(Control):
    """Any widget of which the pack knows nothing: its own HTML inside our label, hint and error."""

    template = "nhsuk/components/generic.html"
    slots: ClassVar[dict[str, SafeString]] = {"widget": slot("widget")}

    def values(self, bound: BoundField, context: Any) -> dict[str, str]:
        """Let the widget draw itself."""
        hint = bound.field.help_text if self.hint is None else self.hint
        has_error = bound.form.is_bound and bound.name in bound.form.errors
        ids = self.described_by(self.control_id(bound), str(hint), has_error)
        attrs = {**self.attrs, **({"aria-describedby": " ".join(ids)} if ids else {})}
        return {"widget": bound.as_widget(attrs=attrs)}

    def control_id(self, bound: BoundField) -> str:
        """A widget of several inputs knows its first."""
        suffix = "_0" if hasattr(bound.field.widget, "widgets") else ""
        return str(bound.id_for_label or super().control_id(bound) + suffix)


class Raw(Generic):
    """Several hidden inputs: the widget alone."""

    template = "nhsuk/components/raw.html"


def slot_name(value: str) -> str:
    """Name the slot of a choice; a bracket in its value would end the marker."""
    return "=" + value.replace("]", "\0")


def flat_choices(choices: Any, group: str = "") -> tuple[tuple[str, str, str], ...]:
    """Return (value, text, group) of each choice as plain texts."""
    flat: list[tuple[str, str, str]] = []
    for value, text in choices:
        if isinstance(text, (list, tuple)):
            flat.extend(flat_choices(text, str(value)))
        else:
            flat.append(("" if value is None else str(value), str(text), group))
    return tuple(flat)
