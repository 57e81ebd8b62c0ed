"""A PostgreSQL for the bench alone: a cluster of its own in a folder that goes away, or one database in a server."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2

DEBIAN = Path("/usr/lib/postgresql")
# The defaults of a small server but for memory. What is committed is on disk, as it is where responses are real.
SETTINGS = {"shared_buffers": "512MB", "max_connections": "50", "max_wal_size": "4GB", "listen_addresses": "127.0.0.1"}


def programs() -> Path | None:
    """Return the folder of the newest PostgreSQL's programs, if this machine has one."""
    found = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def private_cluster(folder: Path) -> Iterator[tuple[str, int]]:
    """Start a cluster on the loopback address; yield its database's address and the process that leads it.

    PostgreSQL refuses to run as root, so that root has it run by Debian's user postgres.
    """
    bin_folder = folder_of_programs()
    data = Path(tempfile.mkdtemp(prefix="cluster-", dir=folder))
    as_user = _as_postgres() if os.getuid() == 0 else []
    if as_user:
        shutil.chown(data, "postgres")
    password, port = secrets.token_hex(16), free_port()
    password_file = data.with_suffix(".password")
    password_file.write_text(password)
    if as_user:
        shutil.chown(password_file, "postgres")
    init = [
        "--username=bench",
        f"--pwfile={password_file}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
    ]
    _run([*as_user, bin_folder / "initdb", *init, "--no-sync", "-D", data / "data"])
    settings = [f"-c {name}={value}" for name, value in SETTINGS.items()]
    options = " ".join([f"-p {port} -k {data}", *settings])
    control = [*as_user, bin_folder / "pg_ctl", "-D", data / "data", "-w", "-l", data / "log"]
    _run([*control, "-o", options, "start"])
    try:
        leader = int((data / "data" / "postmaster.pid").read_text().split()[0])
        yield f"postgres://bench:{password}@127.0.0.1:{port}/postgres", leader
    finally:
        _run([*control, "-m", "immediate", "stop"])


def folder_of_programs() -> Path:
    """Return the folder of PostgreSQL's programs or say how to get them."""
    found = programs()
    if found is None:
        raise FileNotFoundError("PostgreSQL is not on this machine: apt-get install postgresql.")
    return found


@contextmanager
def own_database(url: str) -> Iterator[str]:
    """Make a database beside the one that is named, for the time of the run: nothing real is touched."""
    server, _, _ = url.rpartition("/")
    name = f"bench_{secrets.token_hex(4)}"
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        yield f"{server}/{name}"
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.close()


def _as_postgres() -> list[str]:
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        raise FileNotFoundError("PostgreSQL does not run as root and there is no user postgres.") from None
    return ["runuser", "-u", "postgres", "--"]


def _run(command: list[object]) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd="/",
    )
    if done.returncode:
        raise RuntimeError(f"{Path(str(command[-1])).name}: {done.stdout.strip()}")
