"""Making a file of a report, and reading it again."""

from __future__ import annotations

import csv
import io

from analysis import formats
from analysis.composing.report import compose
from analysis.render.base import Job

FORMULAS = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0"]


def made(report, name, folder, audience="steering"):
    report.audience = audience
    target = folder / f"report.{name}"
    formats.renderer(name)(Job(report, compose(report, []), target))
    return target


def rows(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
