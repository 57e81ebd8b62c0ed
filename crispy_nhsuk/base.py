"""What all controls have in common: name, label, hint, error, the ids that tie them together."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from crispy_forms.utils import TEMPLATE_PACK
from django.forms import BaseForm, BoundField, Widget
from django.forms.utils import flatatt
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

from crispy_nhsuk.skeleton import Skeleton, SkeletonCache, slot

# Rules for what may be typed belong to the server, whose messages can be read aloud and keep what was typed.
DROPPED_ATTRIBUTES = frozenset(
    {"maxlength", "minlength", "required", "class", "id", "aria-describedby", "aria-invalid"}
)


def plain(text: Any) -> str:
    """Turn a lazy or plain text into a text of its own, keeping whether it is safe HTML."""
    return text if type(text) in (str, SafeString) else str(text)


class Control:
    """
    A form field as a layout object.

    One instance is shared by all requests and threads: nothing of a form is kept on it but its skeletons.
    """

    template: ClassVar[str] = ""
    slots: ClassVar[dict[str, SafeString]] = {"value": slot("value")}

    def __init__(
        self,
        name: str,
        *,
        label: str | None = None,
        hint: str | None = None,
        label_size: str = "",
        page_heading: bool = False,
        css_class: str = "",
        attrs: Mapping[str, Any] | None = None,
    ) -> None:
        self.name = name
        self.label = label
        self.hint = hint
        self.label_size = label_size
        self.page_heading = page_heading
        self.css_class = css_class
        self.attrs = dict(attrs or {})
        self._skeletons = SkeletonCache()

    # The interface of crispy-forms

    def render(self, form: BaseForm, context: Any, template_pack: Any = TEMPLATE_PACK, **kwargs: Any) -> SafeString:
        """Return the field's HTML; `context` and `template_pack` are those of crispy-forms."""
        rendered = getattr(form, "rendered_fields", None)
        if rendered is not None:
            rendered.add(self.name)
        return self.render_bound(form[self.name], context)

    def get_field_names(self, index: Any = None) -> list[Any]:
        """Answer crispy-forms' question for names given as plain strings: there are none."""
        return []

    def get_layout_objects(self, *classes: type, **kwargs: Any) -> list[Any]:
        """Answer crispy-forms' search for nested layout objects: there are none."""
        return []

    # What the kinds of controls share

    def render_bound(self, bound: BoundField, context: Any = None) -> SafeString:
        """Return the HTML of one bound field."""
        errors = bound.form.errors.get(bound.name) if bound.form.is_bound else None
        extra = self.varying(bound)
        field = bound.field
        label = plain(bound.label if self.label is None else self.label)
        hint = plain(field.help_text if self.hint is None else self.hint)
        key = (
            bound.html_name,
            bound.auto_id,
            label,
            type(label),
            hint,
            type(hint),
            field.disabled,
            not errors,
            extra,
            repr(field.widget.attrs) if field.widget.attrs else "",
        )
        skeleton = self._skeletons.get(key)
        if skeleton is None:
            static = self.static_context(bound, bool(errors), label, hint, extra)
            skeleton = self._skeletons.keep(key, Skeleton.of(self.template, static))
        values = self.values(bound, context)
        if errors:
            values["error"] = "<br>".join(conditional_escape(str(error)) for error in errors)
        return mark_safe(skeleton.fill(values))  # noqa: S308 - pieces come from templates, values are escaped

    def varying(self, bound: BoundField) -> Any:
        """Return (hashable) what else of this form's field decides about the skeleton, such as its choices."""
        return None

    def values(self, bound: BoundField, context: Any) -> dict[str, str]:
        """Return the escaped values for the skeleton's slots."""
        value = bound.field.widget.format_value(bound.value())
        return {"value": "" if value is None else escape(value)}

    def control_id(self, bound: BoundField) -> str:
        """Return the id of the first control, which is where an error in the summary leads."""
        return str(bound.field.widget.attrs.get("id") or bound.auto_id or bound.html_name)

    def described_by(self, control_id: str, hint: str, has_error: bool) -> list[str]:
        """Return the ids that explain the control, in reading order."""
        return [f"{control_id}-hint"] * bool(hint) + [f"{control_id}-error"] * has_error

    def static_context(self, bound: BoundField, has_error: bool, label: str, hint: str, extra: Any) -> dict[str, Any]:
        """Return the template's context, in which only the slots vary from request to request."""
        control_id = self.control_id(bound)
        return {
            **self.slots,
            "control": self,
            "name": bound.html_name,
            "id": control_id,
            "label": label,
            "hint": hint,
            "error": slot("error") if has_error else "",
            "disabled": bound.field.disabled,
            "described_by": " ".join(self.described_by(control_id, hint, has_error)),
            "control_class": bound.field.widget.attrs.get("class", ""),
            "attrs": self.flat_attributes(bound.field.widget),
            "extra": extra,
        }

    def flat_attributes(self, widget: Widget, without: frozenset[str] = DROPPED_ATTRIBUTES) -> SafeString:
        """Return the widget's and this object's own attributes, escaped."""
        given = {key: value for key, value in widget.attrs.items() if key not in without}
        return flatatt({**given, **self.attrs})


def render_all(objects: Iterable[Any], form: BaseForm, context: Any) -> str:
    """Render layout objects and names of fields one after the other."""
    from crispy_nhsuk.automatic import control_for  # noqa: PLC0415 - imports all controls, which import this module

    parts = []
    for each in objects:
        if isinstance(each, str):
            each = control_for(form, each)
        parts.append(each.render(form, context))
    return "".join(parts)
