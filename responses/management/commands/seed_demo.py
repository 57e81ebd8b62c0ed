"""manage.py seed_demo: the demonstration's responses and accounts; safe to run again."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts import people
from accounts.models import User
from engagement.models import Exercise
from responses.synthetic import demo, mails, stakeholders

STAFF = "communications@example.org"  # who moderated what the demonstration begins with


class Command(BaseCommand):
    help = "Add the demonstration's responses and accounts for each staff role, and note the passwords."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("seed_demo makes accounts with printed passwords, so it runs with DEMO=1 only.")
        exercise = Exercise.objects.published().order_by("pk").first()
        if exercise is None:
            raise CommandError("Load an exercise first: manage.py load_exercise PACK --open-for 21")
        self._accounts(exercise)
        staff = User.objects.get(email=STAFF)
        added = demo.seed(exercise, staff=staff)
        invited = stakeholders.seed(exercise, staff=staff)
        kept = mails.seed(exercise, staff=staff)
        self.stdout.write(
            f"{exercise.slug}: {added} demonstration responses and {kept} emails added, {invited} stakeholders invited"
        )

    def _accounts(self, exercise: Exercise) -> None:
        """Keep who can sign in, and how, in a file that only the owner reads."""
        path = Path(settings.VAR_DIR) / "demo-accounts.json"
        known = {entry["email"]: entry for entry in json.loads(path.read_text())} if path.exists() else {}
        made = people.create_demo_accounts(exercise.organisation, new_passwords=not known)
        known |= {email: {"role": str(role), "email": email, "password": word} for role, email, word in made}
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(list(known.values()), file, indent=2)
