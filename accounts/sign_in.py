"""allauth's forms in plain words and in the site's own look; named in ACCOUNT_FORMS and MFA_FORMS."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms

from crispy_nhsuk.layout import Button, NHSUKHelper, Text

EMAIL = "Enter an email address in the correct format, like name@example.org"
PASSWORD_HINT = "At least 12 characters. Three or four unrelated words are easy to remember and hard to guess."  # noqa: S105


class PlainWords(forms.Form):
    """Gives fields their label, hint and error by name, and takes placeholders away: they vanish when typed over."""

    labels: ClassVar[dict[str, str]] = {}
    hints: ClassVar[dict[str, str]] = {}
    errors_by_field: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            field.widget.attrs.pop("placeholder", None)
            if name in self.errors_by_field:
                field.error_messages["required"] = self.errors_by_field[name]
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = EMAIL


class OnePassword(PlainWords):
    """A new password is typed once: the reset link helps whoever mistypes it."""

    labels = {"oldpassword": "Your password now", "password1": "New password"}
    hints = {"password1": PASSWORD_HINT}
    errors_by_field = {"oldpassword": "Enter the password you have now", "password1": "Enter a new password"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]


class SignInForm(PlainWords, LoginForm):
    labels = {"login": "Email address"}
    errors_by_field = {"login": "Enter your email address", "password": "Enter your password"}
    helper = NHSUKHelper(Text("login", width=30), Text("password", width=30), Button("Sign in"), error_summary=False)


class ForgotPasswordForm(PlainWords, ResetPasswordForm):
    labels = {"email": "Email address"}
    hints = {"email": "The one you sign in with."}
    errors_by_field = {"email": "Enter your email address"}
    helper = NHSUKHelper(Text("email", width=30), Button("Email me a link"), error_summary=False)


class NewPasswordForm(OnePassword, ResetPasswordKeyForm):
    helper = NHSUKHelper(Text("password1", width=30), Button("Save the new password"), error_summary=False)


class PasswordChangeForm(OnePassword, ChangePasswordForm):
    helper = NHSUKHelper(
        Text("oldpassword", width=30), Text("password1", width=30), Button("Save the new password"), error_summary=False
    )


class PasswordAgainForm(PlainWords, ReauthenticateForm):
    errors_by_field = {"password": "Enter your password"}
    helper = NHSUKHelper(Text("password", width=30), Button("Continue"), error_summary=False)


class Code(PlainWords):
    """The code of an authenticator app, or a recovery code where one is taken."""

    labels = {"code": "Code"}
    hints = {"code": "The 6 digits that your authenticator app shows now, or one of your recovery codes."}
    errors_by_field = {"code": "Enter the code"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "spellcheck": "false"}


class CodeForm(Code, AuthenticateForm):
    helper = NHSUKHelper(Text("code", width=10), Button("Continue"), error_summary=False)


class CodeAgainForm(Code, ReauthenticateByCodeForm):
    helper = NHSUKHelper(Text("code", width=10), Button("Continue"), error_summary=False)


class FirstCodeForm(Code, ActivateTOTPForm):
    labels = {"code": "Code from the app"}
    hints = {"code": "6 digits. The app shows new ones every half minute."}
    helper = NHSUKHelper(Text("code", width=10), Button("Continue"), error_summary=False)
