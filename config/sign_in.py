"""
The part of the settings that is about signing in, the same in every installation.

Staff sign in by email with a second factor; there is no sign-up, only an invitation by an administrator.
"""

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/staff/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_FORMS = {
    "login": "accounts.sign_in.SignInForm",
    "reset_password": "accounts.sign_in.ForgotPasswordForm",
    "reset_password_from_key": "accounts.sign_in.NewPasswordForm",
    "change_password": "accounts.sign_in.PasswordChangeForm",
    "reauthenticate": "accounts.sign_in.PasswordAgainForm",
}
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation is followed from the mailbox, which proves it
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_MAX_EMAIL_ADDRESSES = 1  # the invited one
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True  # of changes to how somebody signs in
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
MFA_FORMS = {
    "authenticate": "accounts.sign_in.CodeForm",
    "reauthenticate": "accounts.sign_in.CodeAgainForm",
    "activate_totp": "accounts.sign_in.FirstCodeForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # there is no sign-up that could squat on an address
MFA_TOTP_TOLERANCE = 1  # a slow typist, a clock half a minute off
MFA_ADAPTER = "accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
