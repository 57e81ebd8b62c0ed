"""manage.py verify_ledger [EXERCISE] [--known NUMBER:DIGEST] [--no-files] [--seal]"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from engagement.models import Exercise
from responses.ledger import sealing, verifying

DIGEST = 64
FOUND, MISUSED = 1, 2


class Command(BaseCommand):
    help = "Hold the ledger against itself. Exit code 1 where something does not fit, 2 where it was called wrongly."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("exercise", nargs="?", help="the exercise; all of them where none is named")
        parser.add_argument(
            "--known", action="append", default=[], metavar="NUMBER:DIGEST", help="a seal as it was noted elsewhere"
        )
        parser.add_argument("--no-files", action="store_true", help="leave out reading the originals")
        parser.add_argument("--seal", action="store_true", help="seal what is settled first, as the worker does")

    def handle(self, *args: Any, **options: Any) -> None:
        exercises = Exercise.objects.order_by("slug")
        if options["exercise"]:
            exercises = exercises.filter(slug=options["exercise"])
            if not exercises:
                raise CommandError(f"No exercise is called {options['exercise']}.", returncode=MISUSED)
        elif options["known"]:
            raise CommandError("A seal is of one exercise: name it.", returncode=MISUSED)
        if options["seal"]:
            sealing.seal_all()
        known = dict(_noted(text) for text in options["known"])
        found = sum(self._verify(exercise, known, files=not options["no_files"]) for exercise in exercises)
        if found:
            raise CommandError(f"{found} finding{'s' if found > 1 else ''}.", returncode=FOUND)

    def _verify(self, exercise: Exercise, known: dict[int, str], *, files: bool) -> int:
        looked = verifying.Looked(known=known)
        found = 0
        for finding in verifying.check(exercise, looked, files=files):
            found += 1
            self.stdout.write(f"{exercise.slug}: {finding}")
        said = f"{looked.responses:,} responses, {looked.files:,} originals, {looked.seals:,} seals"
        self.stdout.write(f"{exercise.slug}: {said}; {'nothing is wrong' if not found else f'{found} found'}")
        if looked.head:
            self.stdout.write(f"{exercise.slug}: last seal {looked.head}")
        return found


def _noted(text: str) -> tuple[int, str]:
    number, _, digest = text.partition(":")
    if not (number.isascii() and number.isdigit() and len(digest) == DIGEST):
        raise CommandError(f"{text} is no seal. It looks like 12:4f5a…, as this command prints it.", returncode=MISUSED)
    return int(number), digest.lower()
