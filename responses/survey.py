"""An edition's questions as pages: built once per process, with their forms and layouts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Any, ClassVar

from django import forms
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from crispy_nhsuk.helper import NHSUKHelper
from crispy_nhsuk.layout import Layout
from crispy_nhsuk.skeleton import SkeletonCache
from engagement import editions
from engagement.shapes import EditionContent, FunctionContent, ItemContent, OptionContent, PartContent, QuestionContent
from responses.kinds.base import Kind, Raw, clashes, kinds
from responses.kinds.controls import FoldedPart
from responses.kinds.fields import sharing


class PageForm(forms.Form):
    """The form of one page; fields and helper belong to the class, which is made once per page and edition."""

    helper: ClassVar[NHSUKHelper]
    parts: ClassVar[tuple[PartContent, ...]]
    use_required_attribute = False

    def clean(self) -> None:
        """Hold boxes of one part against each other."""
        for item, message in clashes(self.parts, self.cleaned_data):
            self.add_error(item.key, message)


@dataclass(frozen=True)
class Box:
    """One item with the kind that handles it."""

    item: ItemContent
    part: PartContent
    kind: Kind

    @property
    def label(self) -> str:
        """What the box is called among the others of its page."""
        return self.kind.label(self.part, self.item)


@dataclass(frozen=True)
class PartOnPage:
    """The boxes of a part that stand on one page, and whether they are folded away below what the page is about."""

    part: PartContent
    kind: Kind
    boxes: tuple[Box, ...]
    is_folded: bool

    @property
    def is_brief(self) -> bool:
        """Whether files and paper give it a line for each box, rather than a heading and room for words."""
        return self.is_folded and all(self.kind.is_line(box.item) for box in self.boxes)


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
    def in_view(self) -> tuple[Box, ...]:
        """The boxes that are seen without unfolding anything."""
        return tuple(box for each in self.by_part if not each.is_folded for box in each.boxes)

    @cached_property
    def parts(self) -> tuple[PartContent, ...]:
        return tuple(dict.fromkeys(box.part for box in self.boxes))

    @cached_property
    def by_part(self) -> tuple[PartOnPage, ...]:
        """The page's parts. What a page asks besides is folded away; what is all that it asks is not."""
        return tuple(
            PartOnPage(
                part,
                kind=(kind := kinds()[part.kind]),
                boxes=tuple(box for box in self.boxes if box.part is part),
                is_folded=bool(kind.folded_under) and len(self.parts) > 1,
            )
            for part in self.parts
        )

    @cached_property
    def form_class(self) -> type[PageForm]:
        fields: dict[str, Any] = {box.item.key: box.kind.field(box.part, box.item) for box in self.boxes}
        layout: list[Any] = []
        for each in self.by_part:
            laid_out = each.kind.layout(each.part, [box.item for box in each.boxes])
            layout += [FoldedPart(each.kind.folded_under, *laid_out)] if each.is_folded else laid_out
        helper = NHSUKHelper(Layout(*layout), error_summary=False)
        return sharing(PageForm, fields, helper=helper, parts=self.parts)


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
    def frames(self) -> SkeletonCache:
        """Where responses.drafts.framing keeps what it rendered."""
        return SkeletonCache()

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
    """Give each option a page where kinds want it, for all such parts that follow each other; others share one."""
    pages: list[SurveyPage] = []
    shared = 0
    for by_option, parts in groupby(question.parts, key=lambda part: kinds()[part.kind].one_page_per_option):
        boxes = [Box(item, part, kinds()[part.kind]) for part in parts for item in part.items]
        if by_option:
            pages += _option_pages(content, question, boxes)
            continue
        shared += 1
        key = question.key if shared == 1 else f"{question.key}-{shared}"
        pages.append(SurveyPage(key, question, None, tuple(boxes), content.slug, _functions(content, boxes)))
    return pages


def _option_pages(content: EditionContent, question: QuestionContent, boxes: Sequence[Box]) -> list[SurveyPage]:
    """Return a page for each option; its key is made of the first part's, which alone is there in any case."""
    key = boxes[0].part.key
    return [
        SurveyPage(
            f"{key}-{option.number}" if option else key,
            question,
            option,
            tuple(box for box in boxes if box.item.option == option),
            content.slug,
        )
        for option in dict.fromkeys(box.item.option for box in boxes)
    ]


def is_blank(raw: Raw | None) -> bool:
    """Whether a box holds nothing."""
    return not raw or (isinstance(raw, str) and not raw.strip())


def shown(box: Box, raw: Raw) -> str:
    """Return what stands in a box in words, as far as it is valid; otherwise as it was typed."""
    return box.kind.shown_raw(box.part, raw)
