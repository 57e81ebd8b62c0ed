"""Database, static files and data of a demonstration, in one process; run by scripts/demo.py, safe to run again."""

import hashlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import django  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import CommandError, call_command  # noqa: E402

DAYS_OPEN = 21
DAYS_AGO = 20


def main(pack: str) -> None:
    """Migrate, collect static files, load the exercise so that it is open, and add responses and accounts."""
    django.setup()
    call_command("check")
    call_command("migrate", verbosity=0)
    collect_static()
    call_command(
        "load_exercise", str(ROOT / "engagement" / "content" / pack), open_for=DAYS_OPEN, opened_days_ago=DAYS_AGO
    )
    call_command("seed_demo")


def collect_static() -> None:
    """Collect the static files, unless they are what was collected last time."""
    total = hashlib.sha256()
    for path in sorted((ROOT / "static").rglob("*")):
        if path.is_file():
            total.update(f"{path.relative_to(ROOT)} {path.stat().st_mtime_ns}\n".encode())
    total.update((ROOT / "requirements.txt").read_bytes())  # packages bring static files too
    stamp = settings.VAR_DIR / "static-collected"
    if stamp.exists() and settings.STATIC_ROOT.exists() and stamp.read_text() == total.hexdigest():
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(total.hexdigest())


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except CommandError as error:
        sys.exit(str(error))
