"""Bytes to text, whatever charset they are in and whatever they say of it. Never fails and drops no byte."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from common.text import SIGN, xml_safe

# What programs call charsets, and what they mean: these are read as their supersets, as browsers do.
_MEANT = {
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "iso-8859-9": "cp1254",
    "unicode": "utf-16",
    "unicode-1-1-utf-7": "utf-7",
    "iso-8859-8-i": "iso-8859-8",
    "x-sjis": "cp932",
}
_NOT_TEXT = {"base64", "bz2", "hex", "quopri", "rot13", "uu", "zlib", "idna", "punycode", "unicode_escape", "undefined"}
_NOT_TEXT |= {"raw_unicode_escape", "mbcs", "oem"}
GUESSED = "It names no charset, or the wrong one; the charset was found from its letters, and some may be wrong."
# They show letters in another order than they stand in, such as the end of a file's name.
_OVERRIDES = re.compile("[\u202d\u202e]")
SAMPLE = 64 * 1024
# Signs for machines that stand in no text; tabs, line ends, form feeds, and what changes a charset (14, 15, 27) do.
_IN_NO_TEXT = bytes([*range(9), 11, *range(16, 27), *range(28, 32), 127])
STRAY = 0.03  # of all bytes; of random ones a tenth are such signs


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """Return the text of some bytes, and a note where the charset had to be guessed."""
    for charset in _candidates(data, declared):
        text = _strict(data, charset)
        if text is not None:
            plainly = data.isascii() or charset == _known(declared) or (charset == "utf-8" and not declared)
            return tidy(text), "" if plainly else GUESSED
    return tidy(_guess(data)), GUESSED


def is_no_text(data: bytes) -> bool:
    """Whether bytes are mostly not text: of what no charset uses for words they hold more than a slip of the hand."""
    sample = data[:SAMPLE]
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strict(data, "utf-16") is None
    return len(sample.translate(None, _IN_NO_TEXT)) < len(sample) * (1 - STRAY)


def decode_plainly(data: bytes) -> str:
    """Return short bytes such as a header's as text: UTF-8 if they are that, else western European."""
    text = _strict(data, "utf-8")
    return tidy(data.decode("cp1252", "replace") if text is None else text)


def tidy(text: str) -> str:
    """Return text with one kind of line end and without what neither XML nor the database holds."""
    return _OVERRIDES.sub(SIGN, xml_safe(text.removeprefix("\ufeff")))


def _candidates(data: bytes, declared: str) -> list[str]:
    for mark, charset in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return [charset]
    known = _known(declared)
    # Bytes that are UTF-8 by their form are hardly ever anything else, whatever they are called.
    return ["utf-8", known] if not known or known in {"cp1252", "cp1254"} else [known, "utf-8"]


def _known(declared: str) -> str:
    """Return the codec that a declared charset means; nothing where there is none, or none for text."""
    name = re.sub(r"[^a-z0-9_:-]", "", declared.lower())[:40]
    try:
        found = codecs.lookup(_MEANT.get(name, name)).name
    except (LookupError, ValueError):
        return ""
    return "" if found.replace("-", "_") in _NOT_TEXT else found


def _strict(data: bytes, charset: str) -> str | None:
    if not charset:
        return None
    try:
        return data.decode(charset)
    except (UnicodeError, LookupError, ValueError, TypeError):
        return None


def _guess(data: bytes) -> str:
    """Return the likeliest reading; western European with a sign for what is none where nothing is likely."""
    if b"\x00" not in data[:SAMPLE]:
        best = from_bytes(data[:SAMPLE]).best()
        if best is not None and not best.encoding.startswith("utf_7"):
            return data.decode(best.encoding, "replace")
    return data.decode("cp1252", "replace")
