"""Changes to the files of a pack."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

Change = Callable[[Path], None]


def replace(name: str, old: str, new: str) -> Change:
    def change(pack: Path) -> None:
        path = pack / name
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))

    return change
