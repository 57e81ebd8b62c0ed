from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from common.errors import DomainError
from responses.management.commands import _subject
from responses.privacy import asking, erasing, ties
from responses.privacy.finding import Subject

ASKED = "The person asked for it."


class Command(BaseCommand):
    """Erase the words, names, contact details and files of one person; what they chose stays in the figures."""

    help = (
        "Erase what is held on one person. The responses stay as rows, and choices as figures; reports that hold the "
        "words are withdrawn and new ones asked for. It cannot be undone, takes two people, and is refused under a "
        "legal hold."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        _subject.add_arguments(parser)
        parser.add_argument("--agreed-by", default="", metavar="EMAIL", help="the account of the one who agrees to it")
        parser.add_argument("--reason", default=ASKED, help="why, on record: name nobody in it")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be erased")

    def handle(self, *args: Any, **options: Any) -> None:
        subject, by = _subject.read(options)
        rows = erasing.with_shared_files(subject.rows)
        if options["dry_run"]:
            self._say("Would be looked at:", {model._meta.label: len(keys) for model, keys in rows.items()})
        else:
            agreed_by = _subject.staff(subject.exercise, options, "agreed_by")
            try:
                with transaction.atomic():  # asked for and agreed to at once
                    done = asking.agree(asking.ask(subject, by=by, reason=options["reason"]), by=agreed_by)
            except DomainError as error:
                raise CommandError(error.message) from error
            self._say("Erased:", {**done.counts, "files": len(done.files)})
        more = sum(map(len, rows.values())) > sum(map(len, subject.rows.values()))
        if more or ties.held_by_others_too(subject.rows):
            self.stdout.write("A file that others' answers came in holds these words too, and goes with them.")
        self._mentions(subject)

    def _say(self, heading: str, counts: dict[str, int]) -> None:
        self.stdout.write(heading)
        for label, count in sorted(counts.items()):
            self.stdout.write(f"  {label}: {count}")

    def _mentions(self, subject: Subject) -> None:
        if subject.mentions:
            self.stdout.write("They are mentioned in words of others as well. Look at these by hand, and redact:")
            for model, keys in subject.mentions.items():
                self.stdout.write(f"  {model._meta.label}: {', '.join(map(str, sorted(keys)))}")
