"""The points of a note while it is worked on; they alone fill the boxes of a meeting's draft."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import F

from common import clock
from common.errors import DomainError
from engagement.shapes import ItemContent
from responses.drafts import saving
from responses.drafts.models import Draft, DraftAnswer
from responses.drafts.saving import SentMeanwhile
from responses.intake.meetings import splitting
from responses.intake.meetings.models import DraftPoint
from responses.survey import Box, Survey, survey_of

MOST = 400


class PointsChanged(DomainError):
    """Somebody else has worked on the same note since the page was opened."""

    default_message = (
        "A colleague has changed this note since you opened the page. Nothing of yours was saved, and what you typed "
        "is still here. Open the page again in another window, and put both together."
    )


class TooMuch(DomainError):
    """More than the questions or the page can hold."""


@dataclass(frozen=True)
class Noted:
    """A point as staff have it: its words, the question it is about, and who made it (empty: the meeting)."""

    text: str
    item_id: int | None = None
    left_out: bool = False
    said_by: str = ""

    @property
    def is_settled(self) -> bool:
        """Whether it was said which question it answers, or that it is not a point."""
        return self.left_out or self.item_id is not None


def of(draft: Draft) -> list[Noted]:
    """Return a draft's points in the order of the note.

    What was keyed in on the public's pages before it was said to be of a meeting has a point for each paragraph.
    """
    rows = DraftPoint.objects.filter(draft=draft).order_by("position")
    found = [Noted(*row) for row in rows.values_list("text", "item_id", "left_out", "said_by")]
    return found or [
        Noted(box.raw[start:end], item_id)
        for item_id, box in saving.all_boxes(draft).items()
        if isinstance(box.raw, str) and _is_words(draft, item_id)
        for start, end in splitting.places_in(box.raw)
    ]


def _is_words(draft: Draft, item_id: int) -> bool:
    box = survey_of(draft.edition_id).boxes.get(item_id)
    return box is not None and takes_points(box)


def takes_points(box: Box) -> bool:
    """Whether points can answer a question: it is answered in words, and not drawn. A meeting picks nothing."""
    return box.kind.is_text and not box.kind.has_picture


def about_in_words(box: Box, item: ItemContent) -> str:
    """Return what a point can be about, as a choice in a list under its question."""
    title = f"Option {item.option.number}: {item.option.title}" if item.option else box.part.title
    return f"{title} – {box.label.lower()}" if item.stance else title


def save(draft: Draft, points: Sequence[Noted], *, seen: int, survey: Survey) -> int:
    """Put these in the place of a draft's points, and fill its boxes from them; return the draft's new revision.

    `seen` is the draft's revision that the page was made from. Raises PointsChanged where somebody was faster,
    SentMeanwhile where the draft has been recorded, TooMuch where a box cannot hold its points.
    """
    kept = [point for point in map(_tidied, points) if point.text]
    if len(kept) > MOST:
        raise TooMuch(f"A note can have {MOST} points at most, and this has {len(kept)}. Put some together.")
    answers = composed(kept)
    _refuse_too_long(answers, survey)
    with transaction.atomic():
        as_seen = Draft.objects.filter(pk=draft.pk, is_open=True, revision=seen)
        if not as_seen.update(updated_at=clock.now(), revision=F("revision") + 1):
            raise PointsChanged if Draft.objects.filter(pk=draft.pk, is_open=True).exists() else SentMeanwhile
        DraftPoint.objects.filter(draft=draft).delete()
        DraftPoint.objects.bulk_create(
            DraftPoint(
                draft=draft,
                position=position,
                text=point.text,
                item_id=point.item_id,
                left_out=point.left_out,
                said_by=point.said_by,
            )
            for position, point in enumerate(kept, start=1)
        )
        DraftAnswer.objects.filter(draft=draft).delete()
        DraftAnswer.objects.bulk_create(
            DraftAnswer(draft=draft, item_id=item_id, raw=text, revision=seen + 1) for item_id, text in answers.items()
        )
    draft.revision = seen + 1
    return draft.revision


def composed(points: Sequence[Noted]) -> dict[int, str]:
    """Return the answers that points make, by item."""
    by_item: dict[int, list[str]] = defaultdict(list)
    for point in points:
        if point.item_id is not None:
            by_item[point.item_id].append(point.text)
    return {item_id: splitting.compose(texts) for item_id, texts in by_item.items()}


def _tidied(point: Noted) -> Noted:
    return Noted(splitting.tidy(point.text), None if point.left_out else point.item_id, point.left_out, point.said_by)


def _refuse_too_long(answers: dict[int, str], survey: Survey) -> None:
    for item_id, text in answers.items():
        surplus = len(text) - settings.ANSWER_MAX_LENGTH
        if surplus > 0:
            label = about_in_words(survey.boxes[item_id], survey.boxes[item_id].item)
            raise TooMuch(f"The points about “{label}” are {surplus:,} characters longer than an answer can be.")
