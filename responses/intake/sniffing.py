"""What sort of file something is, by its first bytes; its name and what a browser said of it are not believed."""

from __future__ import annotations

import re

HEAD = 4096  # bytes looked at
UNKNOWN = "application/octet-stream"

_STARTS = [
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"{\\rtf", "application/rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),  # old Word files, Outlook messages
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-executable"),
]
_ZIP_PARTS = [
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    (b"opendocument.text", "application/vnd.oasis.opendocument.text"),
]
_SVG = re.compile(rb"<svg[\s>]", re.IGNORECASE)
_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|script|iframe)[\s>]", re.IGNORECASE)
_EMAIL = re.compile(
    rb"\A(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*(?:from|received|return-path|message-id):", re.IGNORECASE
)


def content_type(head: bytes) -> str:
    """Return the content type that the beginning of a file shows."""
    head = head[:HEAD]
    for start, found in _STARTS:
        if head.startswith(start):
            return found
    if head.startswith(b"PK\x03\x04"):
        return next((found for part, found in _ZIP_PARTS if part in head), "application/zip")
    if head[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1"}:
        return "image/heic"
    return _text_type(head)


def _text_type(head: bytes) -> str:
    if b"\x00" in head or not _is_utf8(head):
        return UNKNOWN
    if _SVG.search(head):
        return "image/svg+xml"
    if _HTML.search(head):
        return "text/html"
    return "message/rfc822" if _EMAIL.search(head) else "text/plain"


def _is_utf8(head: bytes) -> bool:
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 3 and len(head) == HEAD  # a character cut in two at the end
    return True
