"""Settings of the test run: the real ones, with keys of their own and everything written to a folder that goes away."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "main")

# The first process makes the folder and takes it away; those that it starts inherit it and have a part of it each.
if "TEST_VAR_DIR" not in os.environ:
    os.environ["TEST_VAR_DIR"] = tempfile.mkdtemp(prefix="engagement-tests-")
    atexit.register(shutil.rmtree, os.environ["TEST_VAR_DIR"], ignore_errors=True)
os.environ["VAR_DIR"] = str(Path(os.environ["TEST_VAR_DIR"]) / PROCESS)
os.environ["SECRET_KEY"] = "a key for tests that guards nothing"
os.environ["ENCRYPTION_KEYS"] = "ZTZrUVJLN2tRZnQ0bkhLTGFqWUpuTjhPZHpoT3lSbVI="
os.environ["SITE_URL"] = "http://testserver"
os.environ["ALLOWED_HOSTS"] = "testserver,127.0.0.1,localhost"
# Whatever an .env file says: the settings read it, and never put it over what is set already.
os.environ.update({"DEMO": "0", "DEBUG": "0", "EMAIL_URL": "", "TRUSTED_PROXY_COUNT": "0", "SITE_NAME": "Engagement"})
os.environ.setdefault("DATABASE_URL", "")
os.environ.setdefault("REDIS_URL", "")

from config.settings import *  # noqa: E402, F403
from config.settings import (  # noqa: E402
    CACHES,
    DATABASES,
    STATIC_ROOT,
    STORAGES,
    VAR_DIR,
)

# Static files come from where they lie, without collectstatic before a test run.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# A kept connection would outlive its test in the threads of the live server.
DATABASES["default"]["CONN_MAX_AGE"] = 0
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    # A file and not memory, so that a worker and a live server see the same rows.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"

# A Redis is shared with other processes and earlier runs: names of our own keep the messages and counts apart.
CELERY_TASK_DEFAULT_QUEUE = f"{Path(os.environ['TEST_VAR_DIR']).name}-{PROCESS}"
CACHES["default"]["KEY_PREFIX"] = CELERY_TASK_DEFAULT_QUEUE
