"""What of a draft is done, for the task list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from responses.drafts.models import Draft
from responses.drafts.saving import Stored
from responses.respondent import respondent
from responses.survey import Survey, SurveyPage, is_blank

TAG = '<strong class="nhsuk-tag nhsuk-tag--grey">{}</strong>'


@dataclass(frozen=True)
class PageState:
    """How many boxes of a page are filled in, and whether those are that are not folded away."""

    page: SurveyPage
    answered: int
    is_complete: bool

    @property
    def state(self) -> str:
        if not self.answered:
            return "Not started"
        return "Answered" if self.is_complete else "Partly answered"

    @property
    def tag(self) -> SafeString:
        """Return the state as the task list shows it."""
        return format_html("{}" if self.answered else TAG, self.state)


@dataclass(frozen=True)
class Progress:
    who_is_complete: bool
    pages: tuple[PageState, ...]

    @property
    def answered(self) -> int:
        return sum(page.answered for page in self.pages)

    @property
    def can_be_sent(self) -> bool:
        return self.who_is_complete and self.answered > 0


def of(survey: Survey, draft: Draft, stored: Mapping[int, Stored]) -> Progress:
    """Return what is done on each page."""
    filled = {item_id for item_id, box in stored.items() if not is_blank(box.raw)}
    pages = tuple(
        PageState(
            page,
            answered=sum(item_id in filled for item_id in page.item_ids),
            is_complete=all(box.item.id in filled for box in page.in_view),
        )
        for page in survey.pages
    )
    return Progress(who_is_complete=respondent(survey.content, draft.who) is not None, pages=pages)
