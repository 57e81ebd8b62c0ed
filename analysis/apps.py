from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    """Dashboard, snapshots and reports."""

    name = "analysis"

    def ready(self) -> None:
        """Put the pages of an exercise into the staff header, and let reports go when their time has come."""
        from accounts import navigation
        from accounts.permissions import DOWNLOADERS
        from analysis import burying
        from responses.privacy import carrying_out

        navigation.register("Dashboard", "analysis_staff:dashboard", order=30, of_exercise=True)
        navigation.register("Reports", "analysis_staff:reports", roles=DOWNLOADERS, order=60, of_exercise=True)
        carrying_out.carriers["analysis.Report"] = burying.have_had_their_time
        carrying_out.carriers["analysis.ReportFile"] = burying.go_with_their_reports
