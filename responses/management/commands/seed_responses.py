"""manage.py seed_responses SLUG --count N --seed S [--accepted]"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from common.errors import DomainError
from engagement.models import Exercise
from responses.synthetic import bulk


class Command(BaseCommand):
    help = "Make invented responses, each marked as synthetic, for demonstrations and measurements."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the exercise")
        parser.add_argument("--count", type=int, default=100)
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same responses")
        parser.add_argument("--accepted", action="store_true", help="as moderated and accepted already")

    def handle(self, *args: Any, **options: Any) -> None:
        exercise = Exercise.objects.published().filter(slug=options["slug"]).first()
        if exercise is None:
            raise CommandError(f"No published exercise is called {options['slug']}.")
        staff = None
        if options["accepted"]:
            staff, _ = User.objects.get_or_create(
                email="synthetic@example.org", defaults={"name": "Synthetic data", "is_active": False}
            )
        try:
            for done in bulk.seed(exercise, count=options["count"], seed=options["seed"], accepted_by=staff):
                if done % 5000 == 0 or done == options["count"]:
                    self.stdout.write(f"{done:,} of {options['count']:,}")
        except DomainError as error:
            raise CommandError(error.message) from error
