from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import factories


@pytest.fixture(autouse=True)
def _fresh_editions() -> Iterator[None]:
    factories.forget_editions()
    yield
    factories.forget_editions()
