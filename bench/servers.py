"""The servers under measurement: gunicorn as it is deployed, and what its processes have used."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.postgres import free_port

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
STARTS_WITHIN = 60.0


@dataclass(frozen=True)
class Server:
    """A running web server on the loopback address."""

    port: int
    leader: int

    def cpu(self) -> float:
        """Return the seconds of processor time that its processes have used, the kernel's work for them included."""
        return cpu_of(self.leader)


def family(leader: int) -> list[int]:
    """Return a process and its descendants."""
    found = [leader]
    for pid in found:
        try:
            threads = list(Path(f"/proc/{pid}/task").iterdir())
            for thread in threads:
                found += [int(child) for child in (thread / "children").read_text().split()]
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def cpu_of(leader: int) -> float:
    """Return user and system time of a process, its descendants and those of them that have ended."""
    total = 0
    for pid in family(leader):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        total += sum(int(field) for field in fields[11:15])
    return total / TICKS


@contextmanager
def gunicorn(application: str, env: Mapping[str, str], log: Path) -> Iterator[Server]:
    """Serve an application with the project's own gunicorn settings."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", application]
    with log.open("w") as file:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**env, "BIND": f"127.0.0.1:{port}"}, stdout=file, stderr=subprocess.STDOUT
        )
    try:
        _wait_for(process, port, log)
        yield Server(port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"The server ended while starting:\n{log.read_text()[-2000:]}")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The server did not answer within {STARTS_WITHIN:.0f} s:\n{log.read_text()[-2000:]}")
