"""What the two commands about one person share: who is asked about, and who asks."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts.models import Role, User
from accounts.permissions import roles_of
from common.errors import DomainError
from engagement.models import Exercise
from responses.privacy import finding
from responses.privacy.finding import Subject

MAY = frozenset({Role.COMMUNICATIONS, Role.ADMINISTRATOR})


def add_arguments(parser: CommandParser) -> None:
    """Take the exercise, one of two ways to find the person, and who does it."""
    parser.add_argument("exercise", help="the exercise's slug")
    parser.add_argument("--email", default="", help="the person's email address")
    parser.add_argument("--reference", default="", help="the reference on the person's receipt")
    parser.add_argument("--by", required=True, metavar="EMAIL", help="the account of the member of staff who does this")


def read(options: dict[str, Any]) -> tuple[Subject, User]:
    """Return the person that is asked about and who asks; told in plain words where either is not known."""
    exercise = Exercise.objects.select_related("organisation").filter(slug=options["exercise"]).first()
    if exercise is None:
        raise CommandError(f"There is no exercise {options['exercise']!r}.")
    by = User.objects.filter(email__iexact=options["by"], is_active=True).first()
    if by is None or not roles_of(by, exercise.organisation_id) & MAY:
        raise CommandError("--by is not the account of a communications officer or administrator of this organisation.")
    try:
        return finding.find(exercise, email=options["email"], reference=options["reference"]), by
    except DomainError as error:
        raise CommandError(error.message) from error
