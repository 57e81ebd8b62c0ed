"""The same people key in and moderate."""

from tests.responses.moderation.conftest import staff

__all__ = ["staff"]
