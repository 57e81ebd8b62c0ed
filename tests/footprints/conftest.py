"""The real exercise, as the tests of its pages load it."""

from __future__ import annotations

from tests.engagement.conftest import _fresh_editions, held, norfolk, reader, small

__all__ = ["_fresh_editions", "held", "norfolk", "reader", "small"]
