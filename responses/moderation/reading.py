"""A response as its author saw it: question by question, in the edition they were shown."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import OuterRef, Subquery

from common.text import newlines
from engagement.models import Stance
from engagement.shapes import EditionContent, ItemContent, PartContent, QuestionContent
from responses.alternatives.reads import drawn_in
from responses.kinds.base import Value, kinds
from responses.moderation import suggestions
from responses.moderation.marks import Span
from responses.moderation.models import Revision
from responses.moderation.suggestions import Suggestion
from responses.moderation.wording import Base
from responses.submission.models import Answer, AnswerChoice, Response


@dataclass(frozen=True)
class Piece:
    """A stretch of an answer: as it is, hidden from others, or suggested to be."""

    text: str
    hidden: bool = False
    suggested: Suggestion | None = None


@dataclass(frozen=True)
class Row:
    """One answer: to which item, and its pieces with whether each is redacted."""

    answer_id: int
    label: str
    stance: str
    pieces: list[Piece]
    suggestions: list[Suggestion]
    as_sent: str  # where it was corrected since
    has_words: bool
    is_redacted: bool
    says_nothing: bool
    picture: str  # HTML that shows what was drawn; it holds no words


@dataclass(frozen=True)
class Listed:
    """Answers of one part that are told in lines: those on one option, or all of them."""

    label: str
    lines: list[tuple[int, str]]  # with the answer's id


@dataclass(frozen=True)
class PartView:
    """What was answered of a part: in rows of their own, or in lists."""

    part: PartContent
    rows: list[Row]
    lists: list[Listed]


@dataclass(frozen=True)
class QuestionView:
    question: QuestionContent
    parts: list[PartView]


def questions_of(response: Response, content: EditionContent, *, suggest: bool = False) -> list[QuestionView]:
    """Return all that was asked with what was answered; two queries, however long, and one for what was drawn.

    Whoever may redact is shown what might have to be: that takes one more query.
    """
    refused = suggestions.refused_of(response) if suggest else None
    answers = {answer.item_id: answer for answer in _with_spans(response)}
    for answer in answers.values():
        base = Base(answer.whole, answer.corrected) if answer.corrected else Base(answer.text, 0)
        answer.base, answer.suggestions = base, []
        if refused is not None and base.text:
            known = refused[answer.pk, base.version]
            answer.suggestions = suggestions.find(answer.pk, base, _spans(answer), known)
    picked: dict[int, list[int]] = defaultdict(list)
    chosen = AnswerChoice.objects.filter(answer__response=response).order_by("choice__position", "id")
    for answer_id, choice_id in chosen.values_list("answer_id", "choice_id"):
        picked[answer_id].append(choice_id)
    pictures = _pictures(content, answers)
    return [
        QuestionView(question, [_part(part, answers, picked, pictures) for part in question.parts])
        for question in content.questions
    ]


def _pictures(content: EditionContent, answers: dict[int, Any]) -> dict[int, str]:
    """Return what shows an answer beside its words, by the answer's id."""
    parts = {
        answer.pk: content.part_of_item[item]
        for item, answer in answers.items()
        if item in content.part_of_item and kinds()[content.part_of_item[item].kind].has_picture
    }
    drawn = drawn_in(parts) if parts else {}
    return {pk: kinds()[parts[pk].kind].picture(content, parts[pk], Value(drawn=one)) for pk, one in drawn.items()}


def option_of(item: ItemContent) -> str:
    """Return the option that an item is about, in words; empty where it is about none."""
    return f"Option {item.option.number}: {item.option.title}" if item.option else ""


def label_of(item: ItemContent) -> str:
    """Return what an item is about, apart from its part's title."""
    return option_of(item) or (item.factor.title if item.factor else "")


def stance_of(item: ItemContent) -> str:
    """Return the side an item asks for, in words."""
    return Stance(item.stance).label if item.stance else ""


def _with_spans(response: Response) -> Any:
    latest = Revision.objects.filter(answer=OuterRef("pk")).order_by("-version")
    corrections = latest.filter(kind=Revision.Kind.CORRECTED)
    return Answer.objects.filter(response=response).annotate(
        spans=Subquery(latest.values("spans")[:1]),
        corrected=Subquery(corrections.values("version")[:1]),
        whole=Subquery(corrections.values("whole")[:1]),
    )


def _spans(answer: Any) -> list[Span]:
    return [(start, end) for start, end in answer.spans or []]


def _pieces(text: str, hidden: list[Span], suggested: list[Suggestion]) -> list[Piece]:
    """Cut a text at what is hidden and what is suggested; the two never overlap."""
    text = newlines(text)
    by_span: dict[Span, Suggestion] = {one.span: one for one in suggested}
    found, at = [], 0
    for start, end in sorted([*hidden, *by_span]):
        one = by_span.get((start, end))
        found += [Piece(text[at:start]), Piece(text[start:end], hidden=one is None, suggested=one)]
        at = end
    return [piece for piece in [*found, Piece(text[at:])] if piece.text]


def _part(
    part: PartContent, answers: dict[int, Any], picked: dict[int, list[int]], pictures: dict[int, str]
) -> PartView:
    found = [(item, answers[item.id]) for item in part.items if item.id in answers]
    kind = kinds()[part.kind]
    listed = [(item, answer) for item, answer in found if kind.is_line(item)]
    rows = [
        _row(part, item, answer, picked[answer.pk], pictures.get(answer.pk, ""))
        for item, answer in found
        if not kind.is_line(item)
    ]
    return PartView(part, rows, _lists(part, listed, picked))


def _lists(part: PartContent, answers: list[tuple[ItemContent, Any]], picked: dict[int, list[int]]) -> list[Listed]:
    """Return a list for each option, or one where the part is not about options."""
    kind = kinds()[part.kind]
    ids = {item.id: answer.pk for item, answer in answers}
    lists = []
    for label, of_option in groupby(answers, key=lambda one: option_of(one[0])):
        said = [(item, kind.shown(part, Value("", tuple(picked[answer.pk])))) for item, answer in of_option]
        lists.append(Listed(label, [(ids[item.id], line) for item, line in kind.lines(part, said)]))
    return lists


def _row(part: PartContent, item: ItemContent, answer: Any, choices: list[int], picture: str) -> Row:
    spans = _spans(answer)
    shown = answer.base.text or kinds()[part.kind].shown(part, Value("", tuple(choices)))
    return Row(
        answer_id=answer.pk,
        label=label_of(item),
        stance=stance_of(item),
        pieces=_pieces(shown, spans, answer.suggestions),
        suggestions=answer.suggestions,
        as_sent=answer.text if answer.corrected else "",
        has_words=bool(answer.text),
        is_redacted=bool(spans),
        says_nothing=answer.says_nothing,
        picture=picture,
    )
