"""docs/settings.md names every setting that the code reads, and no other."""

import re

import pytest
from django.conf import settings

READ_BY = ("config/settings.py", "gunicorn.conf.py")
# Read by the web server's start, by compose or by the test run; told where they belong.
ELSEWHERE = {"DJANGO_SETTINGS_MODULE"}


def read_by_the_code():
    text = "\n".join((settings.BASE_DIR / name).read_text() for name in READ_BY)
    return set(re.findall(r'(?:env\.\w+|environ\.get)\(\s*"([A-Z_]+)"', text)) - ELSEWHERE


def documented():
    text = (settings.BASE_DIR / "docs/settings.md").read_text()
    return set(re.findall(r"^\| `([A-Z_]+)` \|", text, flags=re.MULTILINE))


def test_every_setting_that_is_read_is_documented():
    assert read_by_the_code() - documented() == set()


def test_every_documented_setting_is_read():
    assert documented() - read_by_the_code() == set()


@pytest.mark.parametrize("name", ["docker-compose.yml", ".env.example"])
def test_what_the_containers_are_given_is_a_setting(name):
    text = (settings.BASE_DIR / name).read_text()
    given = set(re.findall(r"^\s*([A-Z_]+)[:=]", text, flags=re.MULTILINE))
    own_of_compose = {"POSTGRES_PASSWORD", "POSTGRES_USER", "POSTGRES_DB", "REDIS_PASSWORD", "PORT"}
    assert given - own_of_compose <= documented()
