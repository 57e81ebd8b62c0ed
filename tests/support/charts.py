"""Charts take longer than all else in a report, and the same chart is the same picture: tests draw each once."""

import functools
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest


def _kept(draw: Callable[..., Any]) -> Callable[..., Any]:
    pictures: dict[str, Any] = {}

    @functools.wraps(draw)
    def drawn(chart: dict[str, Any], **shape: Any) -> Any:
        key = json.dumps([chart, shape], sort_keys=True)
        if key not in pictures:
            pictures[key] = draw(chart, **shape)
        return pictures[key]

    return drawn


@pytest.fixture(scope="session")
def charts_drawn_once() -> Iterator[None]:
    """Keep every picture, from the first test that asks for it to the end of the run."""
    from analysis.render import charts

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(charts, "svg", _kept(charts.svg))
        patch.setattr(charts, "png", _kept(charts.png))
        yield


@pytest.fixture
def charts_drawn_anew(charts_drawn_once: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw each time, where a test is about the drawing."""
    from analysis.render import charts

    for name in ("svg", "png"):
        monkeypatch.setattr(charts, name, getattr(charts, name).__wrapped__)
