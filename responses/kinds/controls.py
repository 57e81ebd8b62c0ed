"""How question kinds show their boxes where a plain control does not do."""

from __future__ import annotations

from typing import Any

from django.forms import BoundField

from crispy_nhsuk.layout import Radios

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
