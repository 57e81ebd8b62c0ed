"""Faults of the machine. What takes long stays out of the ordinary run: FAULTS=1 adds it."""

from __future__ import annotations

import os

collect_ignore = [] if os.environ.get("FAULTS") else ["test_worker_killed.py", "test_import_killed.py"]
