"""
Which parts of the machine the tests need, and what is left out where a part is missing.

A test names its parts by marker. What was left out is listed at the end of the run; with CI_REQUIRE=1 the run fails if
that is anything but `shared`, which a clone does not carry.
"""

import os
import shutil
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

DOVECOT = "/usr/sbin/dovecot"
LEFT_OUT = "left out: "


def missing_part(marker: str) -> str:
    """Say what a marker's tests lack on this machine, with the remedy; empty if nothing."""
    return {
        "postgres": _missing_postgres,
        "redis": _missing_redis,
        "browser": _missing_browser,
        "shared": _missing_shared,
        "imap": _missing_imap,
    }.get(marker, lambda: "")()


def chromium() -> str:
    """Return the path of the browser, or nothing."""
    # The first is the same engine without windows, which takes half the time.
    names = ("chromium-headless-shell", "/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")
    names = (os.environ.get("CHROMIUM", ""), *names)
    return next((path for name in names if name and (path := shutil.which(name))), "")


def shared_folder() -> Path:
    """Return where the project's shared source material lies, if it is here."""
    return Path(os.environ.get("SHARED_DIR") or settings.BASE_DIR.parent / "shared")


@cache
def _missing_postgres() -> str:
    if settings.DATABASES["default"]["ENGINE"] == "common.postgresql":
        return ""
    return "the run is on SQLite; set DATABASE_URL=postgres://…"


@cache
def _missing_redis() -> str:
    return "" if settings.REDIS_URL else "the run has no Redis; set REDIS_URL=redis://…"


@cache
def _missing_browser() -> str:
    return "" if chromium() else "no chromium found; install Debian's chromium or set CHROMIUM to its path"


@cache
def _missing_imap() -> str:
    here = Path(DOVECOT).exists() and Path("/usr/lib/dovecot/imap").exists()
    return "" if here else "no mail server found; install Debian's dovecot-imapd"


@cache
def _missing_shared() -> str:
    return "" if shared_folder().is_dir() else f"{shared_folder()} is not here; set SHARED_DIR"


@pytest.fixture
def shared() -> Path:
    """Return the folder of shared source material; for tests marked `shared`."""
    return shared_folder()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out the tests whose part is not on this machine."""
    for item in items:
        for mark in item.iter_markers():
            if reason := missing_part(mark.name):
                item.add_marker(pytest.mark.skip(reason=f"{LEFT_OUT}{mark.name}: {reason}"))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Where everything is required, a test that was left out fails the run."""
    if os.environ.get("CI_REQUIRE") == "1" and exitstatus == 0 and _left_out(session.config, required_only=True):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """List what was left out, and why."""
    reasons = _left_out(config)
    if not reasons:
        return
    terminalreporter.section("left out")
    for reason in sorted(set(reasons)):
        terminalreporter.line(f"{reasons.count(reason):4} × {reason.removeprefix(LEFT_OUT)}")
    if os.environ.get("CI_REQUIRE") == "1" and _left_out(config, required_only=True):
        terminalreporter.line("CI_REQUIRE=1 lets nothing be left out but what needs the shared material.", red=True)


def _left_out(config: pytest.Config, *, required_only: bool = False) -> list[str]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    reasons = [str(report.longrepr[2]).removeprefix("Skipped: ") for report in skipped]
    return [reason for reason in reasons if not (required_only and reason.startswith(f"{LEFT_OUT}shared:"))]
