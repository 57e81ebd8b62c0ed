"""Between a page of boxes and the draft: what the form shows, what was posted, what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse

from common.text import newlines
from responses.drafts import saving
from responses.drafts.models import Draft
from responses.drafts.saving import Stored
from responses.kinds.base import Raw
from responses.submission.reads import AnswerInWords
from responses.survey import Box, PageForm, Survey, SurveyPage, shown

FLOOD = 10 * settings.ANSWER_MAX_LENGTH
CHANGED_ELSEWHERE = (
    "{label}: this was changed in another window since you opened this page. "
    "Both texts are on this page: put what you want to keep into the box and save again."
)


@dataclass(frozen=True)
class ShownPage:
    """A page's form, the revisions that it was made from, and what other windows wrote into its boxes."""

    form: PageForm
    base: str
    others: list[AnswerInWords] = field(default_factory=list)
    is_settled: bool = False


@dataclass(frozen=True)
class SavedBoxes:
    base: str
    conflicts: dict[int, Raw]


def fresh(draft: Draft, page: SurveyPage) -> ShownPage:
    """Return the page as the draft has it."""
    stored = saving.stored_boxes(draft, page.item_ids)
    base = {item_id: box.revision for item_id, box in stored.items()}
    return ShownPage(form=page.form_class(initial=_initial(page, stored)), base=_base_text(base))


def posted(draft: Draft, page: SurveyPage, data: QueryDict) -> ShownPage:
    """Save what was posted, valid or not, and return the page with its errors; settled when there are none."""
    form = page.form_class(data)
    saved = save_posted(draft, page, data)
    others = []
    for box in page.boxes:
        if box.item.id in saved.conflicts:
            answer = AnswerInWords(box, shown(box, saved.conflicts[box.item.id]))
            others.append(answer)
            form.add_error(box.item.key, CHANGED_ELSEWHERE.format(label=answer.label))
    if form.is_valid():
        return ShownPage(form=form, base=saved.base, is_settled=True)
    # The page is shown again: boxes that it does not post, as it only tells of them, are as the draft has them.
    form.initial = _initial(page, saving.stored_boxes(draft, page.item_ids))
    return ShownPage(form=form, base=saved.base, others=others)


def _initial(page: SurveyPage, stored: Mapping[int, Stored]) -> dict[str, Raw]:
    return {box.item.key: stored[box.item.id].raw for box in page.boxes if box.item.id in stored}


def save_posted(draft: Draft, page: SurveyPage, data: QueryDict, *, only_named: bool = False) -> SavedBoxes:
    """Write the posted boxes; what a request does not name is left alone.

    Only ticks are told by their absence, when a whole page is posted: `only_named` says that it is not (autosave).
    """
    raws: dict[int, Raw] = {}
    for box in page.boxes:
        if box.item.key not in data and (only_named or not box.kind.has_ticks):
            continue
        raw = _raw(box, data)
        if _can_be_kept(raw):  # otherwise the form shows it back with an error
            raws[box.item.id] = raw
    seen = _base_numbers(data.get("base", ""))
    saved = (saving.save_typed if only_named else saving.save_boxes)(draft, raws, seen)
    return SavedBoxes(base=_base_text({**seen, **saved.revisions}), conflicts=saved.conflicts)


def _can_be_kept(raw: Raw) -> bool:
    """Whether a database keeps it (none takes NUL), and it is not a flood: far more than a person types or pastes."""
    texts = [raw] if isinstance(raw, str) else raw
    return not any("\x00" in text for text in texts) and sum(map(len, texts)) <= FLOOD


def _raw(box: Box, data: QueryDict) -> Raw:
    if box.kind.has_ticks:
        return [key for key in data.getlist(box.item.key) if key]
    return newlines(data.get(box.item.key, ""))


def _base_text(revisions: dict[int, int]) -> str:
    return ",".join(f"{item_id}:{revision}" for item_id, revision in sorted(revisions.items()))


def _base_numbers(text: str) -> dict[int, int]:
    """Read the hidden field back; anything that does not fit counts as not seen."""
    pairs = (entry.partition(":") for entry in text[:2000].split(","))
    return {
        int(item_id): int(revision)
        for item_id, _, revision in pairs
        if item_id.isascii() and item_id.isdigit() and revision.isascii() and revision.isdigit() and len(revision) < 10
    }


def first_page(survey: Survey) -> str:
    """Return the address of the first page of questions."""
    return survey.pages[0].address


def page_after(survey: Survey, page: SurveyPage) -> str:
    """Return the address that follows a page: the next one, or the check of all answers."""
    following = survey.after(page)
    return following.address if following else reverse("responses:check", args=[survey.content.slug])
