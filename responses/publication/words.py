"""What everybody may read of responses: the wordings in force, as their moderators left them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q

from engagement.shapes import EditionContent, ItemContent, PartContent, QuestionContent
from responses.alternatives.reads import drawn_in
from responses.kinds.base import Value, kinds
from responses.moderation.models import FieldRevision
from responses.moderation.reading import label_of, stance_of
from responses.moderation.wording import in_force
from responses.revealing import revealing_items
from responses.submission.models import Answer, AnswerChoice, Response


@dataclass(frozen=True)
class Given:
    """One answer as it may be read."""

    item: ItemContent
    part: PartContent
    text: str
    picture: str = ""  # HTML that shows what was drawn; it holds no words

    @property
    def label(self) -> str:
        """What the answer is about, within its part."""
        return " – ".join(part for part in (label_of(self.item), stance_of(self.item).lower()) if part)


@dataclass(frozen=True)
class PartGiven:
    part: PartContent
    answers: tuple[Given, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True)
class QuestionGiven:
    question: QuestionContent
    parts: tuple[PartGiven, ...]


def kept_back(content: EditionContent) -> frozenset[int]:
    """Return the items whose answers by individuals are counted in reports and not shown one by one."""
    return revealing_items(content)


def readable(content: EditionContent) -> Q:
    """Limit answers to those that are shown one by one: nobody finds a response by what its page does not say."""
    back = kept_back(content)
    of_anybody = Q(item__in=[item for item in content.items if item not in back])
    return of_anybody | Q(item__in=back) & ~Q(response__kind=Response.Kind.INDIVIDUAL)


def given_by(responses: Sequence[Response], content: EditionContent) -> dict[int, list[Given]]:
    """Return the answers of responses to questions that the edition asks, in its order; two queries for them all."""
    kind_of = {response.pk: response.kind for response in responses}
    back = kept_back(content)
    position = {item: number for number, item in enumerate(content.items)}
    picked = _picked(list(kind_of), content)
    rows = Answer.objects.filter(response__in=kind_of).order_by().annotate(words=in_force())
    found: dict[int, list[tuple[int, Given]]] = defaultdict(list)
    for pk, response, item, words in rows.values_list("id", "response_id", "item_id", "words"):
        if item not in position or (item in back and kind_of[response] == Response.Kind.INDIVIDUAL):
            continue
        part = content.part_of_item[item]
        text = words or kinds()[part.kind].shown(part, Value("", tuple(picked.get(pk, ()))))
        if text:
            found[response].append((pk, Given(content.items[item], part, text)))
    return {
        response: [one for _, one in sorted(answers, key=lambda each: position[each[1].item.id])]
        for response, answers in found.items()
    }


def _picked(responses: Collection[int], content: EditionContent) -> dict[int, list[int]]:
    rows = AnswerChoice.objects.filter(answer__response__in=responses).order_by("choice__position", "id")
    picked: dict[int, list[int]] = defaultdict(list)
    for answer, choice in rows.values_list("answer_id", "choice_id"):
        picked[answer].append(choice)
    return picked


def questions_of(response: Response, content: EditionContent) -> list[QuestionGiven]:
    """Return what one response says, question by question; what was left empty does not appear."""
    given = _with_pictures(response, given_by([response], content).get(response.pk, []), content)
    questions = []
    for question in content.questions:
        parts = []
        for part in question.parts:
            answers = [one for one in given if one.part is part]
            if answers:
                kind = kinds()[part.kind]
                lines = [(one.item, one.text) for one in answers if kind.is_line(one.item)]
                own = tuple(one for one in answers if not kind.is_line(one.item))
                parts.append(PartGiven(part, own, tuple(_lines(part, lines))))
        if parts:
            questions.append(QuestionGiven(question, tuple(parts)))
    return questions


def _lines(part: PartContent, said: list[tuple[ItemContent, str]]) -> list[str]:
    """Return the lines of a part, under the option that each group of them is about."""
    kind, lines = kinds()[part.kind], []
    for option, of_option in groupby(said, key=lambda one: one[0].option):
        about = f"Option {option.number}: " if option else ""
        lines += [f"{about}{line}" for _, line in kind.lines(part, list(of_option))]
    return lines


def _with_pictures(response: Response, given: list[Given], content: EditionContent) -> list[Given]:
    pictured = {one.item.id for one in given if kinds()[one.part.kind].has_picture}
    if not pictured:
        return given
    ids = dict(Answer.objects.filter(response=response, item__in=pictured).values_list("item_id", "id"))
    drawn = drawn_in(list(ids.values()))
    shown = []
    for one in given:
        found = drawn.get(ids.get(one.item.id, 0))
        picture = kinds()[one.part.kind].picture(content, one.part, Value(drawn=found)) if found else ""
        shown.append(Given(one.item, one.part, one.text, picture))
    return shown


def fields_in_force(responses: Sequence[Response]) -> dict[int, dict[str, str]]:
    """Return what stands for fields that say who answered, where words of them are hidden."""
    rows = FieldRevision.objects.filter(response__in=responses).order_by("version")
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for response, field, text in rows.values_list("response_id", "field", "text"):
        found[response][field] = text
    return found
