"""Run inside the site: what the measures need in the database, told to the bench as JSON.

python -m bench.prepare pages                 the fields of every survey page
python -m bench.prepare drafts COUNT [full]   begun drafts, half of their boxes filled in, or all
python -m bench.prepare responses             how many responses there are
python -m bench.prepare vacuum                nothing: tidies PostgreSQL's tables as it does by itself in time
"""

from __future__ import annotations

import json
import os
import random
import sys
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django import forms  # noqa: E402
from django.db import connection  # noqa: E402

from engagement.models import Exercise  # noqa: E402
from responses.drafts import access, saving, whoever  # noqa: E402
from responses.drafts.models import PrivateLink  # noqa: E402
from responses.kinds.base import Raw  # noqa: E402
from responses.submission.models import Response  # noqa: E402
from responses.survey import Box, Survey, survey_of  # noqa: E402

WORDS = "We see this differently in the north of our area, where most people live in villages. "


def pages(survey: Survey) -> dict[str, list[dict[str, Any]]]:
    """Return the fields of each page."""
    return {
        page.key: [_described(name, field) for name, field in page.form_class.base_fields.items()]  # type: ignore[attr-defined]
        for page in survey.pages
    }


def _described(name: str, field: forms.Field) -> dict[str, Any]:
    return {
        "name": name,
        "label": str(field.label),
        "help_text": str(field.help_text),
        "choices": [[str(key), str(label)] for key, label in getattr(field, "choices", [])],
        "is_list": isinstance(field.widget, forms.Select),
        "limit": getattr(field, "limit", None),
    }


def drafts(exercise: Exercise, survey: Survey, *, count: int, full: bool) -> list[dict[str, Any]]:
    """Begin drafts with words of their own and return their tokens, submission keys and boxes."""
    begun = []
    for number in range(count):
        token = access.begin(exercise)
        draft = PrivateLink.objects.select_related("draft").latest("id").draft
        boxes = [box for position, box in enumerate(survey.boxes.values()) if full or (position + number) % 2]
        raws = {box.item.id: _raw(box, number) for box in boxes}
        saving.save_boxes(draft, raws, {})
        whoever.save(draft, {"kind": "individual", "contact_name": f"Respondent {number}", "area": ""})
        answers = {box.item.key: raws[box.item.id] for box in boxes}
        begun.append({"token": token, "key": str(draft.submission_key), "answers": answers})
    return begun


def _raw(box: Box, number: int) -> Raw:
    if box.kind.has_picture:
        return box.kind.raw(box.part, box.kind.sample(box.part, random.Random(number)))
    if not box.part.choices:
        return f"Respondent {number} on {box.item.key}. " + WORDS * 4
    if box.kind.name == "ranking":  # each rank once
        return box.part.choices[box.part.items.index(box.item)].key
    choice = box.part.choices[number % len(box.part.choices)].key
    return [choice] if box.kind.name == "several_choices" else choice


def main(what: str, *arguments: str) -> None:
    """Do one of the things above."""
    exercise = Exercise.objects.published().get()
    assert exercise.edition_id is not None
    survey = survey_of(exercise.edition_id)
    found: Any
    if what == "pages":
        found = {"slug": exercise.slug, "pages": pages(survey)}
    elif what == "responses":
        found = Response.objects.count()
    elif what == "vacuum":
        with connection.cursor() as cursor:
            found = cursor.execute("VACUUM ANALYZE")
    else:
        found = drafts(exercise, survey, count=int(arguments[0]), full="full" in arguments)
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
