"""How question kinds show their boxes where a plain control does not do."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm, BoundField
from django.utils.safestring import SafeString

from crispy_nhsuk.layout import Fold, Radios

NO_ANSWER = ("", "No answer", "")  # value, text, heading of its group


class RadiosToTakeBack(Radios):
    """Choose one, or take the choice back.

    A browser offers no way to clear a radio. Once one is chosen, another stands at the end that says 'No answer'; while
    none is, there is nothing to take back, and nine factors are shorter to read.
    """

    def varying(self, bound: BoundField) -> tuple[Any, ...]:
        """What is chosen decides whether there is one choice more."""
        choices = super().varying(bound)
        return (*choices, NO_ANSWER) if bound.value() else choices


class FoldedPart(Fold):
    """A part that most leave folded. As long as nothing of it is answered it is the same for everybody, and kept.

    The fields and choices of a survey page belong to the class of its form, so that no two visits differ in them.
    """

    def __init__(self, summary: str, *fields: Any) -> None:
        super().__init__(summary, *fields)
        self._untouched: SafeString | None = None

    def render(self, form: BaseForm, context: Any, *args: Any, **kwargs: Any) -> SafeString:
        """Return what was kept, unless there is something to show."""
        if form.is_bound or any(map(form.initial.get, self.names)):
            return super().render(form, context, *args, **kwargs)
        if self._untouched is None:
            self._untouched = super().render(form, context, *args, **kwargs)
        return self._untouched
