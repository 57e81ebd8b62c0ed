"""The real geography and a second one that is made for evidence; both compiled once, as they are plain data."""

from __future__ import annotations

from tests.footprints.maps.conftest import held, norfolk, northeast, reader, shape, small

__all__ = ["held", "norfolk", "northeast", "reader", "shape", "small"]
