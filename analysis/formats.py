"""The formats of a report, and who makes each. Renderers are imported when used: they bring heavy libraries."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from analysis.models import ReportFile

if TYPE_CHECKING:
    from analysis.render.base import Job

Format = ReportFile.Format
CONTENT_TYPES = {
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.PDF: "application/pdf",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv; charset=utf-8",
}
DOWNLOADS = tuple(CONTENT_TYPES)


def renderer(name: str) -> Callable[[Job], None]:
    """Return the function that makes a format."""
    module = import_module(f"analysis.render.{Format(name).value}")
    render: Callable[[Job], None] = module.render
    return render
