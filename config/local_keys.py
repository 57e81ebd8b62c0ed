"""Keys that a demonstration makes for itself, so that it starts without anybody choosing a secret."""

import json
import os
import secrets
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet


def local_keys(var_dir: Path) -> dict[str, Any]:
    """Return this installation's own keys, made on the first call and readable by its owner only."""
    path = var_dir / "demo-keys.json"
    if not path.exists():
        var_dir.mkdir(parents=True, exist_ok=True)
        keys = {"SECRET_KEY": secrets.token_urlsafe(50), "ENCRYPTION_KEYS": [Fernet.generate_key().decode()]}
        _write_once(path, json.dumps(keys))
    return json.loads(path.read_text())


def _write_once(path: Path, text: str) -> None:
    """Web server, worker and beat start together: the first one's keys are everybody's."""
    mine = path.with_name(f"{path.name}.{os.getpid()}")
    mine.touch(mode=0o600)
    mine.write_text(text)
    try:
        os.link(mine, path)
    except FileExistsError:
        pass
    finally:
        mine.unlink()
