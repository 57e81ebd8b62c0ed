"""The process of its own in which what came in is read."""

from __future__ import annotations

import pytest

from responses.intake.mail import child


def reads_by(monkeypatch, text):
    """Let the process that reads say of any file what this expression comes to there."""
    code = "import os; from responses.intake.mail.reading import anything, worker\n"
    code += f"anything.text = lambda data, name: {text}\nworker.main()"
    monkeypatch.setattr(child, "COMMAND", [child.sys.executable, "-c", code])


def test_the_process_that_reads_has_no_keys_and_little_memory(monkeypatch):
    monkeypatch.setenv("ENCRYPTION_KEYS", "a secret")
    reads_by(monkeypatch, "repr(sorted(os.environ))")
    with child.Reader() as reader:
        assert "PATH" in reader.text(b"", "a")
        assert "ENCRYPTION_KEYS" not in reader.text(b"", "a")
    reads_by(monkeypatch, "'x' * int(name) * 1024**2")
    with child.Reader() as reader:
        assert len(reader.text(b"", "8")) == 8 * 1024**2
        with pytest.raises(child.Stumbled, match="too much memory"):
            reader.text(b"", "1024")
