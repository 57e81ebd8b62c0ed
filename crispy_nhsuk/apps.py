"""The Django app that brings the templates of the pack."""

from django.apps import AppConfig


class CrispyNhsukConfig(AppConfig):
    """Registers templates and template tags; there are no models."""

    name = "crispy_nhsuk"
    verbose_name = "NHS.UK forms"
