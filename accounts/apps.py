from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Staff accounts: who may sign in, for which organisation, and to do what."""

    name = "accounts"
    verbose_name = "Staff accounts"
