"""gunicorn's own settings, read by itself when it starts in this folder."""

import gc
import os
from pathlib import Path

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 30
keepalive = 5
control_socket_disable = True  # nobody here speaks to it, and two sites on one machine would share it
preload_app = True  # one copy of the code in memory, and a misconfigured site says so once and ends
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  (a disk could stall the heartbeat)
loglevel = os.environ.get("LOG_LEVEL", "info").lower()


def when_ready(server: object) -> None:
    """Leave what is loaded out of the garbage collector's rounds: none of it is ever garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
