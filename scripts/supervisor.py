"""Run a few processes together: one ends, all end; Ctrl-C ends all; nothing is left behind. Standard library only."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType

STOP_SIGNALS = [signal.SIGINT, signal.SIGTERM] + ([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])
PATIENCE = 10  # seconds for a process to end by itself


class Supervisor:
    """Processes that live and end together, each with a log of its own."""

    def __init__(self, *, folder: Path, env: dict[str, str], logs: Path) -> None:
        self.folder, self.env, self.logs = folder, env, logs
        self.logs.mkdir(parents=True, exist_ok=True)
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.stopping = False
        for number in STOP_SIGNALS:
            signal.signal(number, self._stop)

    def start(self, name: str, *command: object) -> None:
        """Start a process in a session of its own, so that Ctrl-C reaches it through us and once."""
        with self.log(name).open("wb") as log:
            self.processes[name] = subprocess.Popen(
                [str(part) for part in command],
                cwd=self.folder,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            )

    def log(self, name: str) -> Path:
        """Return where a process writes."""
        return self.logs / f"{name}.log"

    def ended(self) -> str:
        """Return the name of a process that ended by itself, or nothing."""
        return next((name for name, process in self.processes.items() if process.poll() is not None), "")

    def watch(self) -> str:
        """Wait until we are asked to stop, or until a process ends by itself; then return its name."""
        while not self.stopping and not self.ended():
            time.sleep(0.2)
        return "" if self.stopping else self.ended()

    def end_all(self) -> None:
        """Ask every process to end, wait, and kill those that do not."""
        for process in self.processes.values():
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + PATIENCE
        for process in self.processes.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=max(0.1, deadline - time.monotonic()))
        for process in self.processes.values():
            _kill_group(process.pid)
            process.wait()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True


def _kill_group(pid: int) -> None:
    """Kill what a process left behind in its session: pool workers outlive a killed parent."""
    with suppress(ProcessLookupError, PermissionError):  # nothing was left
        os.killpg(pid, signal.SIGKILL)


def _end_with_parent() -> None:
    """Have the kernel end this child should the supervisor itself be killed."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # 1 is PR_SET_PDEATHSIG
