"""manage.py load_boundaries EXERCISE FILE.geojson --kind district|area --name-field F"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.errors import DomainError
from engagement.models import Exercise
from footprints.maps.boundaries import geojson, loading
from footprints.maps.boundaries.faults import BoundaryFaults
from footprints.maps.models import BoundarySet


class Command(BaseCommand):
    help = "Load real boundaries from GeoJSON: maps of that kind show them in place of tiles."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("exercise", help="the slug of the exercise")
        parser.add_argument("file", type=Path, help="GeoJSON in longitude and latitude")
        parser.add_argument("--kind", choices=BoundarySet.Kind.values, required=True, help="what the boundaries are of")
        parser.add_argument("--name-field", default="", help="the property with the name; the likeliest unless told")
        parser.add_argument("--attribution", default="", help="whose boundaries they are, said below the map")
        parser.add_argument("--check", action="store_true", help="only say what would be loaded")

    def handle(self, *args: Any, **options: Any) -> None:
        exercise = Exercise.objects.filter(slug=options["exercise"]).first()
        if exercise is None:
            raise CommandError(f"There is no exercise '{options['exercise']}'.")
        try:
            made = loading.look_at(
                exercise,
                kind=options["kind"],
                data=_read(options["file"]),
                file_name=options["file"].name,
                name_field=options["name_field"],
                attribution=options["attribution"],
            )
            self._tell(made)
            if not options["check"]:
                loading.use(made, by=None, reason=f"Loaded {made.file_name} from the command line")
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Not loaded: --check only looks." if options["check"] else "Maps show these boundaries now.")

    def _tell(self, made: BoundarySet) -> None:
        self.stdout.write(f"{made.file_name}, SHA-256 {made.sha256}, names from '{made.name_field}'")
        for boundary in made.boundaries.all():
            self.stdout.write(f"  {boundary.name_in_file}: {boundary.key}")
        if made.unmatched:
            self.stdout.write(f"Not known to the exercise, so left out: {', '.join(made.unmatched)}.")
        for note in made.notes:
            self.stdout.write(note)
        self.stdout.write(f"{made.points_kept:,} of {made.points_read:,} points are kept.")


def _read(path: Path) -> bytes:
    """Read a file, but never more of it than is looked at."""
    try:
        with path.open("rb") as file:
            return file.read(geojson.LARGEST + 1)
    except OSError as error:
        raise BoundaryFaults([f"{path} cannot be read: {error.strerror or error}."]) from None
