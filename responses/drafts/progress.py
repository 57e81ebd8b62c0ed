"""What of a draft is done, for the task list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from responses.drafts.models import Draft
from responses.drafts.saving import Stored
from responses.respondent import respondent
from responses.survey import Survey, SurveyPage, is_blank


@dataclass(frozen=True)
class PageState:
    page: SurveyPage
    answered: int

    @property
    def state(self) -> str:
        if not self.answered:
            return "Not started"
        return "Answered" if self.answered == len(self.page.boxes) else "Partly answered"


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
    pages = tuple(
        PageState(
            page,
            sum(not is_blank(stored[item_id].raw) for item_id in page.item_ids if item_id in stored),
        )
        for page in survey.pages
    )
    return Progress(who_is_complete=respondent(survey.content, draft.who) is not None, pages=pages)
