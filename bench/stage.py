"""Everything a run needs, made for it and removed after it: database, content, environment, both servers."""

from __future__ import annotations

import base64
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from bench import postgres
from bench.servers import ROOT, Server, cpu_of, gunicorn

PACK = "engagement/content/norfolk-waveney-2021"


@dataclass
class Stage:
    """Where the measures run."""

    folder: Path
    env: dict[str, str]
    engine: str
    responses: int
    rounds: int
    database_leader: int | None = None
    ours: Server = field(init=False)
    bare: Server = field(init=False)

    @property
    def on_postgres(self) -> bool:
        return self.engine == "PostgreSQL"

    def run(self, *command: object, given: str | None = None) -> str:
        """Run a Python module or file in the site's environment and return what it printed."""
        done = subprocess.run(
            [sys.executable, *map(str, command)],
            cwd=ROOT,
            env=self.env,
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(map(str, command))}\n{done.stderr[-3000:]}")
        return done.stdout

    def prepared(self, *what: object) -> Any:
        """Return what bench.prepare made."""
        return json.loads(self.run("-m", "bench.prepare", *what))

    def database_cpu(self) -> float:
        """Return the processor time of the database's processes, where they are the bench's own."""
        return cpu_of(self.database_leader) if self.database_leader else 0.0

    @cached_property
    def survey(self) -> dict[str, Any]:
        """The exercise's address and the fields of its pages."""
        return json.loads((self.folder / "survey.json").read_text())

    @property
    def address(self) -> str:
        return f"/exercises/{self.survey['slug']}/"


@contextmanager
def staged(*, responses: int, rounds: int, sqlite: bool) -> Iterator[Stage]:
    """Make the stage; nothing of it is left afterwards."""
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="bench-"))
        folder.chmod(0o711)  # the database's own user passes through to the cluster
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        url, leader = _database(stack, folder, sqlite)
        engine = "PostgreSQL" if url else "SQLite"
        stage = Stage(folder, _environment(folder, url), engine, responses, rounds, leader)
        _fill(stage)
        bare_env = stage.env | {"BENCH_PAGES": str(folder / "pages.json")}
        stage.ours = stack.enter_context(gunicorn("config.wsgi", stage.env, folder / "ours.log"))
        stage.bare = stack.enter_context(gunicorn("bench.bare.wsgi", bare_env, folder / "bare.log"))
        yield stage


def _database(stack: ExitStack, folder: Path, sqlite: bool) -> tuple[str, int | None]:
    if sqlite:
        return "", None
    if url := os.environ.get("DATABASE_URL", ""):
        return stack.enter_context(postgres.own_database(url)), None
    if postgres.programs() is None:
        return "", None
    return stack.enter_context(postgres.private_cluster(folder))


def _environment(folder: Path, url: str) -> dict[str, str]:
    """Return the environment of a production site without https."""
    names = ("PATH", "HOME", "LANG", "REDIS_URL", "WEB_CONCURRENCY", "WEB_THREADS", "TMPDIR")
    return {name: os.environ[name] for name in names if name in os.environ} | {
        "DEMO": "0",
        "DEBUG": "0",
        "VAR_DIR": str(folder / "var"),
        "DATABASE_URL": url,
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ENCRYPTION_KEYS": base64.urlsafe_b64encode(os.urandom(32)).decode(),
        "SITE_URL": "http://127.0.0.1",
        "ALLOWED_HOSTS": "127.0.0.1",
        "EMAIL_URL": "",
        "LOG_LEVEL": "ERROR",
        "PYTHONWARNINGS": "ignore",
    }


def _fill(stage: Stage) -> None:
    stage.run("manage.py", "migrate", "-v", "0")
    stage.run("manage.py", "collectstatic", "--noinput", "-v", "0")
    stage.run("manage.py", "load_exercise", PACK, "--open-for", 21, "--opened-days-ago", 20)
    survey = stage.prepared("pages")
    (stage.folder / "survey.json").write_text(json.dumps(survey))
    (stage.folder / "pages.json").write_text(json.dumps(survey["pages"]))
    stage.run("-m", "django", "migrate", "--run-syncdb", "-v", "0", "--settings", "bench.bare.settings")
