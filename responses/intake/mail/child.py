"""The other end of the process that reads what came in: asks it, waits no longer than is fit, and ends it."""

from __future__ import annotations

import json
import selectors
import subprocess
import sys
import threading
import time
from types import TracebackType
from typing import IO, Any

from django.conf import settings

from common.processes import bare_environment

SECONDS = 45
COMMAND = [sys.executable, "-m", "responses.intake.mail.reading.worker"]


class Stumbled(Exception):
    """The file could not be read, in plain words."""


class Reader:
    """Reads one file after the other in a process of its own, and starts another where one breaks it."""

    def __init__(self, *, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def message(self, data: bytes) -> dict[str, Any]:
        """Return what a message says, shaped as `reading.shapes.Reading`; Stumbled where the process broke."""
        found: dict[str, Any] = json.loads(self._ask({"do": "message"}, data))
        return found

    def part(self, data: bytes, number: int) -> bytes:
        """Return the bytes of one part of a message."""
        return self._ask({"do": "part", "number": number}, data)

    def text(self, data: bytes, name: str) -> str:
        """Return the words of any file."""
        return self._ask({"do": "text", "name": name}, data).decode()

    def pages(self, data: bytes) -> bytes:
        """Return a fax or scan that no browser shows as a PDF; nothing where that cannot be done."""
        return self._ask({"do": "pages"}, data)

    def _ask(self, request: dict[str, Any], data: bytes) -> bytes:
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        # Written beside, so that a process that takes nothing cannot keep us waiting.
        line = json.dumps({**request, "size": len(data)}).encode() + b"\n"
        sending = threading.Thread(target=_send, args=(process.stdin, line, data), daemon=True)
        sending.start()
        try:
            answer = _Answer(process.stdout, time.monotonic() + self.seconds)
            return answer.exactly(int(answer.line()))
        except TimeoutError:
            self._end()
            raise Stumbled(f"Reading it took longer than {self.seconds:.0f} seconds and was given up.") from None
        except (OSError, ValueError, EOFError):
            self._end()
            raise Stumbled("Reading it took too much memory, or ended for another reason, and was given up.") from None
        finally:
            sending.join(5)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(  # noqa: S603 — our own program, no word of it from outside
                COMMAND,
                cwd=settings.BASE_DIR,
                env=bare_environment(OPENBLAS_NUM_THREADS="1"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue  # what was not sent any more


def _send(pipe: IO[bytes], line: bytes, data: bytes) -> None:
    try:
        pipe.write(line)
        pipe.write(data)
        pipe.flush()
    except (OSError, ValueError):
        return  # it ended; whoever waits for the answer finds out


class _Answer:
    """Reads from a pipe up to a moment."""

    def __init__(self, pipe: IO[bytes], until: float) -> None:
        self.pipe, self.until, self.waiting = pipe, until, b""

    def line(self) -> bytes:
        """Return the bytes up to the next line's end."""
        while b"\n" not in self.waiting:
            self.waiting += self._more()
        line, _, self.waiting = self.waiting.partition(b"\n")
        return line

    def exactly(self, size: int) -> bytes:
        """Return so many bytes."""
        chunks, held = [self.waiting], len(self.waiting)
        while held < size:
            chunks.append(self._more())
            held += len(chunks[-1])
        return b"".join(chunks)[:size]

    def _more(self) -> bytes:
        with selectors.DefaultSelector() as selector:
            selector.register(self.pipe, selectors.EVENT_READ)
            if not selector.select(max(self.until - time.monotonic(), 0)):
                raise TimeoutError
        data = self.pipe.read1(1024 * 1024)  # type: ignore[attr-defined]
        if not data:
            raise EOFError
        return bytes(data)
