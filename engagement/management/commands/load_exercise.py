"""manage.py load_exercise PACK [--open-for DAYS]"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.errors import DomainError
from engagement.packs import loading


class Command(BaseCommand):
    help = "Load a content pack as a new edition of its exercise; safe to run twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("pack", type=Path, help="the folder of the pack")
        parser.add_argument("--open-for", type=int, metavar="DAYS", help="publish it now and close in so many days")
        parser.add_argument(
            "--opened-days-ago", type=int, default=0, metavar="DAYS", help="with --open-for: opened so many days ago"
        )
        parser.add_argument("--change-note", default="", help="what changed and why, once the exercise is published")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = loading.load(
                options["pack"],
                change_note=options["change_note"],
                open_for=options["open_for"],
                opened_days_ago=options["opened_days_ago"],
            )
        except DomainError as error:
            raise CommandError(str(error)) from error
        edition = loaded.edition
        self.stdout.write(f"{edition.exercise.slug}: edition {edition.number}" + (" (new)" if loaded.is_new else ""))
        for change in loaded.changes:
            self.stdout.write(f"  {change}")
