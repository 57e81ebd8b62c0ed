"""What the commands run in: .venv with the pinned packages, and the built assets. Standard library only."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
INSTALLED = VENV / "installed.json"


class Trouble(Exception):
    """Something stands in the way; the message is one clear sentence with the remedy."""


def say(text: str) -> None:
    """Tell what is being done."""
    print(text, flush=True)


def main(command: Callable[[], int]) -> NoReturn:
    """Run a command; trouble becomes its sentence and exit 1, Ctrl-C during set-up a quiet exit."""
    try:
        sys.exit(command())
    except Trouble as trouble:
        sys.exit(str(trouble))
    except KeyboardInterrupt:
        sys.exit(130)


def run(*command: object, env: dict[str, str] | None = None) -> int:
    """Run a command in the project's folder and return its exit code."""
    return subprocess.run([str(part) for part in command], cwd=ROOT, env=env, check=False).returncode


def set_up(requirements: str) -> None:
    """Bring .venv to what the file of pins says and build the assets; quick when nothing changed."""
    _make_venv()
    _install(requirements)
    if not shutil.which("npm"):
        _install("requirements-node.txt")
    if run(PYTHON, "scripts/build_assets.py"):
        raise Trouble("The style sheet and script could not be built: see the lines above.")


def _make_venv() -> None:
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], check=False, capture_output=True).returncode == 0:
        return
    say("Making .venv ...")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=False, capture_output=True, text=True)
    if made.returncode:
        raise Trouble(
            "This Python cannot make a virtual environment. Install its venv module (on Debian and Ubuntu: "
            "apt-get install python3-venv) and try again."
        )


def _install(requirements: str) -> None:
    wanted = hashlib.sha256((ROOT / requirements).read_bytes()).hexdigest()
    installed = json.loads(INSTALLED.read_text()) if INSTALLED.exists() else {}
    if installed.get(requirements) == wanted:
        return
    say(f"Installing the packages of {requirements} (the first time takes a minute or two) ...")
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    if run(*pip, "--require-hashes", "--requirement", requirements):
        raise Trouble(
            f"The packages of {requirements} could not be installed: see the lines above. "
            "The first time needs the Python package index to be reachable."
        )
    INSTALLED.write_text(json.dumps({**installed, requirements: wanted}))
