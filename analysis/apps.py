from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    """Dashboard, snapshots and reports."""

    name = "analysis"

    def ready(self) -> None:
        """Put the pages of an exercise into the staff header."""
        from accounts import navigation
        from accounts.permissions import DOWNLOADERS

        navigation.register("Dashboard", "analysis_staff:dashboard", order=30, of_exercise=True)
        navigation.register("Reports", "analysis_staff:reports", roles=DOWNLOADERS, order=60, of_exercise=True)
