"""Tell whether beat and a worker are alive: the health check of their containers."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common import health


class Command(BaseCommand):
    """Exit 0 if a worker ran beat's heartbeat lately."""

    help = __doc__
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Look at the heartbeat's row."""
        sign = health.of_worker()
        if not sign.ok:
            raise CommandError(f"No sign of a worker: {sign.facts['seconds_since_seen']} seconds since the last one.")
        self.stdout.write(f"Seen {sign.facts['seconds_since_seen']} seconds ago.")
