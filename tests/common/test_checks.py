import pytest

from common import checks


def found(check):
    return {problem.id: problem for problem in check()}


def test_the_settings_of_the_tests_have_no_fault():
    for check in (checks.secret_key, checks.encryption_keys, checks.site_url, checks.allowed_hosts, checks.services):
        assert not found(check)


@pytest.mark.parametrize(
    ("check", "changed", "problem"),
    [
        (checks.secret_key, {"SECRET_KEY": ""}, "common.E001"),
        (checks.secret_key, {"SECRET_KEY": "short"}, "common.E002"),
        (checks.encryption_keys, {"ENCRYPTION_KEYS": []}, "common.E003"),
        (checks.encryption_keys, {"ENCRYPTION_KEYS": ["not a key"]}, "common.E004"),
        (checks.site_url, {"SITE_URL": ""}, "common.E005"),
        (checks.site_url, {"SITE_URL": "engagement.example.org"}, "common.E005"),
        (checks.site_url, {"SITE_URL": "https://example.org/path"}, "common.E005"),
        (checks.site_url, {"SITE_URL": "http://engagement.example.org"}, "common.W001"),
        (checks.allowed_hosts, {"ALLOWED_HOSTS": []}, "common.E006"),
        (checks.allowed_hosts, {"ALLOWED_HOSTS": ["*"]}, "common.E007"),
        (checks.mail, {"HTTPS": True, "EMAIL_URL": ""}, "common.E008"),
        (checks.demonstration, {"DEMO": True, "ALLOWED_HOSTS": ["engagement.example.org"]}, "common.E009"),
        (checks.demonstration, {"DEMO": True, "SITE_URL": "http://10.0.0.5"}, "common.E009"),
        (
            checks.demonstration,
            {"DEMO": True, "DATABASES": {"default": {"ENGINE": "django.db.backends.postgresql"}}},
            "common.E010",
        ),
        (
            checks.services,
            {"HTTPS": True, "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3"}}},
            "common.W002",
        ),
        (checks.services, {"REDIS_URL": "", "WEB_CONCURRENCY": 2}, "common.E011"),
        (checks.services, {"DEBUG": True, "HTTPS": True}, "common.E012"),
    ],
)
@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
def test_a_wrong_setting_is_told_with_its_remedy(settings, check, changed, problem):
    for name, value in changed.items():
        setattr(settings, name, value)
    assert found(check)[problem].hint


@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
def test_a_demonstration_on_this_machine_is_fine(settings):
    settings.DEMO = True
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
    settings.SITE_URL = "http://127.0.0.1:8000"
    settings.DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3"}}
    assert not found(checks.demonstration)
