"""The page 'who you are' of a draft: what is shown, what was posted, and writing it over nobody else's words."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.db import IntegrityError
from django.db.models import F
from django.http import QueryDict

from common import clock
from common.text import newlines
from engagement.shapes import EditionContent
from responses.drafts.boxes import CHANGED_ELSEWHERE
from responses.drafts.models import Draft
from responses.drafts.saving import SentMeanwhile
from responses.respondent import said_in_words
from responses.respondent_forms import AboutForm, about_form

MAX_TRIES = 5


@dataclass(frozen=True)
class ShownAbout:
    """The form, the mark of what it was made from, and what another window said under the same labels."""

    form: AboutForm
    base: str
    others: list[dict[str, str]] = field(default_factory=list)
    is_settled: bool = False


@dataclass(frozen=True)
class SavedWho:
    """What another window said: where this one says something else, and where this one says nothing new."""

    conflicts: dict[str, str] = field(default_factory=dict)
    theirs: dict[str, str] = field(default_factory=dict)


def fresh(draft: Draft, content: EditionContent) -> ShownAbout:
    """Return the form as the draft has it."""
    form = about_form(content, draft.who)
    return ShownAbout(form=form, base=_base_text(form, draft))


def posted(draft: Draft, content: EditionContent, data: QueryDict) -> ShownAbout:
    """Save what was posted, valid or not, and return the form with its errors; settled when there are none."""
    names = list(about_form(content, draft.who).fields)
    typed = {name: data.get(name, "") for name in names}
    kept = {name: newlines(text).replace("\x00", "")[: settings.ANSWER_MAX_LENGTH] for name, text in typed.items()}
    saved = save(draft, kept, shown=_base_marks(data.get("base", "")))
    form = about_form(content, draft.who, {**typed, **saved.theirs})
    others = []
    for name, said in saved.conflicts.items():
        if name in form.fields:
            label = str(form.fields[name].label)
            others.append({"label": label, "text": said_in_words(form.fields[name], said)})
            form.add_error(name, CHANGED_ELSEWHERE.format(label=label))
    return ShownAbout(form=form, base=_base_text(form, draft), others=others, is_settled=form.is_valid())


def save(draft: Draft, said: Mapping[str, str], *, shown: Mapping[str, str] | None = None) -> SavedWho:
    """Add what was said to what is known.

    `shown` holds a mark of each word that the page was made from. What this window did not change is left as it is,
    and what another window has changed since comes back as a conflict. Without `shown` all of it is meant.
    Raises SentMeanwhile when the draft is not open.
    """
    for _ in range(MAX_TRIES):
        taken, saved = _merged(draft.who, said, shown)
        if not taken:
            return saved
        whole = {**draft.who, **taken}
        written = Draft.objects.filter(pk=draft.pk, revision=draft.revision, is_open=True).update(
            who=whole, revision=F("revision") + 1, updated_at=clock.now()
        )
        if written:
            draft.who, draft.revision = whole, draft.revision + 1
            return saved
        draft.refresh_from_db(fields=["who", "revision", "is_open"])
        if not draft.is_open:
            raise SentMeanwhile
    raise IntegrityError("A draft is being written to by too many windows at once.")


def _merged(
    who: Mapping[str, str], said: Mapping[str, str], shown: Mapping[str, str] | None
) -> tuple[dict[str, str], SavedWho]:
    """Tell what is to be written from what other windows have said."""
    taken: dict[str, str] = {}
    saved = SavedWho()
    for name, value in said.items():
        now, before = _mark(value), _mark(who.get(name, ""))
        was = before if shown is None else shown.get(name, "")
        if now == before:
            continue
        if now == was:
            saved.theirs[name] = str(who.get(name, ""))
        elif before == was:
            taken[name] = str(value)
        else:
            saved.conflicts[name] = str(who.get(name, ""))
    return taken, saved


def _mark(text: object) -> str:
    """Return what tells two texts apart; nothing for an empty one."""
    tidy = newlines(str(text)).strip()
    return hashlib.sha256(tidy.encode("utf-8", "surrogatepass")).hexdigest()[:16] if tidy else ""


def _base_text(form: AboutForm, draft: Draft) -> str:
    marks = ((name, _mark(draft.who.get(name, ""))) for name in form.fields)
    return ",".join(f"{name}:{mark}" for name, mark in marks if mark)


def _base_marks(text: str) -> dict[str, str]:
    """Read the hidden field back; what is not in it was empty."""
    pairs = (entry.partition(":") for entry in text[:2000].split(","))
    return {name: mark for name, _, mark in pairs if mark}
