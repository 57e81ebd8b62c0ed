from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Staff accounts: who may sign in, for which organisation, and to do what."""

    name = "accounts"
    verbose_name = "Staff accounts"

    def ready(self) -> None:
        """Join the outbox and put the people page into the staff header."""
        from accounts import mail, navigation
        from accounts.models import Role

        mail.register_handlers()
        navigation.register("People", "accounts_staff:people", roles={Role.ADMINISTRATOR}, order=90)
        navigation.register("Your sign-in", "mfa_index", order=95)
