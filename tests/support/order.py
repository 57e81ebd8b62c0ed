"""What takes longest is begun first, so that no process is left with it when the others have nothing more to do."""

from __future__ import annotations

import pytest

USUAL = 120  # seconds that a test may take, as pyproject.toml says


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put tests that may take longer than is usual before all others, which keep their order."""
    items.sort(key=lambda item: _may_take(item) <= USUAL)


def _may_take(item: pytest.Item) -> float:
    marker = item.get_closest_marker("timeout")
    return float(marker.args[0]) if marker else USUAL
