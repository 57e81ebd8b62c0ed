"""An exercise to test with: a small pack that holds one part of each question kind and no geography."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings

from common import clock
from engagement import editions, reading
from engagement.models import Exercise
from engagement.packs import loading
from footprints import facts, geography
from responses import respondent_forms
from responses.drafts import access, saving
from responses.drafts.models import Draft
from responses.kinds.base import Raw
from responses.submission import sending
from responses.submission.models import Response
from responses.survey import Survey, survey_of
from tests.support import kept

NORTHSHIRE = Path(__file__).parent / "packs" / "northshire"
NORFOLK = Path(__file__).parents[1] / "engagement" / "content" / "norfolk-waveney-2021"
INDIVIDUAL = {"kind": "individual"}
COUNCIL = {"kind": "organisation", "organisation_name": "Northshire Council", "speaks_for": "on"}


def northshire(*, open_for: int = 10, opened_days_ago: int = 10) -> Exercise:
    """Load the small exercise and open it."""
    return loaded(NORTHSHIRE, open_for=open_for, opened_days_ago=opened_days_ago)


def norfolk(*, open_for: int = 10, opened_days_ago: int = 10) -> Exercise:
    """Load the real exercise and open it."""
    return loaded(NORFOLK, open_for=open_for, opened_days_ago=opened_days_ago)


def loaded(pack: Path, **opening: int) -> Exercise:
    """Load a pack as the command does; a pack of the repository, which never changes, is loaded once per process."""
    if not pack.is_relative_to(settings.BASE_DIR):
        return loading.load(pack, **opening).edition.exercise
    # Dates depend on the day; where the clock is held, on the moment.
    moment = clock.today() if clock._held is None else clock.now()
    key = (pack, *sorted(opening.items()), moment)
    return Exercise.objects.get(pk=kept.rows_of(key, lambda: loading.load(pack, **opening).edition.exercise_id))


def forget_editions() -> None:
    """Editions never change, so they are kept per process; after a rollback their ids come again."""
    reading.forget()
    geography.forget()
    editions.compiled.cache_clear()
    survey_of.cache_clear()
    facts._rendered.cache_clear()
    respondent_forms._offering.cache_clear()


def survey(exercise: Exercise) -> Survey:
    assert exercise.edition_id is not None
    return survey_of(exercise.edition_id)


def item_id(exercise: Exercise, key: str) -> int:
    """Return the id of the item with this key."""
    return next(box.item.id for box in survey(exercise).boxes.values() if box.item.key == key)


def draft(exercise: Exercise, answers: dict[str, Raw] | None = None, *, who: dict[str, Any] | None = None) -> Draft:
    """Return a draft with these boxes filled in, by item key."""
    assert exercise.edition_id is not None
    made = Draft.objects.create(
        exercise=exercise,
        edition_id=exercise.edition_id,
        who=INDIVIDUAL if who is None else who,
        created_at=clock.now(),
        updated_at=clock.now(),
    )
    if answers:
        saving.save_boxes(made, {item_id(exercise, key): raw for key, raw in answers.items()}, {})
    return made


def link_to(made: Draft) -> str:
    """Return the token of a new private link."""
    return access.mint_link(made)


def send(made: Draft, **arrival: Any) -> Response:
    """Send a draft as its respondent would, now unless told otherwise."""
    arrival.setdefault("received_at", clock.now())
    return sending.submit(made, key=made.submission_key, arrival=sending.Arrival(**arrival))


def sent(exercise: Exercise, answers: dict[str, Raw] | None = None, **who: Any) -> Response:
    """Return a response that was sent online."""
    return send(draft(exercise, answers or {"tasks-words": "More nurses."}, who={**INDIVIDUAL, **who}))
