"""A real Celery worker, in a process of its own, on the test's database and a broker of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection

from common.models import WorkerHeartbeat
from common.tasks import heartbeat


class Worker:
    """A running worker that a test can wait for, kill and start again."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self.start()

    def start(self) -> None:
        """Start it, on the database that this test sees."""
        command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency=1", "--loglevel=INFO"]
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        environment = {**os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command + quiet, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log, start_new_session=True
            )

    def wait_until(self, true: Callable[[], object], *, seconds: float = 90) -> None:
        """Wait until something is so; on time-out show what the worker said."""
        end = time.monotonic() + seconds
        while not true():
            if self.process.poll() is not None or time.monotonic() > end:
                pytest.fail(f"The worker did not get there in {seconds} s. It said:\n{self.log.read_text()[-4000:]}")
            time.sleep(0.1)

    def finish(self) -> None:
        """Wait until it has done all that was sent, which it does one after the other; not if it was ended."""
        if self.process.poll() is None:
            WorkerHeartbeat.objects.all().delete()
            heartbeat.delay()
            self.wait_until(WorkerHeartbeat.objects.exists)

    def kill(self) -> None:
        """Kill it and its children as the system would when memory runs out."""
        os.killpg(self.process.pid, 9)
        self.process.wait()

    def stop(self) -> None:
        """End it, whatever it does: a worker that is asked politely first waits for what it has begun."""
        if self.process.poll() is None:
            self.kill()


def database_url() -> str:
    """Return the address of the database that this test sees, for another process."""
    now = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{now['NAME']}"
    return f"postgres://{now['USER']}:{now['PASSWORD']}@{now['HOST']}:{now['PORT']}/{now['NAME']}"


@pytest.fixture(scope="module")
def _worker(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    """One worker for the tests of a file: others send messages too, which nobody is meant to read."""
    current_app.control.purge()
    with ExitStack() as stack:
        worker = Worker(tmp_path_factory.mktemp("worker") / "worker.log")
        stack.callback(worker.stop)
        yield worker


@pytest.fixture
def worker(transactional_db: None, _worker: Worker) -> Iterator[Worker]:
    """Run a worker beside the test; for tests marked `worker`."""
    if _worker.process.poll() is not None:
        _worker.start()
    yield _worker
    _worker.finish()
