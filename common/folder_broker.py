"""
The embedded broker: a folder in which every message is a file.

Kombu's own gives a file its last name before a word is in it. A worker that looks just then takes an empty message and
stops for good. Here a message is written under another name first, and appears whole.
"""

from __future__ import annotations

import time
import uuid
from pathlib import Path
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Kombu's, but for how a message is put down."""

    # the two classes above it name the message differently
    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        folder = Path(self.data_folder_out)
        name = f"{round(time.monotonic() * 1000)}_{uuid.uuid4()}"  # messages are taken in the order of their names
        unfinished = folder / f"{name}.unfinished"
        try:
            unfinished.write_text(dumps(payload), "utf-8")
            unfinished.replace(folder / f"{name}.{queue}.msg")
        except OSError as error:
            raise ChannelError(f"Cannot add a message to {folder}") from error


class Transport(filesystem.Transport):
    """Kombu's, with the channel above."""

    Channel = Channel


def register() -> None:
    """Let an address that begins with filesystem:// mean this broker."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"
