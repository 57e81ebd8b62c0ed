"""Attached documents read as text, within limits of size, pages and time; what cannot be read says why."""

from __future__ import annotations

import io
import re
import signal
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lxml import etree

from responses.intake import sniffing
from responses.intake.mail.reading import charsets, markup
from responses.intake.mail.reading.shapes import MOST_PAGES, MOST_TEXT, MOST_UNPACKED, SECONDS_FOR_A_FILE, Unreadable

OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = f"{OFFICE}wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
PDF = "application/pdf"
PICTURE_OF_WORDS = "It has no text in it, perhaps because it is a scan. Save it to read it."
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ODF = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_WORD_FILES = re.compile(r"word/(document|footnotes|endnotes)\d*\.xml\Z")


def content_type(data: bytes, name: str) -> str:
    """Return what a file is by its content; its name only tells text files apart."""
    found = sniffing.content_type(data[: sniffing.HEAD])
    return _zip_type(data) if found == "application/zip" else found


def _zip_type(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "word/document.xml" in names:
                return DOCX
            if "content.xml" in names and "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                return charsets.decode_plainly(archive.read("mimetype")).strip()[:100] or "application/zip"
    except Exception:  # damaged, locked, or packed in a way that is not known: it is kept, and not taken apart
        return "application/zip"
    return "application/zip"


def words(data: bytes, kind: str, declared: str = "") -> tuple[str, str]:
    """Return the text of a file of a kind and a note where it is not all; Unreadable where there is none to have."""
    readers: dict[str, Any] = {PDF: _pdf, DOCX: _docx, ODT: _odt}
    if kind in readers:
        text, note = readers[kind](data)
        return text, note or ("" if text.strip() else PICTURE_OF_WORDS)
    if kind == "application/rtf":
        return markup.rtf_text(data), ""
    if kind == "text/html":
        text, note = charsets.decode(data, declared)
        return markup.html_text(text), note
    if kind == "text/plain":
        return charsets.decode(data, declared)
    raise Unreadable("It is not read here. Save it to read it.")


def words_in_time(data: bytes, kind: str, declared: str = "") -> tuple[str, str]:
    """Return `words`, and never raise: a file that takes too long or is broken is told as a note."""
    try:
        with _at_most(SECONDS_FOR_A_FILE):
            return words(data, kind, declared)
    except Unreadable as refused:
        return "", str(refused)
    except TimeoutError:
        return "", "Reading it took too long, so its words are not shown. Save it to read it."
    except (MemoryError, RecursionError):
        return "", "It is built so that reading it would take too much memory, so its words are not shown."
    except Exception:
        return "", "It is damaged, or not what it says it is, so its words are not shown."


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    """Stop what takes longer, in the main thread of a process of its own."""

    def ring(signum: int, frame: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _unpacked(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as packed:
        data = packed.read(MOST_UNPACKED + 1)
    if len(data) > MOST_UNPACKED:
        raise Unreadable("It unpacks to far more than a document holds, so it was not read.")
    return data


def _xml(data: bytes) -> Any:
    """Parse XML without following anything it points to."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)


def _docx(data: bytes) -> tuple[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = sorted(name for name in archive.namelist() if _WORD_FILES.match(name))[:3]
        paragraphs = [line for name in names for line in _word_lines(_xml(_unpacked(archive, name)))]
    return charsets.tidy("\n".join(paragraphs)).strip(), ""


def _word_lines(root: Any) -> Iterator[str]:
    """Yield paragraphs, those in tables and text boxes too; words that were deleted in tracked changes are none."""
    for paragraph in root.iter(f"{_WORD}p"):
        line = []
        for node in paragraph.iter():
            # A text box stands within a paragraph and has paragraphs of its own.
            if next(node.iterancestors(f"{_WORD}p"), paragraph) is not paragraph:
                continue
            if node.tag == f"{_WORD}t":
                line.append(node.text or "")
            elif node.tag == f"{_WORD}tab":
                line.append("\t")
            elif node.tag in {f"{_WORD}br", f"{_WORD}cr"}:
                line.append("\n")
        yield "".join(line)


def _odt(data: bytes) -> tuple[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = _xml(_unpacked(archive, "content.xml"))
    lines = ["".join(_odt_words(node)) for node in root.iter(f"{_ODF}p", f"{_ODF}h")]
    return charsets.tidy("\n".join(lines)).strip(), ""


def _odt_words(node: Any) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        if child.tag == f"{_ODF}s":
            yield " " * min(int(child.get(f"{_ODF}c", "1") or 1), 100)
        elif child.tag in {f"{_ODF}tab", f"{_ODF}line-break"}:
            yield "\t" if child.tag == f"{_ODF}tab" else "\n"
        elif child.tag not in {f"{_ODF}p", f"{_ODF}h", f"{_ODF}tracked-changes"}:
            yield from _odt_words(child)
        yield child.tail or ""


def _pdf(data: bytes) -> tuple[str, str]:
    import pypdf  # noqa: PLC0415 — half a second that only messages with a PDF pay

    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable("It is locked with a password, so its words are not shown.")
    texts, length = [], 0
    for page in reader.pages[:MOST_PAGES]:
        texts.append(page.extract_text() or "")
        length += len(texts[-1])
        if length > MOST_TEXT:
            break
    more = len(reader.pages) > MOST_PAGES
    return charsets.tidy("\n\n".join(texts)).strip(), f"Only its first {MOST_PAGES} pages are read." if more else ""
