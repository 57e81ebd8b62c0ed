"""What the two commands about one person share: who is asked about, and who asks."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts.models import User
from accounts.permissions import PUBLISHERS, roles_of
from common.errors import DomainError
from engagement.models import Exercise
from responses.privacy import finding, seeking
from responses.privacy.finding import Subject
from responses.privacy.person_models import SoughtBy


def add_arguments(parser: CommandParser) -> None:
    """Take the exercise, one of the ways to find the person, and who does it."""
    parser.add_argument("exercise", help="the exercise's slug")
    parser.add_argument("--email", default="", help="the person's email address")
    parser.add_argument("--telephone", default="", help="the person's telephone number")
    parser.add_argument("--name", default="", help="the person's name; other people of that name are found as well")
    parser.add_argument("--reference", default="", help="the reference on the person's receipt")
    parser.add_argument("--by", required=True, metavar="EMAIL", help="the account of the member of staff who does this")


def read(options: dict[str, Any]) -> tuple[Subject, User]:
    """Return the person that is asked about and who asks; told in plain words where either is not known."""
    exercise = Exercise.objects.select_related("organisation").filter(slug=options["exercise"]).first()
    if exercise is None:
        raise CommandError(f"There is no exercise {options['exercise']!r}.")
    by = staff(exercise, options, "by")
    given = [(way, options[way]) for way in SoughtBy.values if options[way]]
    if len(given) != 1:
        raise CommandError("Give either an email address, a telephone number, a name or a reference.")
    try:
        return finding.find(exercise, seeking.sought(*given[0])), by
    except DomainError as error:
        raise CommandError(error.message) from error


def staff(exercise: Exercise, options: dict[str, Any], option: str) -> User:
    """Return whose account an option names; refused where they may not do this."""
    found = User.objects.filter(email__iexact=options[option], is_active=True).first()
    if found is None or not roles_of(found, exercise.organisation_id) & PUBLISHERS:
        named = f"--{option.replace('_', '-')}"
        raise CommandError(
            f"{named} is not the account of a communications officer or administrator of this organisation."
        )
    return found
