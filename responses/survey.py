"""An edition's questions as pages: built once per process, with their forms and layouts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, ClassVar

from django import forms
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from crispy_nhsuk.helper import NHSUKHelper
from crispy_nhsuk.layout import Layout
from crispy_nhsuk.skeleton import Skeleton
from engagement import editions
from engagement.models import Stance
from engagement.shapes import EditionContent, FunctionContent, ItemContent, OptionContent, PartContent, QuestionContent
from responses.kinds.base import Kind, Raw, kinds
from responses.kinds.fields import sharing


class PageForm(forms.Form):
    """The form of one page; fields and helper belong to the class, which is made once per page and edition."""

    helper: ClassVar[NHSUKHelper]
    use_required_attribute = False


@dataclass(frozen=True)
class Box:
    """One item with the kind that handles it."""

    item: ItemContent
    part: PartContent
    kind: Kind

    @property
    def label(self) -> str:
        """What the box is called among the others of its page."""
        if self.item.factor:
            return self.item.factor.title
        return str(Stance(self.item.stance).label) if self.item.stance else self.part.title


@dataclass(frozen=True)
class FunctionGroup:
    """Functions of one level, shown beside the question about them."""

    title: str
    functions: tuple[FunctionContent, ...]


@dataclass(frozen=True)
class SurveyPage:
    """One page of the survey: one subject."""

    key: str
    question: QuestionContent
    option: OptionContent | None
    boxes: tuple[Box, ...]
    slug: str
    functions: tuple[FunctionGroup, ...] = ()

    @property
    def title(self) -> str:
        if self.option:
            return f"Option {self.option.number}: {self.option.title}"
        return self.question.title if self.is_whole_question else "Beyond these options"

    @cached_property
    def address(self) -> str:
        return reverse("responses:page", args=[self.slug, self.key])

    @cached_property
    def is_whole_question(self) -> bool:
        """Whether this page is all there is of its question."""
        return len(self.boxes) == sum(len(part.items) for part in self.question.parts)

    @cached_property
    def item_ids(self) -> tuple[int, ...]:
        return tuple(box.item.id for box in self.boxes)

    @cached_property
    def parts(self) -> tuple[PartContent, ...]:
        return tuple(dict.fromkeys(box.part for box in self.boxes))

    @cached_property
    def form_class(self) -> type[PageForm]:
        fields: dict[str, Any] = {box.item.key: box.kind.field(box.part, box.item) for box in self.boxes}
        layout: list[Any] = []
        for part in self.parts:
            items = [box.item for box in self.boxes if box.part is part]
            layout += kinds()[part.kind].layout(part, items)
        helper = NHSUKHelper(Layout(*layout), error_summary=False)
        return sharing(PageForm, fields, helper=helper)


@dataclass(frozen=True)
class Around:
    """What stands above and below a page's boxes, as HTML."""

    above: SafeString
    below: SafeString


@dataclass(frozen=True)
class Survey:
    """All pages of an edition, in their order."""

    content: EditionContent
    pages: tuple[SurveyPage, ...]

    @cached_property
    def page_by_key(self) -> dict[str, SurveyPage]:
        return {page.key: page for page in self.pages}

    @cached_property
    def frames(self) -> dict[str, Skeleton]:
        """Where responses.drafts.fresh_page keeps what it rendered."""
        return {}

    @cached_property
    def around(self) -> dict[str, Around]:
        """What stands around the boxes of each page: the same for everybody, and so rendered once."""
        return {
            page.key: Around(
                *(
                    render_to_string(f"responses/_{place}.html", {"exercise": self.content, "page": page})
                    for place in ("above", "below")
                )
            )
            for page in self.pages
        }

    @cached_property
    def boxes(self) -> dict[int, Box]:
        return {box.item.id: box for page in self.pages for box in page.boxes}

    @cached_property
    def field_by_item(self) -> dict[int, forms.Field]:
        """Return the fields by item, for checking a whole draft without making forms."""
        return {box.item.id: page.form_class.base_fields[box.item.key] for page in self.pages for box in page.boxes}

    def after(self, page: SurveyPage) -> SurveyPage | None:
        """Return the page that follows."""
        position = self.pages.index(page) + 1
        return self.pages[position] if position < len(self.pages) else None


@lru_cache(maxsize=64)
def survey_of(edition_id: int) -> Survey:
    """Return the survey of an edition; editions never change."""
    content = editions.compiled(edition_id)
    return Survey(
        content=content, pages=tuple(page for question in content.questions for page in _pages(content, question))
    )


def _functions(content: EditionContent, boxes: Sequence[Box]) -> tuple[FunctionGroup, ...]:
    levels = dict.fromkeys(level for box in boxes if (level := box.part.shows.get("functions")))
    return tuple(
        FunctionGroup(f"Suggested functions and tasks at {level} level", content.functions_at(level))
        for level in levels
    )


def _pages(content: EditionContent, question: QuestionContent) -> list[SurveyPage]:
    """Give each option a page where the kind wants it, and let the parts between them share one."""
    pages: list[SurveyPage] = []
    together: list[Box] = []

    def flush() -> None:
        if together:
            shared = sum(page.option is None for page in pages)
            key = question.key if not shared else f"{question.key}-{shared + 1}"
            pages.append(SurveyPage(key, question, None, tuple(together), content.slug, _functions(content, together)))
            together.clear()

    for part in question.parts:
        kind = kinds()[part.kind]
        if not kind.one_page_per_option:
            together.extend(Box(item, part, kind) for item in part.items)
            continue
        flush()
        for option in dict.fromkeys(item.option for item in part.items):
            boxes = tuple(Box(item, part, kind) for item in part.items if item.option == option)
            key = f"{part.key}-{option.number}" if option else part.key
            pages.append(SurveyPage(key, question, option, boxes, content.slug))
    flush()
    return pages


def is_blank(raw: Raw | None) -> bool:
    """Whether a box holds nothing."""
    return not raw or (isinstance(raw, str) and not raw.strip())


def shown(box: Box, raw: Raw) -> str:
    """Return what stands in a box in words, as far as it is valid; otherwise as it was typed."""
    return box.kind.shown_raw(box.part, raw)
