"""A site that is misconfigured does not start, however it is started, and says why."""

import os
import re
import secrets
import subprocess
import sys

import pytest
from cryptography.fernet import Fernet
from django.conf import settings

pytestmark = pytest.mark.timeout(90)

PROPER = {
    "SECRET_KEY": secrets.token_urlsafe(50),
    "ENCRYPTION_KEYS": Fernet.generate_key().decode(),
    "SITE_URL": "https://engagement.example.org",
    "ALLOWED_HOSTS": "engagement.example.org",
    "EMAIL_URL": "smtp://mail.example.org",
    "DATABASE_URL": "",
    "REDIS_URL": "",
    "DEMO": "0",
    "DJANGO_SETTINGS_MODULE": "config.settings",
}


def run(*command, **changed):
    env = {**os.environ, **PROPER, **changed}
    env.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # browser tests in this process need it; a site does not
    done = subprocess.run(
        [sys.executable, *command], cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_a_proper_configuration_passes_the_deployment_checks(tmp_path):
    status, said = run("manage.py", "check", "--deploy", "--fail-level", "ERROR", VAR_DIR=str(tmp_path))
    assert status == 0, said
    # SQLite on a public site; and sub-domains, for which this site does not promise https.
    assert set(re.findall(r"\((\S+\.[EW]\d+)\)", said)) == {"common.W002", "security.W005", "security.W021"}


@pytest.mark.parametrize("command", [("manage.py", "check"), ("-c", "import config.wsgi")])
def test_missing_settings_stop_the_site_and_are_named(tmp_path, command):
    missing = ("SECRET_KEY", "ENCRYPTION_KEYS", "ALLOWED_HOSTS", "SITE_URL")
    status, said = run(*command, VAR_DIR=str(tmp_path), **dict.fromkeys(missing, ""))
    assert status != 0
    assert all(f"{name} is " in said for name in missing)
    assert said.count("HINT") == len(missing)


def test_a_demonstration_makes_its_own_keys_once(tmp_path):
    from config.local_keys import local_keys

    keys = local_keys(tmp_path)
    assert keys == local_keys(tmp_path)
    assert (tmp_path / "demo-keys.json").stat().st_mode & 0o777 == 0o600
