"""What stands on the page of a question for a footprint: what is drawn so far, and the way to the page that draws."""

from __future__ import annotations

from typing import Any

from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from crispy_nhsuk.layout import Generic
from engagement.shapes import PartContent


class DrawingBox(Generic):
    """A box that is filled on another page; its button saves this one first."""

    def __init__(self, name: str, *, part: PartContent) -> None:
        super().__init__(name, label_size="m")
        self.part = part

    def render_bound(self, bound: BoundField, context: Any = None) -> SafeString:
        """Return the words of what is drawn, with a button; what is drawn differs, so that nothing of it is kept.

        No page posts this box, so that a form which comes back has the drawing as it stands in the draft.
        """
        from responses.kinds.base import kinds  # noqa: PLC0415 - the kinds make this box

        raw = bound.initial or ""
        said = {
            "name": bound.html_name,
            "id": self.control_id(bound),
            "label": bound.label,
            "hint": bound.field.help_text,
            "words": kinds()[self.part.kind].shown_raw(self.part, raw) if raw else "",
        }
        return render_to_string("responses/alternatives/box.html", said)
