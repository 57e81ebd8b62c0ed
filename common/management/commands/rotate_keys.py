from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from common import rotation
from common.rotation import Part, Progress


class Command(BaseCommand):
    """Go through everything until a whole round finds nothing under an older key."""

    help = (
        "Put everything that is encrypted under the first of ENCRYPTION_KEYS, files that were never sealed included. "
        "The site goes on running. It can be stopped at any moment and run again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say what is under which key")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.ENCRYPTION_KEYS:
            raise CommandError("ENCRYPTION_KEYS is empty.")
        self.level = options["verbosity"]
        left = sum(self._through(part, change=not options["check"]) for part in rotation.parts())
        if left and not options["check"]:  # written meanwhile, perhaps by a process that still has the older key first
            left = sum(self._through(part, change=True) for part in rotation.parts())
        if left:
            raise CommandError(
                f"{left} values and files are under an older key, or under none. Keep the older keys. "
                "Restart every process of the site with the new key first, then run this again."
            )
        self._say_what_may_go()

    def _through(self, part: Part, *, change: bool) -> int:
        """Go through one part and return how much of it is left."""
        last: Progress | None = None
        for number, last in enumerate(part(change)):
            if self.level > 1 or (number and number % 50 == 0):
                self.stdout.write(_told(last))
        if last is None:
            return 0
        self.stdout.write(_told(last))
        return last.old - last.done

    def _say_what_may_go(self) -> None:
        older = len(settings.ENCRYPTION_KEYS) - 1
        if not older:
            self.stdout.write("Everything is under the only key.")
        else:
            which = "the other one" if older == 1 else f"the other {older}"
            self.stdout.write(f"Everything is under the first key. Take {which} out of ENCRYPTION_KEYS and restart.")


def _told(progress: Progress) -> str:
    told = f"{progress.what}: {progress.seen:,} looked at, {progress.old:,} not under the first key"
    return f"{told}, {progress.done:,} put under it"
