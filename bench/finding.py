"""Run inside the site as a worker would be: the search for copies, with the time and memory it took.

python -m bench.finding fill COUNT     so many responses with a letter each, some with a second text
python -m bench.finding find           the job from the beginning, once more with nothing new, once more with a few new
                                       responses; and how well it did
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import resource
import sys
import time
import uuid
from collections import Counter, defaultdict
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from bench.campaigns import HARD, Letter, letters, sentences  # noqa: E402
from common import clock  # noqa: E402
from engagement.models import Exercise, Item  # noqa: E402
from responses.copies import job  # noqa: E402
from responses.copies.models import Copy  # noqa: E402
from responses.submission.models import Answer, Response  # noqa: E402

SLUG = "bench-copies"
BATCH = 2_000
FEW = 10  # responses that come in after the first look
CHANNELS = ["online", "email", "letter", "paper"]


def fill(count: int) -> None:
    """Write the letters into any box with words, over all channels."""
    like = Exercise.objects.published().get()
    made = {name: getattr(like, name) for name in ("organisation_id", "edition_id", "opens_at", "closes_at")}
    exercise = Exercise.objects.create(slug=SLUG, created_at=clock.now(), **made)
    items = list(Item.objects.filter(part__question__exercise=like, part__kind="text").values_list("pk", flat=True))
    items += list(
        Item.objects.filter(part__question__exercise=like, part__kind="pros_and_cons").values_list("pk", flat=True)
    )
    chance = random.Random("boxes")
    waiting: list[Letter] = []
    done = 0
    for letter in letters(count):
        waiting.append(letter)
        if len(waiting) == BATCH:
            _write(exercise, waiting, done, items, chance)
            done += len(waiting)
            waiting = []
    _write(exercise, waiting, done, items, chance)


def _write(exercise: Exercise, some: list[Letter], first: int, items: list[int], chance: random.Random) -> None:
    now = clock.now()
    responses = Response.objects.bulk_create(
        Response(
            exercise=exercise,
            edition_id=exercise.edition_id,
            reference=f"{exercise.pk % 10}{first + place:07d}",  # of no form that is handed out
            submission_key=uuid.UUID(int=(first + place) * 2**64 + exercise.pk),
            channel=chance.choice(CHANNELS),
            received_at=now - dt.timedelta(seconds=chance.randrange(3_000_000)),
            entered_at=now,
            timing="on_time",
            kind="individual",
            has_free_text=True,
            synthetic=True,
        )
        for place in range(len(some))
    )
    answers = []
    for response, letter in zip(responses, some, strict=True):
        boxes = chance.sample(items, 2)
        answers.append(Answer(response=response, item_id=boxes[0], text=letter.text))
        if chance.random() < 0.5:
            answers.append(Answer(response=response, item_id=boxes[1], text="\n".join(sentences(chance, 2, 4))))
    Answer.objects.bulk_create(answers, batch_size=1_000)


def find() -> dict[str, Any]:
    """Run the job and hold what it found against the labels."""
    exercise = Exercise.objects.get(slug=SLUG)
    seconds = {}
    for name, anew in (("first", True), ("again", False), ("few", False)):
        if name == "few":
            _send_once_more(exercise)
        began = time.perf_counter()
        job.run(exercise.pk, anew=anew)
        seconds[name] = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    texts = Answer.objects.filter(response__exercise=exercise).count()
    return {"seconds": seconds, "memory": memory, "texts": texts} | _judged(exercise)


def _send_once_more(exercise: Exercise) -> None:
    """Have a few responses arrive by another way, which the labels know nothing of."""
    chance = random.Random("few")
    items = list(Answer.objects.filter(response__exercise=exercise).values_list("item", flat=True)[:20])
    alone = [Letter("\n".join(sentences(chance, 3, 5)), 0, "alone") for _ in range(FEW)]
    _write(exercise, alone, Response.objects.filter(exercise=exercise).count(), sorted(set(items)), chance)


def _judged(exercise: Exercise) -> dict[str, Any]:
    """Return recall and precision over texts: a campaign is where most of it is, a group whose it mostly is."""
    sent = list(letters(Response.objects.filter(exercise=exercise).count() - FEW))
    first = _letters_of(exercise)
    rows = Copy.objects.filter(group__exercise=exercise).values_list("group", "answer", "response__submission_key")
    campaign_of: dict[int, int] = {}
    where: dict[int, Counter[int]] = defaultdict(Counter)
    groups: dict[int, Counter[int]] = defaultdict(Counter)
    group_of: dict[int, int] = {}
    for group, answer, key in rows.iterator(chunk_size=10_000):
        number = key.int >> 64
        label = sent[number].campaign if number < len(sent) and first[number] == answer else 0
        campaign_of[answer] = label
        groups[group][label] += 1
        if label:
            where[label][group] += 1
            group_of[number] = group
    home = {campaign: found.most_common(1)[0][0] for campaign, found in where.items()}
    real = [number for number, letter in enumerate(sent) if letter.campaign]
    found = {number for number in real if group_of.get(number, -1) == home.get(sent[number].campaign, -2)}
    right = sum(of[label] for of in groups.values() if (label := of.most_common(1)[0][0]))
    kinds = Counter(sent[number].kind for number in real)
    by_kind = Counter(sent[number].kind for number in found)
    return {
        "recall": len(found) / len(real),
        "precision": right / max(len(campaign_of), 1),
        "hard": sum(kinds[kind] for kind in HARD) / len(real),
        "kinds": {kind: by_kind[kind] / n for kind, n in sorted(kinds.items())},
        "campaigns": len({sent[number].campaign for number in real}),
        "groups": len(groups),
    }


def _letters_of(exercise: Exercise) -> dict[int, int]:
    """Return the first answer of each response, which is its letter."""
    found: dict[int, int] = {}
    rows = Answer.objects.filter(response__exercise=exercise).order_by("-pk")
    for answer, key in rows.values_list("pk", "response__submission_key").iterator(chunk_size=10_000):
        found[key.int >> 64] = answer
    return found


if __name__ == "__main__":
    if sys.argv[1] == "fill":
        fill(int(sys.argv[2]))
    else:
        print(json.dumps(find()))
