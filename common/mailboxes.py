"""The mailboxes that emails are fetched from, as MAILBOXES names them; what is wrong with it is told in plain words."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

PORTS = {"imaps": 993, "imap+tls": 143, "imap": 143}
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
KEYS = {"url", "move_to", "token_url", "client_id", "client_secret", "scope", "refresh_token"}
FOR_TOKEN = ("token_url", "client_id", "client_secret")


class Hidden(str):
    """A setting with secrets in it, which no error page shows."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'[secret]'"


class Misnamed(ValueError):
    """MAILBOXES cannot be understood. The message names no secret."""


@dataclass(frozen=True)
class Token:
    """Where the token comes from that a mailbox wants instead of a password."""

    url: str
    client_id: str
    client_secret: str = field(repr=False)
    scope: str = ""
    refresh_token: str = field(default="", repr=False)


@dataclass(frozen=True)
class Box:
    """One mailbox: where it is, and how to get in."""

    slug: str
    security: str  # imaps, imap+tls, or imap on this machine alone
    host: str
    port: int
    user: str
    password: str = field(default="", repr=False)
    folder: str = "INBOX"
    move_to: str = ""
    token: Token | None = None


def read(text: str) -> dict[str, Box]:
    """Return the mailboxes by the slug of their exercise; Misnamed with the remedy where they are not to be understood.

    `text` is a JSON object: slug → address, or slug → an object with `url` and more.
    """
    if not text.strip():
        return {}
    try:
        given = json.loads(text)
    except ValueError:
        raise Misnamed("MAILBOXES is not JSON.") from None
    if not isinstance(given, dict):
        raise Misnamed("MAILBOXES is not a JSON object from the name of an exercise to its mailbox.")
    return {slug: _box(slug, said if isinstance(said, dict) else {"url": said}) for slug, said in given.items()}


def _box(slug: str, said: dict[str, Any]) -> Box:
    if unknown := sorted(set(said) - KEYS):
        raise Misnamed(f"The mailbox of {slug} has {unknown[0]!r}, which is not known.")
    if not all(isinstance(value, str) for value in said.values()):
        raise Misnamed(f"The mailbox of {slug} has a value that is not text.")
    try:
        address = urlsplit(said.get("url", ""))
        host, port = address.hostname or "", address.port
    except ValueError:
        raise Misnamed(f"The address of the mailbox of {slug} is not to be understood.") from None
    if address.scheme not in PORTS or not host or not address.username:
        raise Misnamed(f"The address of the mailbox of {slug} is not of the form imaps://user:password@host/INBOX.")
    if address.scheme == "imap" and host not in LOOPBACK:
        raise Misnamed(f"The mailbox of {slug} would be fetched without encryption. Use imaps:// or imap+tls://.")
    token = _token(slug, said)
    if not address.password and token is None:
        raise Misnamed(f"The mailbox of {slug} has neither a password nor a token_url.")
    return Box(
        slug=slug,
        security=address.scheme,
        host=host,
        port=port or PORTS[address.scheme],
        user=unquote(address.username),
        password=unquote(address.password or ""),
        folder=unquote(address.path.strip("/")) or "INBOX",
        move_to=said.get("move_to") or parse_qs(address.query).get("move_to", [""])[0],
        token=token,
    )


def _token(slug: str, said: dict[str, str]) -> Token | None:
    if not said.get("token_url"):
        return None
    if missing := [name for name in FOR_TOKEN if not said.get(name)]:
        raise Misnamed(f"The mailbox of {slug} has a token_url and no {missing[0]}.")
    where = urlsplit(said["token_url"])
    if where.scheme != "https" and where.hostname not in LOOPBACK:
        raise Misnamed(f"The token_url of the mailbox of {slug} does not begin with https.")
    return Token(
        url=said["token_url"],
        client_id=said["client_id"],
        client_secret=said["client_secret"],
        scope=said.get("scope", ""),
        refresh_token=said.get("refresh_token", ""),
    )
