from django.apps import AppConfig


class EngagementConfig(AppConfig):
    """Exercises and their editions, and the pages that publish them."""

    name = "engagement"

    def ready(self) -> None:
        """Put the exercises into the staff header."""
        from accounts import navigation
        from accounts.permissions import PUBLISHERS

        navigation.register("Exercises", "engagement_staff:home", order=10)
        navigation.register(
            "Dates and notices", "engagement_staff:exercise", roles=PUBLISHERS, order=20, of_exercise=True
        )
