from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Staff accounts: who may sign in, for which organisation, and to do what."""

    name = "accounts"
    verbose_name = "Staff accounts"

    def ready(self) -> None:
        """Join the outbox, put the people page into the staff header, and have secrets rotated with the keys."""
        from accounts import mail, navigation, rotating
        from accounts.models import Role
        from common import rotation

        mail.register_handlers()
        navigation.register("People", "accounts_staff:people", roles={Role.ADMINISTRATOR}, order=90)
        navigation.register("Your sign-in", "mfa_index", order=95)
        rotation.others.append(rotating.authenticators)
