"""make check: lint, format, types, templates, migrations, import directions. All run; the end names what failed."""

import python_version  # noqa: F401, I001  (first: it refuses a Python that cannot read the rest)

import os
import tempfile

import environment
from environment import PYTHON, say

# Templates are linted and not reformatted: the formatter moves white space that readers and screen readers meet.
TEMPLATES = ("templates", "crispy_nhsuk/templates")
CHECKS = {
    "ruff": ("ruff", "check", "."),
    "format": ("ruff", "format", "--check", "."),
    "types": ("mypy",),
    "template lint": ("djlint", "--lint", "--quiet", *TEMPLATES),
    "migrations": ("python", "manage.py", "makemigrations", "--check", "--dry-run"),
    "import directions": ("lint-imports", "--no-cache"),
}


def check() -> int:
    """Run all the checks."""
    environment.set_up("requirements-dev.txt")
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "TEST_VAR_DIR": folder}
        failed = [name for name, command in CHECKS.items() if not passes(name, command, env)]
    say(f"\nFailed: {', '.join(failed)}" if failed else "\nAll checks pass.")
    return 1 if failed else 0


def passes(name: str, command: tuple[str, ...], env: dict[str, str]) -> bool:
    """Run one check under its name."""
    say(f"\n== {name}")
    program, *arguments = command
    return environment.run(PYTHON.with_name(program), *arguments, env=env) == 0


if __name__ == "__main__":
    environment.main(check)
