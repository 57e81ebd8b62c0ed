"""The form fields that question kinds use: lean, and keeping words exactly as typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from common.text import newlines

F = TypeVar("F", bound=forms.Form)


def said_of(label: Any) -> str:
    """Return a label as the beginning of a message about its field."""
    return f"{str(label).rstrip(' ?:.')}:"


class _Shared(dict[str, forms.Field]):
    """Fields that are never changed: a form copies the mapping, and not each of them."""

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        return dict(self)


def sharing(base: type[F], fields: dict[str, forms.Field], **attributes: Any) -> type[F]:
    """Return a form class that is made once for an edition, and whose fields nobody changes."""
    made = type(base.__name__, (base,), attributes)
    made.base_fields = _Shared(fields)  # type: ignore[attr-defined]
    return made


class WordsField(forms.CharField):
    """Free text of any Unicode, counted in code points; only NUL, which no database keeps, is refused."""

    widget = forms.Textarea

    def __init__(self, *, label: str, help_text: str = "", limit: int | None = None) -> None:
        super().__init__(label=label, help_text=help_text, required=False, strip=False)
        self.limit = limit or settings.ANSWER_MAX_LENGTH
        self.validators = []

    def clean(self, value: Any) -> str:
        text = newlines(value or "")
        if "\x00" in text:
            raise ValidationError(
                f"{said_of(self.label)} the text holds a character that cannot be stored (a null character). "
                "Delete it; it often comes with text copied from another program.",
                code="null",
            )
        surplus = len(text) - self.limit
        if surplus > 0:
            raise ValidationError(
                f"{said_of(self.label)} the text is {surplus:,} character{'s' if surplus > 1 else ''} too long. "
                f"It must be {self.limit:,} characters or fewer.",
                code="too_long",
            )
        return text


class PickField(forms.ChoiceField):
    """One of a few choices, or none."""

    widget: type[forms.Widget] = forms.RadioSelect

    def __init__(self, *, label: str, choices: Sequence[tuple[str, str]], help_text: str = "") -> None:
        super().__init__(label=label, choices=list(choices), help_text=help_text, required=False)
        self.keys = frozenset(key for key, _ in choices)

    def clean(self, value: Any) -> str:
        if value and value not in self.keys:
            raise ValidationError(f"{said_of(self.label)} choose one of the answers listed.", code="invalid_choice")
        return value or ""


class PickSeveralField(forms.MultipleChoiceField):
    """Any number of a few choices."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, label: str, choices: Sequence[tuple[str, str]], help_text: str = "") -> None:
        super().__init__(label=label, choices=list(choices), help_text=help_text, required=False)
        self.keys = frozenset(key for key, _ in choices)

    def clean(self, value: Any) -> list[str]:
        picked = list(dict.fromkeys(value or []))
        if not self.keys.issuperset(picked):
            raise ValidationError(f"{said_of(self.label)} choose from the answers listed.", code="invalid_choice")
        return picked
