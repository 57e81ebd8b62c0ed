"""Exercises with fixed dates, and every public address of one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.urls import reverse

from engagement import editions, lifecycle, phases
from engagement.models import Exercise
from footprints import geography
from footprints.by_factor import has_evidence
from tests.factories import NORFOLK, loaded

SMALL = Path(__file__).parents[1] / "packs" / "small"
OPENS = dt.datetime(2021, 5, 24, tzinfo=phases.LONDON)
CLOSES = phases.end_of_day(dt.date(2021, 6, 13))


def at(moment: str) -> dt.datetime:
    """Return a London time written as '2021-06-13 23:59:59'."""
    return dt.datetime.fromisoformat(moment).replace(tzinfo=phases.LONDON)


def opened(pack: Path = NORFOLK) -> Exercise:
    """Load a pack and publish it, with the dates of the real exercise."""
    exercise = loaded(pack)
    edition = exercise.editions.get()
    exercise.opens_at, exercise.closes_at = OPENS, CLOSES
    exercise.save()
    lifecycle.publish(exercise, edition=edition, by=None, reason="For a test")
    return exercise


def pages_of(exercise: Exercise) -> list[str]:
    """Return the addresses of all public reading pages of an exercise, the site's own included."""
    content = editions.of(exercise)
    slug = exercise.slug
    names = ["exercise", "document", "print", "respond", "privacy", "help"]
    pages = [reverse(f"engagement:{name}") for name in ("hub", "accessibility", "cookies")]
    pages += [reverse(f"engagement:{name}", args=[slug]) for name in names]
    pages += [reverse("engagement:section", args=[slug, section.key]) for section in content.sections]
    if content.options:
        pages.append(reverse("footprints:options", args=[slug]))
        pages += [reverse("footprints:option", args=[slug, option.number]) for option in content.options]
    shape = geography.of(content)
    if shape is not None:
        pages.append(reverse("footprints:populations", args=[slug]))
        if has_evidence(content, shape):
            pages.append(reverse("footprints:evidence", args=[slug]))
            pages += [reverse("footprints:option_evidence", args=[slug, number]) for number in shape.by_number]
        pages.append(reverse("footprints:compare", args=[slug]))
        pages += [f"{pages[-1]}?scenario={scenario.key}" for scenario in shape.scenarios]
        pages += [
            f"{reverse('footprints:option', args=[slug, option.number])}?scenario={scenario.key}"
            for option in content.options
            for scenario in shape.scenarios
        ]
    return pages
