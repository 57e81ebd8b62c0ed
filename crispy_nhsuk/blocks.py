"""Layout objects that are no fields: fieldset, details, HTML, buttons."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from crispy_forms.layout import LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django.forms import BaseForm
from django.template import Template
from django.utils.safestring import SafeString, mark_safe

from crispy_nhsuk.base import Control, render_all
from crispy_nhsuk.skeleton import Skeleton, slot

KINDS = {"primary": "", "secondary": " nhsuk-button--secondary", "warning": " nhsuk-button--warning"}


class Block(LayoutObject):
    """Something around other layout objects, rendered once with a hole for what is inside."""

    template = ""
    slots: ClassVar[dict[str, SafeString]] = {}

    def __init__(self, *fields: Any, css_class: str = "", css_id: str = "") -> None:
        self.fields = list(fields)
        self.css_class = css_class
        self.css_id = css_id
        self._skeleton: Skeleton | None = None

    def render(self, form: BaseForm, context: Any, template_pack: Any = TEMPLATE_PACK, **kwargs: Any) -> SafeString:
        """Return the block with its fields."""
        skeleton = self._skeleton
        if skeleton is None:
            context_of_all = {"block": self, "fields": slot("fields"), **self.slots}
            skeleton = self._skeleton = Skeleton.of(self.template, context_of_all)
        inner = render_all(self.fields, form, context)
        values = {"fields": inner, **self.values(form)}
        return mark_safe(skeleton.fill(values))  # noqa: S308 - made of templates and rendered fields

    def values(self, form: BaseForm) -> dict[str, str]:
        """Return the escaped values for the block's own slots."""
        return {}


def names_in(objects: Iterable[Any]) -> Iterator[str]:
    """Yield the names of the fields in layout objects and in what these hold."""
    for each in objects:
        if isinstance(each, str):
            yield each
        elif isinstance(each, Control):
            yield each.name
        else:
            yield from names_in(getattr(each, "fields", ()))


class Group(Block):
    """A plain <div> around fields, for a class of one's own."""

    template = "nhsuk/components/group.html"


class Fieldset(Block):
    """Fields that belong together, under a legend; `describe` is a line under it."""

    template = "nhsuk/components/fieldset.html"

    def __init__(
        self,
        legend: str,
        *fields: Any,
        label_size: str = "m",
        page_heading: bool = False,
        hint: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*fields, **kwargs)
        self.legend = legend
        self.label_size = label_size
        self.page_heading = page_heading
        self.hint = hint


class Details(Block):
    """Fields that fold away under a line of text."""

    template = "nhsuk/components/details.html"
    slots: ClassVar[dict[str, SafeString]] = {"open": slot("open")}

    def __init__(self, summary: str, *fields: Any, open: bool = False, **kwargs: Any) -> None:
        super().__init__(*fields, **kwargs)
        self.summary = summary
        self.open = open

    def values(self, form: BaseForm) -> dict[str, str]:
        """Open it where it is to stand open."""
        return {"open": " open"} if self.is_open(form) else {}

    def is_open(self, form: BaseForm) -> bool:
        """Return whether it stands open, for this form."""
        return self.open


class Fold(Details):
    """Fields that fold away as long as nothing is in them and nothing is wrong with them."""

    def __init__(self, summary: str, *fields: Any, **kwargs: Any) -> None:
        super().__init__(summary, *fields, **kwargs)
        self.names = tuple(names_in(fields))

    def is_open(self, form: BaseForm) -> bool:
        """Open where a field inside holds something or is in error."""
        wrong = form.errors if form.is_bound else {}
        return any(name in wrong or form[name].value() for name in self.names)


class ButtonGroup(Block):
    """Buttons and links in one row, under each other on a phone."""

    template = "nhsuk/components/button_group.html"


class HTML:
    """HTML from the developer; with template syntax in it, it is rendered with the page's context."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.compiled = Template(html) if "{{" in html or "{%" in html else None

    def render(self, form: BaseForm, context: Any, template_pack: Any = TEMPLATE_PACK, **kwargs: Any) -> SafeString:
        """Return the HTML."""
        if self.compiled is None or context is None:
            return mark_safe(self.html)  # noqa: S308 - written by the developer, as in crispy-forms
        return self.compiled.render(context)


class Button:
    """A button that sends the form; `kind` is primary, secondary or warning."""

    def __init__(
        self, text: str, *, kind: str = "primary", name: str = "", value: str = "", attrs: dict[str, Any] | None = None
    ) -> None:
        if kind not in KINDS:
            raise ValueError(f"A button is one of {', '.join(KINDS)}, not {kind!r}.")
        self.text = text
        self.kind_class = KINDS[kind]
        self.name = name
        self.value = value
        self.attrs = attrs or {}
        self._html: SafeString | None = None

    def render(self, form: BaseForm, context: Any, template_pack: Any = TEMPLATE_PACK, **kwargs: Any) -> SafeString:
        """Return the button."""
        if self._html is None:
            self._html = mark_safe(Skeleton.of("nhsuk/components/button.html", {"button": self}).first)  # noqa: S308
        return self._html
