"""Django's development server, which keeps a demonstration on this machine."""

from typing import Any

from django.conf import settings
from django.contrib.staticfiles.management.commands.runserver import Command as RunserverCommand
from django.core.management import CommandError

from common.checks import LOOPBACK


class Command(RunserverCommand):
    """Refuse DEMO=1 on an address that other machines reach."""

    addr: str

    def run(self, **options: Any) -> None:
        if settings.DEMO and self.addr not in LOOPBACK:
            raise CommandError(f"DEMO=1 does not start on {self.addr}: use 127.0.0.1, or leave DEMO unset.")
        super().run(**options)
