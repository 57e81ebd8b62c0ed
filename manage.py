#!/usr/bin/env python3
"""Django's command line."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit(
            "Django is not installed here. Use .venv/bin/python manage.py, which 'make demo' or 'make test' sets up."
        )
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
