"""Controls with several inputs under one legend: radios, checkboxes, one checkbox, a date in three boxes."""

from collections.abc import Mapping
from typing import Any

from django.forms import BoundField
from django.utils.html import escape

from crispy_nhsuk.base import Control, render_all
from crispy_nhsuk.controls import flat_choices, slot_name
from crispy_nhsuk.skeleton import slot


class Choices(Control):
    """
    Radios or checkboxes, one per choice.

    `hints` and `dividers` are by the choice's value (a divider stands before it); `reveal` gives layout objects that
    show once the choice is made, and are always shown where there is no JavaScript.
    """

    template = "nhsuk/components/choices.html"
    kind = "radios"

    def __init__(
        self,
        name: str,
        *,
        inline: bool = False,
        small: bool = False,
        label_size: str = "m",
        hints: Mapping[str, str] | None = None,
        dividers: Mapping[str, str] | None = None,
        reveal: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(name, label_size=label_size, **options)
        self.inline = inline
        self.small = small
        self.hints = dict(hints or {})
        self.dividers = dict(dividers or {})
        self.reveal = {
            value: tuple(inner) if isinstance(inner, (list, tuple)) else (inner,)
            for value, inner in (reveal or {}).items()
        }

    def varying(self, bound: BoundField) -> tuple[Any, ...]:
        """The choices decide about the skeleton."""
        return flat_choices(bound.field.widget.choices)

    def values(self, bound: BoundField, context: Any) -> dict[str, str]:
        """Mark what was chosen, and render what hangs on a choice."""
        chosen = bound.field.widget.format_value(bound.value())
        values = {slot_name(value): " checked" for value in chosen}
        for value, inner in self.reveal.items():
            values[f"inner{slot_name(value)}"] = render_all(inner, bound.form, context)
            if value not in chosen:
                values[f"hidden{slot_name(value)}"] = f" nhsuk-{self.kind}__conditional--hidden"
        return values

    def control_id(self, bound: BoundField) -> str:
        """An error leads to the first choice."""
        return f"{super().control_id(bound)}_0"

    def static_context(self, bound: BoundField, has_error: bool, label: str, hint: str, extra: Any) -> dict[str, Any]:
        """Lay out the choices, each with a slot for its mark."""
        context = super().static_context(bound, has_error, label, hint, extra)
        group_id = super().control_id(bound)
        context["id"] = group_id
        context["described_by"] = " ".join(self.described_by(group_id, hint, has_error))
        context["kind"] = self.kind
        context["input_type"] = "radio" if self.kind == "radios" else "checkbox"
        context["choices"] = [
            {
                "id": f"{group_id}_{position}",
                "value": value,
                "text": text,
                "heading": group if position == 0 or extra[position - 1][2] != group else "",
                "hint": self.hints.get(value, ""),
                "divider": self.dividers.get(value, ""),
                "checked": slot(slot_name(value)),
                "reveals": value in self.reveal,
                "inner": slot(f"inner{slot_name(value)}"),
                "hidden": slot(f"hidden{slot_name(value)}"),
            }
            for position, (value, text, group) in enumerate(extra)
        ]
        return context


class Radios(Choices):
    """Choose one."""


class Checkboxes(Choices):
    """Choose any."""

    kind = "checkboxes"


class Checkbox(Control):
    """One box to tick for a yes-or-no field; its label stands beside the box."""

    template = "nhsuk/components/checkbox.html"
    slots = {"value": slot("value"), "checked": slot("checked")}

    def __init__(self, name: str, *, small: bool = False, **options: Any) -> None:
        super().__init__(name, **options)
        self.small = small

    def values(self, bound: BoundField, context: Any) -> dict[str, str]:
        """Ticked or not, as the widget sees it."""
        widget = bound.field.widget
        value = bound.value()
        sent = widget.format_value(value)
        return {
            "checked": " checked" if widget.check_test(value) else "",
            "value": escape(sent) if sent is not None else "on",
        }


class DateInput(Control):
    """A date in three boxes: day, month, year. The form field is a crispy_nhsuk.fields.DateField."""

    template = "nhsuk/components/date.html"
    slots = {"day": slot("day"), "month": slot("month"), "year": slot("year")}

    def __init__(self, name: str, *, label_size: str = "m", **options: Any) -> None:
        super().__init__(name, label_size=label_size, **options)

    def values(self, bound: BoundField, context: Any) -> dict[str, str]:
        """Show the three parts as they were typed."""
        parts = bound.field.widget.format_value(bound.value())
        return {part: escape(parts[part] or "") for part in ("day", "month", "year")}

    def control_id(self, bound: BoundField) -> str:
        """An error leads to the day."""
        return f"{super().control_id(bound)}_day"

    def static_context(self, bound: BoundField, has_error: bool, label: str, hint: str, extra: Any) -> dict[str, Any]:
        """Ids of hint and error hang on the group."""
        context = super().static_context(bound, has_error, label, hint, extra)
        group_id = super().control_id(bound)
        return {
            **context,
            "id": group_id,
            "described_by": " ".join(self.described_by(group_id, hint, has_error)),
            "parts": [
                {"name": part, "label": part.title(), "width": 4 if part == "year" else 2, "value": slot(part)}
                for part in ("day", "month", "year")
            ],
        }
