"""Which way imports run, and how large a file may be; the remedy is in the message."""

import ast
import contextlib
import io
import logging
from pathlib import Path

import pytest
from django.conf import settings
from importlinter.cli import lint_imports

ROOT: Path = settings.BASE_DIR
ROOMS = ("config", "analysis", "responses", "footprints", "engagement", "accounts", "common", "crispy_nhsuk")
MAX_LINES = 250
FRAMEWORKS = {"django", "celery", "redis", "sqlite3", "psycopg2"}
REMEDY = """
A room knows only the rooms below it: config, analysis, responses, footprints, engagement, accounts, common.
What is above is reached by URL name (reverse, {% url %}), or by a registry of the lower room that the upper one joins
in AppConfig.ready(). What both need belongs to the lower one. The contracts are in pyproject.toml.
"""


def python_files() -> list[Path]:
    return [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")) if "migrations" not in path.parts]


@pytest.fixture
def loggers():
    """Leave the loggers as they were: the linter sets up its own, which silences all others in this process."""
    before = {name: one.disabled for name, one in logging.Logger.manager.loggerDict.items() if hasattr(one, "disabled")}
    yield
    for name, disabled in before.items():
        logging.getLogger(name).disabled = disabled


@pytest.mark.usefixtures("loggers")
def test_imports_run_downwards_and_the_pure_folders_stay_pure():
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert status == 0, said.getvalue() + REMEDY


@pytest.mark.parametrize("folder", ["analysis/measures", "responses/text", "footprints/derivation"])
def test_pure_folders_know_no_framework_and_neither_read_nor_write(folder):
    for path in sorted((ROOT / folder).rglob("*.py")):
        nodes = list(ast.walk(ast.parse(path.read_text())))
        imported = {alias.name.split(".")[0] for node in nodes if isinstance(node, ast.Import) for alias in node.names}
        imported |= {(node.module or "").split(".")[0] for node in nodes if isinstance(node, ast.ImportFrom)}
        called = {node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
        found = (imported & FRAMEWORKS) | (called & {"open", "print", "input"})
        assert not found, (
            f"{path.relative_to(ROOT)} uses {', '.join(sorted(found))}. Pure code takes its data as arguments and "
            "returns its result: fetch in analysis/frames.py, write in analysis/render."
        )


def test_files_stay_short_enough_to_read():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in python_files()
        if (lines := len(path.read_text().splitlines())) > MAX_LINES
    }
    assert not long, f"More than {MAX_LINES} lines: part the file by what changes together: {long}"
