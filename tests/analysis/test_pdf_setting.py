"""The PDF is set by a process of its own, within bounds."""

from __future__ import annotations

import sys

import pytest

from analysis.render import pdf_setting
from analysis.render.base import Job
from common.processes import PASSED_ON


def test_a_table_that_is_too_long_for_the_pdf_says_where_the_rest_is(monkeypatch):
    monkeypatch.setattr("analysis.render.pdf_setting.MOST_IN_TABLE", 2)
    table = {"rows": [["A"], ["B"], ["C"]], "notes": ["As of today."]}
    cut = pdf_setting.shortened(table)
    assert cut["rows"] == [["A"], ["B"]]
    assert cut["notes"] == ["The first 2 of 3 rows. The Excel file has them all.", "As of today."]
    assert pdf_setting.shortened({**table, "rows": [["A"], ["B"]]})["notes"] == ["As of today."]


def test_what_cannot_be_set_as_pdf_is_told(report, tmp_path):
    (tmp_path / "report.typ").write_text("#no-such-thing")
    with pytest.raises(RuntimeError, match="no-such-thing"):
        pdf_setting.typeset(Job(report, {}, tmp_path / "report.pdf"), tmp_path)


def test_the_lease_is_renewed_while_the_pdf_is_set_and_a_lost_one_ends_the_setting(report, tmp_path, monkeypatch):
    (tmp_path / "report.typ").write_text('#set document(title: "A")\nA')
    monkeypatch.setattr(pdf_setting, "RENEWED_EVERY", 0.01)
    renewed = []
    pdf_setting.typeset(Job(report, {}, tmp_path / "report.pdf", renew=lambda: renewed.append(1)), tmp_path)
    assert len(renewed) > 1
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")

    def lost():
        raise LookupError

    with pytest.raises(LookupError):
        pdf_setting.typeset(Job(report, {}, tmp_path / "other.pdf", renew=lost), tmp_path)
    assert not (tmp_path / "other.pdf").exists()


def test_the_process_that_sets_the_pdf_knows_no_secret(report, tmp_path, monkeypatch):
    monkeypatch.setenv("ENCRYPTION_KEYS", "hush")
    (tmp_path / "report.typ").write_text('#set document(title: "A")\nA')
    shell = tmp_path / "python"
    shell.write_text(f'#!/bin/sh\nenv > {tmp_path}/told\nexec {sys.executable} "$@"\n')
    shell.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(shell))
    pdf_setting.typeset(Job(report, {}, tmp_path / "report.pdf"), tmp_path)
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    told = {line.split("=", 1)[0] for line in (tmp_path / "told").read_text().splitlines()}
    assert told <= {*PASSED_ON, "PWD", "_", "SHLVL", "OLDPWD"}, "and what a shell adds by itself"
