"""The form helper of the pack: built once, shared by all requests."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from crispy_forms.utils import TEMPLATE_PACK
from django.forms import BaseForm
from django.utils.safestring import SafeString, mark_safe

from crispy_nhsuk.base import render_all
from crispy_nhsuk.summary import error_summary


class NHSUKHelper(FormHelper):
    """
    A helper that draws no <form> tag of its own and puts the error summary first.

    Give it the layout's objects and keep it on the form's class or module: `NHSUKHelper(Text("name"), Radios("kind"))`.
    A page that puts the summary above its heading with the tag of that name says `error_summary=False`.
    """

    form_tag = False
    include_media = False
    template_pack = "nhsuk"

    def __init__(self, *fields: Any, form: BaseForm | None = None, error_summary: bool = True) -> None:
        if fields and isinstance(fields[0], BaseForm):  # crispy-forms' own way: FormHelper(form)
            form, fields = fields[0], fields[1:]
        super().__init__(form)
        if fields:
            self.layout = fields[0] if len(fields) == 1 and isinstance(fields[0], Layout) else Layout(*fields)
        self.error_summary = error_summary

    @property
    def form_action(self) -> str:
        """The address as given, or that of the named URL; no search for an empty one."""
        return super().form_action if self._form_action else ""

    @form_action.setter
    def form_action(self, action: str) -> None:
        self._form_action = action

    def render_layout(self, form: BaseForm, context: Any, template_pack: Any = TEMPLATE_PACK) -> SafeString:
        """Return the summary of errors and the fields in the order of the layout."""
        form.rendered_fields = set()  # type: ignore[attr-defined]
        form.crispy_field_template = self.field_template  # type: ignore[attr-defined]
        in_formset = context is not None and context.get("formset_form") is not None  # which has one for all its forms
        html = error_summary(form) if self.error_summary and form.is_bound and not in_formset else ""
        html += render_all(self.layout.fields, form, context)
        return mark_safe(html + self._left_over(form, context))  # noqa: S308 - rendered by templates

    def _left_over(self, form: BaseForm, context: Any) -> str:
        if not (self.render_unmentioned_fields or self.render_hidden_fields or self.render_required_fields):
            return ""
        done = form.rendered_fields  # type: ignore[attr-defined]
        names = [
            name
            for name, field in form.fields.items()
            if name not in done
            and (
                self.render_unmentioned_fields
                or (self.render_hidden_fields and field.widget.is_hidden)
                or (self.render_required_fields and field.required)
            )
        ]
        return render_all(names, form, context)
