from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from accounts.models import Role, User
from common.reasons import ReasonField
from crispy_nhsuk.layout import Button, Checkboxes, NHSUKHelper, Radios, Text, Textarea

WHAT_ROLES_DO = {
    Role.COMMUNICATIONS: "Publishes and closes exercises, keys in and moderates responses, sees reports",
    Role.ANALYST: "Reads responses, asks for reports and sees them",
    Role.STEERING: "Sees counts while an exercise is open, and reports once it is over",
    Role.ADMINISTRATOR: "Invites, resets and removes people, publishes and closes exercises; sees no responses",
}
HINTS = {role.value: what for role, what in WHAT_ROLES_DO.items()}


class InviteForm(forms.Form):
    email = forms.EmailField(
        label="Work email address",
        help_text="The invitation is sent to this address, and it is what they will sign in with.",
        error_messages={
            "required": "Enter the email address of the person you want to invite",
            "invalid": "Enter an email address in the correct format, like name@example.org",
        },
    )
    role = forms.ChoiceField(
        label="What should they be able to do?",
        help_text="You can add further roles once they have joined.",
        choices=Role.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select a role"},
    )

    helper = NHSUKHelper(
        Text("email", width=30), Radios("role", hints=HINTS), Button("Send the invitation"), error_summary=False
    )

    def clean_role(self) -> Role:
        """Return the role itself and not its name."""
        return Role(self.cleaned_data["role"])


class RolesForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label="Roles",
        help_text="Select all that apply.",
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one role. To take away all of them, remove the person instead"},
    )

    helper = NHSUKHelper(Checkboxes("roles", hints=HINTS), Button("Save the roles"), error_summary=False)

    def clean_roles(self) -> list[Role]:
        """Return the roles themselves and not their names."""
        return [Role(role) for role in self.cleaned_data["roles"]]


class ReasonForm(forms.Form):
    note = ReasonField(max_length=500, help_text="Kept on record with your name and the date.")

    def __init__(self, *args: Any, button: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = NHSUKHelper(
            Textarea("note", rows=3, max_length=500), Button(button, kind="warning"), error_summary=False
        )


class JoinForm(forms.Form):
    name = forms.CharField(
        label="Your full name",
        help_text="Shown to colleagues beside what you do here.",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Enter your full name"},
    )
    password = forms.CharField(
        label="Choose a password",
        help_text="At least 12 characters. Three or four unrelated words are easy to remember and hard to guess.",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Choose a password"},
    )

    helper = NHSUKHelper(
        Text("name", width=30), Text("password", width=30), Button("Create my account"), error_summary=False
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """Hold the password against the site's rules, the person's own name and address among them."""
        cleaned = super().clean() or {}
        if "password" in cleaned:
            try:
                password_validation.validate_password(
                    cleaned["password"], User(email=self.email, name=cleaned.get("name", ""))
                )
            except ValidationError as weak:
                self.add_error("password", weak)
        return cleaned
