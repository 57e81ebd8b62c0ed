"""make demo: what stands in its way is one clear sentence, and what it starts it ends."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest
from django.conf import settings

SCRIPTS = settings.BASE_DIR / "scripts"


def demo(**env):
    done = subprocess.run(
        [sys.executable, SCRIPTS / "demo.py"],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stderr


def test_a_taken_port_is_one_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, said = demo(PORT=str(port))
    assert status == 1
    assert said.count("\n") == 1
    assert said.startswith(f"Port {port} is taken. Choose another: make demo PORT=")


@pytest.mark.parametrize("port", ["eighty", "0", "70000"])
def test_a_port_that_is_none_is_one_sentence(port):
    status, said = demo(PORT=port)
    assert (status, said.count("\n")) == (1, 1)
    assert f"PORT={port} is not a port" in said


def test_an_old_python_is_one_sentence():
    pretend = (
        "import sys, runpy; sys.version_info = (3, 9, 18, 'final', 0);"
        f"sys.path.insert(0, {str(SCRIPTS)!r}); runpy.run_path({str(SCRIPTS / 'demo.py')!r}, run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", pretend], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith("This needs Python 3.11 or newer")
    assert done.stderr.count("\n") == 1


SUPERVISED = """
import sys, time
sys.path.insert(0, {scripts!r})
from pathlib import Path
from supervisor import Supervisor
site = Supervisor(folder=Path("."), env={{}}, logs=Path({logs!r}))
site.start("stubborn", sys.executable, "-c", "import signal, subprocess, sys, time; "
    "signal.signal(15, signal.SIG_IGN); subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(99)']); "
    "print('ready', flush=True); time.sleep(99)")
site.start("other", sys.executable, "-c", {other!r})
print(*(process.pid for process in site.processes.values()), flush=True)
ended = site.watch()
site.end_all()
print("ended:", ended, flush=True)
"""


def supervise(tmp_path, other="import time; time.sleep(99)"):
    code = SUPERVISED.format(scripts=str(SCRIPTS), logs=str(tmp_path), other=other)
    code = code.replace(
        "from supervisor import Supervisor",
        "import supervisor; supervisor.PATIENCE = 1\nfrom supervisor import Supervisor",
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    groups = [int(pid) for pid in process.stdout.readline().split()]
    return process, groups


def alive(group):
    """Whether a process of the group runs; one that ended and was not yet collected does not."""
    listed = subprocess.run(["ps", "-e", "-o", "pgid=,stat="], capture_output=True, text=True, check=True).stdout
    return any(line.split()[0] == str(group) and "Z" not in line for line in listed.splitlines())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_every_process_even_a_stubborn_one_and_its_children(tmp_path, number):
    process, groups = supervise(tmp_path)
    while "ready" not in (tmp_path / "stubborn.log").read_text():
        time.sleep(0.05)
    process.send_signal(number)
    assert process.communicate(timeout=20)[0] == "ended: \n"
    assert not any(alive(group) for group in groups)


def test_one_process_that_ends_takes_the_rest_with_it(tmp_path):
    process, groups = supervise(tmp_path, other="raise SystemExit(3)")
    assert process.communicate(timeout=20)[0] == "ended: other\n"
    assert not any(alive(group) for group in groups)
