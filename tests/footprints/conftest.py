"""The real exercise, as the tests of its pages load it."""

from __future__ import annotations

from tests.engagement.conftest import held, norfolk, reader, small

__all__ = ["held", "norfolk", "reader", "small"]
