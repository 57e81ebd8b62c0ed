"""A response's answers in the order and words of the survey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from common.prepared import prepared
from engagement.shapes import QuestionContent
from responses.alternatives import reads as alternatives
from responses.drafts.models import Draft
from responses.kinds.base import Raw, Value
from responses.submission.models import Answer, Contact, Response
from responses.survey import Box, Survey, SurveyPage, is_blank, shown, survey_of


@dataclass(frozen=True)
class AnswerInWords:
    """`picture` is HTML that shows the answer beside its words; `remark` is told before it is sent."""

    box: Box
    text: str
    picture: str = ""
    remark: str = ""

    @property
    def label(self) -> str:
        return self.box.label


@dataclass(frozen=True)
class RowInWords:
    """One answer under its label, or all of a part that are told in lines."""

    label: str
    answer: AnswerInWords | None = None
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class PageInWords:
    """One page of the survey with what was answered on it."""

    page: SurveyPage
    answers: tuple[AnswerInWords, ...]

    @property
    def question(self) -> QuestionContent:
        return self.page.question

    @cached_property
    def answered(self) -> tuple[AnswerInWords, ...]:
        return tuple(answer for answer in self.answers if answer.text)

    @cached_property
    def rows(self) -> list[RowInWords]:
        """What was answered, as it is told on pages and in emails."""
        rows: list[RowInWords] = []
        for _, of_part in groupby(self.answered, key=lambda answer: answer.box.part.id):
            answers = list(of_part)
            box = answers[0].box
            if box.kind.is_line(box.item):
                rows.append(RowInWords(box.part.title, lines=in_lines(answers)))
            else:
                rows += [RowInWords(answer.label, answer) for answer in answers]
        return rows


def in_lines(answers: Sequence[AnswerInWords]) -> tuple[str, ...]:
    """Return the lines that tell answers to a part; blank ones are left out."""
    said = [(answer.box.item, answer.text) for answer in answers if answer.text]
    box = answers[0].box
    return tuple(line for _, line in box.kind.lines(box.part, said))


def newest_of(draft: Draft) -> Response | None:
    """Return the latest response that was sent from a draft, with its contact and the response that it supersedes."""
    found = _of_draft(draft.pk)
    if not found:
        return None
    response = Response.from_db("default", _RESPONSE, found[0][: len(_RESPONSE)])
    superseded, contact, details = found[0][len(_RESPONSE) :]
    if superseded:
        response.supersedes = Response(pk=response.supersedes_id, reference=superseded)
    if contact:
        response.contact = Contact(pk=contact, response=response, details=details)
    return response


_RESPONSE = [column.attname for column in Response._meta.concrete_fields]


@prepared
def _of_draft(draft_id: int) -> QuerySet[Response, tuple[Any, ...]]:
    sent = Response.objects.filter(draft=draft_id).order_by("-id")
    return sent.values_list(*_RESPONSE, "supersedes__reference", "contact__id", "contact__details")


def pages_in_words(survey: Survey, answers: Mapping[int, AnswerInWords]) -> list[PageInWords]:
    """Lay out answers by item as the pages of the survey."""
    return [
        PageInWords(page, tuple(answers.get(box.item.id) or AnswerInWords(box, "") for box in page.boxes))
        for page in survey.pages
    ]


def draft_in_words(survey: Survey, raws: Mapping[int, Raw]) -> list[PageInWords]:
    """Return a draft's boxes in words, valid or not."""
    answers = {
        item_id: AnswerInWords(box, shown(box, raw), _picture_of(survey, box, raw), box.kind.remark(box.part, raw))
        for item_id, raw in raws.items()
        if (box := survey.boxes.get(item_id)) and not is_blank(raw)
    }
    return pages_in_words(survey, answers)


def _picture_of(survey: Survey, box: Box, raw: Raw) -> str:
    """Return what a draft's box shows beside its words; nothing as long as it is not valid."""
    if not box.kind.has_picture:
        return ""
    try:
        value = box.kind.value(box.part, survey.field_by_item[box.item.id].clean(raw))
    except ValidationError:
        return ""
    return box.kind.picture(survey.content, box.part, value) if value else ""


def values_of(response: Response) -> dict[int, Value]:
    """Return a response's answers by item, as sent."""
    answers = list(Answer.objects.filter(response=response).prefetch_related("choices"))
    boxes = survey_of(response.edition_id).boxes
    pictured = [one.pk for one in answers if (box := boxes.get(one.item_id)) and box.kind.has_picture]
    drawn = alternatives.drawn_in(pictured) if pictured else {}
    return {
        answer.item_id: Value(
            text=answer.text,
            choices=tuple(pick.choice_id for pick in answer.choices.all()),
            drawn=drawn.get(answer.pk),
        )
        for answer in answers
    }


def raws_of(response: Response) -> dict[int, Raw]:
    """Return what stood in the boxes that a response was sent from, by item."""
    survey = survey_of(response.edition_id)
    return {
        item_id: box.kind.raw(box.part, value)
        for item_id, value in values_of(response).items()
        if (box := survey.boxes.get(item_id))
    }


def answers_in_words(response: Response) -> list[PageInWords]:
    """Return a response's answers in words, as sent."""
    survey = survey_of(response.edition_id)
    answers = {
        item_id: AnswerInWords(box, box.kind.shown(box.part, value), box.kind.picture(survey.content, box.part, value))
        for item_id, value in values_of(response).items()
        if (box := survey.boxes.get(item_id))
    }
    return pages_in_words(survey, answers)
