"""Getting into a mailbox: by password or by a token, always encrypted but on this machine."""

from __future__ import annotations

import imaplib
import ssl

import requests
from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from common.mailboxes import Box, Token

SECONDS = 30


class Unreachable(Exception):
    """A mailbox cannot be fetched now; says why in plain words, without what was sent to get in."""


def open_box(box: Box) -> BaseMailBox:
    """Return a mailbox one has been let into, its folder open."""
    try:
        found = _connect(box)
    except ssl.SSLCertVerificationError as error:
        raise Unreachable(f"Its server {box.host} cannot prove who it is: its certificate is not trusted.") from error
    except (OSError, imaplib.IMAP4.error) as error:
        raise Unreachable(f"Its server {box.host} cannot be reached.") from error
    try:
        if box.token:
            found.xoauth2(box.user, token_for(box.token), initial_folder=None)
        else:
            found.login_utf8(box.user, box.password, initial_folder=None)
    except (imaplib.IMAP4.error, ImapToolsError, OSError):
        close(found)
        # Not chained: what the server says of a refusal may repeat what it was sent.
        raise Unreachable("Its server does not let us in: the name, password or token is refused.") from None
    except Unreachable:
        close(found)
        raise
    try:
        found.folder.set(box.folder)
    except (imaplib.IMAP4.error, ImapToolsError, OSError) as error:
        close(found)
        raise Unreachable(f"It has no folder {box.folder}.") from error
    return found


def close(box: BaseMailBox) -> None:
    """Leave a mailbox, whatever state the connection is in."""
    try:
        box.logout()
    except (imaplib.IMAP4.error, ImapToolsError, OSError):
        return  # it was closed from the other side


def _connect(box: Box) -> BaseMailBox:
    if box.security == "imap":
        return MailBoxUnencrypted(box.host, box.port, timeout=SECONDS)
    context = ssl.create_default_context()
    if box.security == "imap+tls":
        return MailBoxStartTls(box.host, box.port, timeout=SECONDS, ssl_context=context)
    return MailBox(box.host, box.port, timeout=SECONDS, ssl_context=context)


def token_for(token: Token) -> str:
    """Ask for a token: in the name of this site, or of whoever once gave it a refresh token."""
    asked = {"client_id": token.client_id, "client_secret": token.client_secret}
    asked |= {"scope": token.scope} if token.scope else {}
    if token.refresh_token:
        asked |= {"grant_type": "refresh_token", "refresh_token": token.refresh_token}
    else:
        asked |= {"grant_type": "client_credentials"}
    try:
        answer = requests.post(token.url, data=asked, timeout=10, allow_redirects=False)
        found = answer.json().get("access_token") if answer.status_code == 200 else None
    except (requests.RequestException, ValueError, AttributeError):
        raise Unreachable("The place that gives out tokens for it cannot be reached.") from None
    if not isinstance(found, str) or not found:
        raise Unreachable("The place that gives out tokens for it refuses to give one.")
    return found
