from __future__ import annotations

import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from accounts import people
from accounts.managers import tidy_email
from accounts.models import Organisation, Role, User
from common.errors import DomainError


class Command(BaseCommand):
    help = "Give somebody a role in an organisation, making their account: for its first administrator, for one."

    def add_arguments(self, parser: CommandParser) -> None:
        """Describe the arguments."""
        parser.add_argument("email")
        parser.add_argument("--organisation", required=True, metavar="SLUG")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--name", default="", help="The person's full name.")
        parser.add_argument(
            "--password-stdin", action="store_true", help="Read the password from standard input instead of asking."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the account, or add the role to the one there is."""
        email = self._email(options["email"])
        organisation = self._organisation(options["organisation"])
        is_new = not User.objects.filter(email=email).exists()
        password = self._password(email, from_stdin=options["password_stdin"]) if is_new else None
        role = Role(options["role"])
        try:
            people.create_staff(
                email=email, organisation=organisation, role=role, password=password, name=options["name"]
            )
        except DomainError as refused:
            raise CommandError(refused.message) from refused
        self.stdout.write(f"{email} has the role {role.label.lower()} in {organisation}.")
        if is_new:
            self.stdout.write("They set up their authenticator app when they first sign in.")

    def _email(self, typed: str) -> str:
        email = tidy_email(typed)
        try:
            validate_email(email)
        except ValidationError as invalid:
            raise CommandError(f"{typed} is not an email address.") from invalid
        return email

    def _organisation(self, slug: str) -> Organisation:
        organisation = Organisation.objects.filter(slug=slug).first()
        if organisation is None:
            known = ", ".join(Organisation.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no organisation {slug}. Known: {known}. Loading an exercise makes its own.")
        return organisation

    def _password(self, email: str, *, from_stdin: bool) -> str:
        if from_stdin:
            password = sys.stdin.readline().rstrip("\r\n")
        else:
            password = getpass.getpass("Password: ")
            if password != getpass.getpass("Again: "):
                raise CommandError("The two passwords are not the same.")
        try:
            validate_password(password, User(email=email))
        except ValidationError as weak:
            raise CommandError(" ".join(weak.messages)) from weak
        return password
