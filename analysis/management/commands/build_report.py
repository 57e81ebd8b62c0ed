"""manage.py build_report SLUG --output DIR [--audience steering]"""

from __future__ import annotations

import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from analysis import asking, reports
from analysis.models import Report, ReportFile
from analysis.render.standalone import standalone
from common.errors import DomainError
from engagement.models import Exercise


class Command(BaseCommand):
    help = "Build a report here and now, without a worker, and write its files into a folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the exercise")
        parser.add_argument("--output", type=Path, required=True, metavar="DIR", help="the folder for the files")
        parser.add_argument("--audience", choices=Report.Audience.values, default=Report.Audience.STEERING)

    def handle(self, *args: Any, **options: Any) -> None:
        exercise = Exercise.objects.filter(slug=options["slug"]).first()
        if exercise is None:
            known = ", ".join(Exercise.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"There is no exercise {options['slug']!r}. Known: {known}.")
        try:
            asked = asking.ask(exercise, audience=options["audience"], by=None, reason="Built from the command line.")
        except DomainError as error:
            raise CommandError(error.message) from error
        report = reports.claim(asked.pk)
        if report is None or not reports.build(report):
            raise CommandError("A worker has taken the report. Look for it on the reports page.")
        options["output"].mkdir(parents=True, exist_ok=True)
        for name in ReportFile.Format:
            self._write(asked, name, options["output"])
        self.stdout.write(f"Report {asked.number} of {exercise.slug} for {asked.get_audience_display()}: ready.")

    def _write(self, report: Report, name: str, folder: Path) -> None:
        file = reports.claim_file(report.pk, name)
        if file is not None:
            reports.render(file)
        file = ReportFile.objects.select_related("report__exercise").get(report=report, format=name)
        if file.state != ReportFile.State.READY:
            raise CommandError(f"The {file.get_format_display()} file is being made by a worker.")
        target = folder / reports.filename(file.report, name)
        with file.file.open("rb") as made:
            if name == ReportFile.Format.HTML:
                target.write_text(standalone(made), encoding="utf-8")
            else:
                with target.open("wb") as out:
                    shutil.copyfileobj(made, out)
        self.stdout.write(f"  {target}")
