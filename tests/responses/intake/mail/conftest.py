"""The same people key in, moderate and read the mail."""

from tests.responses.moderation.conftest import staff

__all__ = ["staff"]
