"""manage.py import_responses EXERCISE FILE --channel C [--mapping M.yaml] [--dry-run] --by EMAIL"""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.permissions import can_key
from common.errors import DomainError
from engagement import editions
from engagement.models import Exercise
from responses.intake.imports import batches, jobs, telling
from responses.intake.imports.mapping import mapping as mappings
from responses.intake.imports.mapping import written
from responses.intake.imports.mapping.shape import from_json
from responses.intake.imports.mapping.targets import targets_of
from responses.intake.imports.mapping.written import BadMapping
from responses.intake.imports.models import ImportBatch
from responses.intake.originals import LARGEST


class Command(BaseCommand):
    help = "Import answers that another survey tool took, by the same steps as on the page Import."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("exercise", help="the exercise, by the name in its address")
        parser.add_argument("file", type=Path, help="CSV, XLSX, XLS or ODS")
        parser.add_argument("--channel", required=True, choices=[channel.value for channel in batches.CHANNELS])
        parser.add_argument("--by", required=True, metavar="EMAIL", help="who imports: of the communications team")
        parser.add_argument("--mapping", type=Path, help="YAML as the page saves it; else as last time, or guessed")
        parser.add_argument("--received", metavar="DATE", help="YYYY-MM-DD, for rows that do not say when they came")
        parser.add_argument("--dry-run", action="store_true", help="say what would become of every row; import none")
        parser.add_argument(
            "--leave-out-invalid", action="store_true", help="import the others where some are not valid"
        )

        parser.add_argument(
            "--import-alike", action="store_true", help="import too what may be there already: it is by other people"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        exercise = Exercise.objects.filter(slug=options["exercise"], edition__isnull=False).first()
        if exercise is None:
            raise CommandError(f"No published exercise is called {options['exercise']}.")
        by = User.objects.filter(email__iexact=options["by"], is_active=True).first()
        if by is None or not can_key(by, exercise.organisation_id):
            raise CommandError(f"{options['by']} is nobody of the communications team of this exercise.")
        try:
            batch = self._checked(exercise, by, options)
            self._tell(batch)
            if not options["dry_run"]:
                self._import(batch, by, options)
        except (DomainError, BadMapping) as refused:
            raise CommandError(getattr(refused, "message", "") or str(refused)) from refused

    def _checked(self, exercise: Exercise, by: User, options: dict[str, Any]) -> ImportBatch:
        """Upload, read, map and check."""
        path: Path = options["file"]
        received = _day(options["received"])
        text = options["mapping"].read_text() if options["mapping"] else ""
        if not path.is_file() or path.stat().st_size > LARGEST:
            raise CommandError(f"{path} is no file of at most 25 MB.")
        with path.open("rb") as opened:
            file = File(opened, name=path.name)
            batch = batches.upload(exercise, file, channel=options["channel"], by=by, received_on=received)
        if text:
            ImportBatch.objects.filter(pk=batch.pk).update(mapping=written.about(text).as_json())
        batch = _worked(batch)
        if text:
            mapping = written.loaded(text, from_json(batch.shape), targets_of(editions.of(exercise)))
            batches.settle(batch, mapping, by=by, received_on=received, channel=options["channel"])
        batches.ask_to_check(batch, mappings.from_json(batch.mapping), targets_of(editions.of(exercise)))
        return _worked(batch)

    def _tell(self, batch: ImportBatch) -> None:
        self.stdout.write(f"Import {batch.number}: {batch.total:,} rows")
        for column in mappings.from_json(batch.mapping).columns:
            self.stdout.write(f"  {column.heading!r} → {column.to} ({column.reason})")
        for each in telling.counted(batch):
            self.stdout.write(f"{each.label}: {each.count:,}")
        for alike in telling.alike(batch):
            beside = f"row {alike.other_row:,} of import {alike.other_import}, response {alike.reference}"
            self.stdout.write(f"  {alike.why}: {alike.count:,}, for example row {alike.row:,} beside {beside}")
        for trouble in telling.troubles(batch):
            self.stdout.write(f"  {trouble.where}: {trouble.why} (rows {trouble.rows})")

    def _import(self, batch: ImportBatch, by: User, said: dict[str, Any]) -> None:
        maybe = batch.counts.get("maybe", 0)
        if maybe and not said["import_alike"]:
            self.stdout.write(f"Left out, since they may be there already: {maybe:,}. --import-alike imports them too.")
        batches.ask_to_import(batch, by=by, without_invalid=said["leave_out_invalid"], alike_too=said["import_alike"])
        done = _worked(batch)
        count = done.rows.count()
        self.stdout.write(f"Imported: {count:,} response{'' if count == 1 else 's'}")


def _worked(batch: ImportBatch) -> ImportBatch:
    """Do here what a worker would do."""
    jobs.work(batch.pk)
    batch = ImportBatch.objects.select_related("exercise").get(pk=batch.pk)
    if batch.fault:
        raise CommandError(batch.fault)
    if batch.is_working:
        raise CommandError(f"Import {batch.number} is being worked on elsewhere. It goes on on the page Import.")
    return batch


def _day(said: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(said) if said else None
    except ValueError:
        raise CommandError(f"{said} is no day: write YYYY-MM-DD.") from None
