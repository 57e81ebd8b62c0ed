"""A date field in three boxes, as the NHS design system asks dates."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms


class DatePartsWidget(forms.Widget):
    """Three text boxes named <name>_day, <name>_month and <name>_year."""

    template_name = "nhsuk/widgets/date_parts.html"
    parts = ("day", "month", "year")

    def format_value(self, value: Any) -> dict[str, Any]:
        """Return the parts of a date, or what was typed in its place."""
        if isinstance(value, datetime.date):
            return {part: getattr(value, part) for part in self.parts}
        if isinstance(value, str) and value.count("-") >= 2:
            year, month, day = value.split("-", 2)
            return {"day": day, "month": month, "year": year}
        return {"day": value or "", "month": "", "year": ""}

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str | None:
        """Join the parts as year-month-day; the field judges them."""
        day, month, year = (str(data.get(f"{name}_{part}") or "").strip() for part in self.parts)
        return f"{year}-{month}-{day}" if day or month or year else data.get(name)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """It is there as soon as one part is."""
        return not any(f"{name}_{part}" in data for part in self.parts)

    def id_for_label(self, id_: str, index: Any = None) -> str:
        """A label alone leads to the day."""
        return f"{id_}_day" if id_ else id_

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give the widget's own template its three parts."""
        context = super().get_context(name, value, attrs)
        parts = self.format_value(value)
        base_id = context["widget"]["attrs"].get("id", f"id_{name}")
        context["widget"]["parts"] = [
            {"name": f"{name}_{part}", "id": f"{base_id}_{part}", "label": part.title(), "value": parts[part]}
            for part in self.parts
        ]
        return context


class DateField(forms.DateField):
    """A date given as day, month and year, with messages that say which is missing."""

    widget = DatePartsWidget
    default_error_messages = {
        "invalid": "Enter a real date, for example 27 3 2021",
        "part": "The date must include a {}",
    }

    def to_python(self, value: Any) -> datetime.date | None:
        """Read year-month-day, naming the first part that is missing."""
        if isinstance(value, str) and value.count("-") >= 2:
            year, month, day = value.split("-", 2)
            for part, given in (("day", day), ("month", month), ("year", year)):
                if not given:
                    raise forms.ValidationError(self.error_messages["part"].format(part), code="part")
            try:
                return datetime.date(int(year), int(month), int(day))
            except (ValueError, OverflowError):
                raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None
        return super().to_python(value)
