"""A small load client: keep-alive connections to 127.0.0.1, bounded in number and time, and every reply verified."""

from __future__ import annotations

import asyncio
import gzip
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

TIME_LIMIT = 120.0
FIELD = re.compile(rb'<(?:input|textarea|select)[^>]* name="([^"]+)"')


class WrongReply(Exception):
    """A server answered something else than was expected, so that its speed says nothing."""


@dataclass(frozen=True)
class Expected:
    """What a reply must be: status, words that stand in it, how many fields its form has (hidden ones apart)."""

    status: int = 200
    words: tuple[str, ...] = ()
    fields: int | None = None
    not_fields: frozenset[bytes] = frozenset({b"csrfmiddlewaretoken", b"base"})


@dataclass(frozen=True)
class Request:
    path: str
    form: dict[str, str] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    expected: Expected = Expected()

    def raw(self, port: int) -> bytes:
        """Return the request as it goes over the line."""
        body = b"" if self.form is None else urlencode(self.form).encode()
        head = {"Host": f"127.0.0.1:{port}", "Accept-Encoding": "gzip", "Connection": "keep-alive", **self.headers}
        if self.form is not None:
            head |= {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
        lines = [f"{'GET' if self.form is None else 'POST'} {self.path} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in head.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


def load(port: int, requests: Sequence[Request], concurrency: int) -> float:
    """Send all requests over so many connections and return the rate per second; replies are verified afterwards."""
    seconds, replies = asyncio.run(asyncio.wait_for(_load(port, requests, concurrency), TIME_LIMIT))
    for request, reply in zip(requests, replies, strict=True):
        verify(request, reply)
    return len(requests) / seconds


def verify(request: Request, reply: Reply | None) -> None:
    """Raise WrongReply unless the reply is what was expected."""
    expected = request.expected
    if reply is None or reply.status != expected.status:
        raise WrongReply(f"{request.path}: status {reply and reply.status}, expected {expected.status}")
    if not expected.words and expected.fields is None:
        return
    if reply.headers.get("content-encoding") != "gzip":
        raise WrongReply(f"{request.path}: the reply is not compressed")
    html = gzip.decompress(reply.body)
    for words in expected.words:
        if words.encode() not in html:
            raise WrongReply(f"{request.path}: {words!r} is not in the reply")
    if expected.fields is not None:
        found = set(FIELD.findall(html)) - expected.not_fields
        if len(found) != expected.fields:
            raise WrongReply(f"{request.path}: {len(found)} fields, expected {expected.fields}: {sorted(found)}")


async def _load(port: int, requests: Sequence[Request], concurrency: int) -> tuple[float, list[Reply | None]]:
    replies: list[Reply | None] = [None] * len(requests)
    waiting = iter(enumerate([request.raw(port) for request in requests]))
    connections = [await asyncio.open_connection("127.0.0.1", port) for _ in range(concurrency)]

    async def work(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for number, raw in waiting:
            writer.write(raw)
            reply = replies[number] = await _read(reader)
            if reply.headers.get("connection", "").lower() == "close":
                writer.close()
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(work(*connection) for connection in connections))
    return time.perf_counter() - began, replies


async def _read(reader: asyncio.StreamReader) -> Reply:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
    if headers.get("transfer-encoding") == "chunked":
        body = await _chunks(reader)
    else:
        body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Reply(int(head[0].split(" ", 2)[1]), headers, body)


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    parts = []
    while size := int(await reader.readline(), 16):
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readexactly(2)
    return b"".join(parts)
