"""All that is known of one response, in the order in which it happened, for its page and for the file on it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from common.text import newlines
from engagement import editions
from engagement.shapes import EditionContent
from responses.intake.mail import further
from responses.intake.models import Original
from responses.kinds.base import Value, kinds
from responses.ledger.models import Export, Seal
from responses.moderation import policy
from responses.moderation.author_models import Appeal, Told
from responses.moderation.models import Act, FieldRevision, Revision
from responses.moderation.reading import label_of, stance_of
from responses.submission.models import Answer, Response


@dataclass(frozen=True)
class Wording:
    """One wording of an answer, or of a field that says who answered: since which act, and what it reads."""

    about: str
    version: int
    kind: str
    whole: str  # for the team alone
    shown: str  # outside the team


@dataclass(frozen=True)
class Done:
    """One act with what came of it."""

    act: Act
    explanation: str  # what the policy says of the reason
    before: list[Wording] = field(default_factory=list)
    after: list[Wording] = field(default_factory=list)
    said: str = ""  # what the author wrote, or was told

    @property
    def changes(self) -> list[tuple[Wording, Wording]]:
        return list(zip(self.before, self.after, strict=True))


@dataclass(frozen=True)
class Sent:
    """One answer as it was sent."""

    question: str
    asked: str
    text: str


@dataclass(frozen=True)
class History:
    response: Response
    sent: list[Sent]
    done: list[Done]
    originals: list[Original]
    seal: Seal | None
    exports: list[Export]
    beside: list[Response]  # what else was keyed in from the same email

    @property
    def last_at(self) -> dt.datetime:
        return self.done[-1].act.at if self.done else self.response.entered_at


def of(response: Response) -> History:
    """Return the history of a response; a fixed number of queries."""
    content = editions.compiled(response.edition_id)
    seals = Seal.objects.filter(exercise=response.exercise_id, response_to__gte=response.pk)
    acts = list(response.acts.select_related("by").order_by("version"))
    answers = list(Answer.objects.filter(response=response).prefetch_related("choices"))
    return History(
        response=response,
        sent=_sent(answers, content),
        done=_done(response, acts, answers, content),
        originals=list(Original.objects.filter(further.with_responses([response])).select_related("added_by")),
        seal=seals.order_by("number").first(),
        exports=list(Export.objects.filter(response=response).select_related("by")),
        beside=further.beside(response),
    )


def _sent(answers: list[Answer], content: EditionContent) -> list[Sent]:
    by_item = {answer.item_id: answer for answer in answers}
    sent = []
    for question in content.questions:
        for part in question.parts:
            for item in part.items:
                if answer := by_item.get(item.id):
                    choices = tuple(pick.choice_id for pick in answer.choices.all())
                    text = answer.text or kinds()[part.kind].shown(part, Value("", choices))
                    sent.append(Sent(f"{question.number}. {question.title}", _asked(content, item.id), text))
    return sent


def _asked(content: EditionContent, item: int) -> str:
    if item not in content.items:
        return "an answer that this edition does not ask for"
    found, part = content.items[item], content.part_of_item[item]
    return " – ".join(one for one in (part.title, label_of(found), stance_of(found).lower()) if one)


def _done(response: Response, acts: list[Act], answers: list[Answer], content: EditionContent) -> list[Done]:
    explained = {reason.key: reason.explanation for reason in policy.of_edition(response.edition_id).reasons}
    changes = _changes(response, answers, content)
    said = _said(response)
    return [
        Done(
            act,
            explained.get(act.reason, ""),
            [before for before, _ in changes.get(act.pk, [])],
            [after for _, after in changes.get(act.pk, [])],
            said.get(act.pk, ""),
        )
        for act in acts
    ]


def _changes(
    response: Response, answers: list[Answer], content: EditionContent
) -> dict[int, list[tuple[Wording, Wording]]]:
    """Return which wordings each act put in the place of which."""
    about = {answer.pk: _asked(content, answer.item_id) for answer in answers}
    now: dict[Any, Wording] = {
        answer.pk: Wording(about[answer.pk], 0, "As sent", answer.text, newlines(answer.text)) for answer in answers
    }
    found: dict[int, list[tuple[Wording, Wording]]] = defaultdict(list)
    for one in Revision.objects.filter(answer__response=response).order_by("version", "pk"):
        before = now[one.answer_id]
        whole = one.whole if one.kind == Revision.Kind.CORRECTED else before.whole
        after = Wording(before.about, one.version, one.get_kind_display(), whole, one.text)
        found[one.act_id].append((before, after))
        now[one.answer_id] = after
    for each in FieldRevision.objects.filter(response=response).select_related("attendance").order_by("version", "pk"):
        sent = _field(response, each)
        before = now.get(each.key) or Wording(each.get_field_display(), 0, "As sent", sent, sent)
        after = Wording(before.about, each.version, "Redacted", sent, each.text)
        found[each.act_id].append((before, after))
        now[each.key] = after
    return found


def _field(response: Response, revision: FieldRevision) -> str:
    name = revision.field
    if revision.attendance:
        return revision.attendance.organisation
    if name.startswith("meeting_"):
        meeting = getattr(response, "meeting", None)
        return str(getattr(meeting, name.removeprefix("meeting_"), "")) if meeting else ""
    return str(getattr(response, name))


def _said(response: Response) -> dict[int, str]:
    """Return what was said between the team and the author, by the act that it belongs to."""
    said = {one.act_id: one.text for one in Told.objects.filter(response=response)}
    for appeal in Appeal.objects.filter(response=response):
        said[appeal.act_id] = appeal.text
        if appeal.answered_id:
            said[appeal.answered_id] = appeal.answer
    return said
