"""The same people key in, moderate and read the mail; the mailbox of their exercise is on a real server."""

import json

import pytest

from tests.responses.moderation.conftest import staff

__all__ = ["staff"]


@pytest.fixture
def box(staff, mail_server, settings):
    """Return what connects the exercise to its mailbox, with more settings for it."""

    def connect(**more):
        settings.MAILBOXES = json.dumps({staff.exercise.slug: {"url": mail_server.address(), **more}})
        return staff.exercise.slug

    return connect
