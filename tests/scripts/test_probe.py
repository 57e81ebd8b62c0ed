import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.conf import settings


def probe(path, **env):
    return subprocess.run(
        [sys.executable, settings.BASE_DIR / "scripts/probe.py", path],
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


@pytest.mark.django_db(transaction=True)
def test_the_probe_of_a_container_tells_a_living_server(live_server):
    address = urlsplit(live_server.url).netloc
    assert probe("/health/web/", BIND=address, SITE_URL="https://testserver").returncode == 0


def test_the_probe_of_a_container_tells_a_dead_server():
    assert probe("/health/web/", BIND="127.0.0.1:1").returncode == 1
