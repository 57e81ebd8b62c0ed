from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from responses.management.commands import _subject
from responses.privacy import asking


class Command(BaseCommand):
    """Write everything that is held on one person into a folder or a zip file."""

    help = "Export everything that is held on one person, to read and for a machine, with the files as they came."

    def add_arguments(self, parser: CommandParser) -> None:
        _subject.add_arguments(parser)
        parser.add_argument("--output", required=True, type=Path, help="a new folder, or a new file ending in .zip")

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["output"]
        if target.exists():
            raise CommandError(f"{target} is there already. Name a new one.")
        if not target.parent.is_dir():
            raise CommandError(f"{target.parent} is not a folder.")
        subject, by = _subject.read(options)
        os.umask(0o077)  # what is written is for one person
        if target.suffix == ".zip":
            with tempfile.TemporaryDirectory() as folder:
                written = asking.hand_out(subject, Path(folder) / "held", by=by)
                shutil.make_archive(str(target.with_suffix("")), "zip", folder)
        else:
            written = asking.hand_out(subject, target, by=by)
        self.stdout.write(f"{len(written)} files in {target}: {len(subject.responses)} responses.")
        if subject.mentions:
            self.stdout.write("Others mention them in their own words: look at held.json before you hand it over.")
