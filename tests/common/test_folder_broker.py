"""The embedded broker keeps messages as files, and nobody takes one that is not finished."""

from __future__ import annotations

import json
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from celery import current_app
from kombu import Connection
from kombu.exceptions import ChannelError
from kombu.transport import filesystem

from common import folder_broker


class LookedForMeanwhile:
    """Part of a message; while it is being written, somebody looks for a message."""

    def __init__(self, channel: Any) -> None:
        self.channel = channel
        self.found: list[Exception] = []

    def __json__(self) -> str:
        try:
            self.channel._get("celery")
        except (Empty, json.JSONDecodeError) as error:
            self.found.append(error)
        return "looked"


def put(transport: type, folder: Path) -> tuple[Any, list[Exception]]:
    """Put a message down while somebody looks; return the channel and what was found meanwhile."""
    places = dict.fromkeys(("data_folder_in", "data_folder_out", "processed_folder"), str(folder))
    channel = Connection(transport=transport, transport_options=places).channel()
    part = LookedForMeanwhile(channel)
    channel._put("celery", {"body": part})
    return channel, part.found


def test_the_site_has_this_broker_where_it_has_no_redis() -> None:
    with current_app.connection_for_write("filesystem://localhost/") as connection:
        assert isinstance(connection.transport, folder_broker.Transport)


def test_a_message_is_found_when_it_is_whole_and_not_before(tmp_path: Path) -> None:
    channel, meanwhile = put(folder_broker.Transport, tmp_path)
    assert [type(found) for found in meanwhile] == [Empty]
    assert channel._get("celery") == {"body": "looked"}


def test_kombus_own_broker_hands_out_what_is_empty(tmp_path: Path) -> None:
    """The control: when this fails, kombu has mended it, and common/folder_broker.py can go."""
    with pytest.raises(json.JSONDecodeError):
        raise put(filesystem.Transport, tmp_path)[1][0]


def test_a_folder_that_is_not_there_is_told_as_the_broker_being_down(tmp_path: Path) -> None:
    with pytest.raises(ChannelError, match="Cannot add a message"):
        put(folder_broker.Transport, tmp_path / "none")
