"""What an original says and no valid answer can hold, e.g. one rank given twice: the boxes stay empty, a note says it.

Anything else would be an answer of ours: which of the two was meant is not for whoever keys in to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from common import clock
from common.text import newlines
from responses.drafts import saving
from responses.drafts.models import Draft
from responses.drafts.saving import SentMeanwhile
from responses.intake.models import KeyingNote
from responses.kinds.base import clashes
from responses.survey import shown, survey_of

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Clash:
    """Boxes of one part that cannot stand together, with what they say."""

    part_key: str
    title: str
    item_ids: tuple[int, ...]
    says: tuple[str, ...]

    @property
    def as_note(self) -> str:
        return f"{self.title}: {'; '.join(self.says)}"


def clashes_of(draft: Draft) -> list[Clash]:
    """Return what cannot be recorded as it was keyed in, though each box is valid by itself."""
    survey = survey_of(draft.edition_id)
    stored = saving.all_boxes(draft)
    cleaned: dict[str, Any] = {}
    for item_id, box in stored.items():
        if item_id in survey.boxes:
            try:
                cleaned[survey.boxes[item_id].item.key] = survey.field_by_item[item_id].clean(box.raw)
            except ValidationError:
                continue
    wrong = {item.id for item, _ in clashes(survey.content.parts, cleaned)}
    found = []
    for part in survey.content.parts:
        items = [item for item in part.items if item.id in wrong]
        if items:
            boxes = [survey.boxes[item.id] for item in items]
            says = tuple(f"{_called(box.item, box.label)}: {shown(box, stored[box.item.id].raw)}" for box in boxes)
            found.append(Clash(part.key, part.title, tuple(item.id for item in items), says))
    return found


def _called(item: Any, label: str) -> str:
    return item.factor.title if item.factor else label


@transaction.atomic
def leave_blank(draft: Draft, *, by: User) -> list[KeyingNote]:
    """Keep what clashes as a note and empty its boxes; nothing happens where nothing clashes.

    Raises SentMeanwhile when the draft is not open. What a colleague puts right in the same moment stays in its box.
    """
    notes = []
    for clash in clashes_of(draft):
        stored = saving.stored_boxes(draft, clash.item_ids)
        revisions = {item_id: box.revision for item_id, box in stored.items()}
        saving.save_boxes(draft, dict.fromkeys(clash.item_ids, ""), revisions)
        notes.append(_kept(draft, clash.as_note, by=by, part_key=clash.part_key))
    return notes


@transaction.atomic
def note(draft: Draft, text: str, *, by: User) -> KeyingNote:
    """Keep in words what no box can hold; raises SentMeanwhile when the draft is not open."""
    return _kept(draft, newlines(text).strip(), by=by)


def _kept(draft: Draft, text: str, *, by: User, part_key: str = "") -> KeyingNote:
    _hold(draft)
    return KeyingNote.objects.create(draft=draft, part_key=part_key, text=text, by=by, at=clock.now())


@transaction.atomic
def remove(draft: Draft, note_id: int) -> None:
    """Take a note out again, as long as the draft is open."""
    _hold(draft)
    KeyingNote.objects.filter(draft=draft, response=None, pk=note_id).delete()


def _hold(draft: Draft) -> None:
    if not Draft.objects.filter(pk=draft.pk, is_open=True).update(updated_at=clock.now()):
        raise SentMeanwhile
