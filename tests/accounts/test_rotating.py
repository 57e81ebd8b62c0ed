"""The second factor of staff lives on when the keys are changed."""

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command

from accounts.adapter import MFAAdapter

pytestmark = pytest.mark.django_db


def test_secrets_of_the_second_factor_are_put_under_the_new_key(settings, cast, tmp_path):
    old, new = settings.ENCRYPTION_KEYS[0], Fernet.generate_key().decode()
    settings.MEDIA_ROOT = tmp_path
    kept = cast.analyst.authenticator_set.get(type="totp")
    secret = MFAAdapter().decrypt(kept.data["secret"])
    settings.ENCRYPTION_KEYS = [new, old]
    call_command("rotate_keys", verbosity=0)
    settings.ENCRYPTION_KEYS = [new]
    kept.refresh_from_db()
    assert MFAAdapter().decrypt(kept.data["secret"]) == secret
    assert cast.client_of("analyst").get("/staff/").status_code == 200
