"""
The process that reads what came in, apart from all else: it has no keys, no database and little memory.

It answers one request after the other: a line of JSON, then as many bytes as the line says; back go a line with a
length and that many bytes.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any, BinaryIO

from responses.intake.mail.reading import anything
from responses.intake.mail.reading.shapes import Part, Unreadable

MEMORY = 1024 * 1024 * 1024


def serve(asked: BinaryIO, answered: BinaryIO) -> None:
    """Answer requests until there are no more."""
    while line := asked.readline():
        request = json.loads(line)
        answer = _answer(request, asked.read(request["size"]))
        answered.write(f"{len(answer)}\n".encode() + answer)
        answered.flush()


def _answer(request: dict[str, Any], data: bytes) -> bytes:
    if request["do"] == "pages":
        return _pages_of(data)
    if request["do"] == "text":
        return anything.text(data, request["name"]).encode("utf-8", "replace")
    reading, parts = anything.message(data)
    if request["do"] == "part":
        return _bytes_of(parts, request["number"])
    return json.dumps(reading.as_json()).encode()


def _pages_of(data: bytes) -> bytes:
    """Return a fax as a PDF; nothing where it is broken or too large."""
    from responses.intake.mail.reading import pictures  # noqa: PLC0415 — only who looks at a fax pays for it

    try:
        return pictures.pdf_of(data)
    except Unreadable:
        return b""


def _bytes_of(parts: list[Part], number: int) -> bytes:
    return parts[number].data if number < len(parts) else b""


def main() -> None:
    """Do the work of the process, within its limits."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    serve(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
