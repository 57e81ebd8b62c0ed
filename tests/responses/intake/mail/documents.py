"""Documents to attach, as word processors write them, and worse."""

from __future__ import annotations

import io
import zipfile

import docx
from pypdf import PdfWriter

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(*paragraphs: str) -> bytes:
    """Return a Word file."""
    made = docx.Document()
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    made.add_table(1, 1).cell(0, 0).text = "in a table"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def word_bomb() -> bytes:
    """Return a small Word file that unpacks to very much."""
    return zipped({"word/document.xml": b"<a>" + b" " * 40_000_000 + b"</a>"})


def word_laughing() -> bytes:
    """Return a Word file whose entities grow without end."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    body = f'<!DOCTYPE d [<!ENTITY e0 "ha">{entities}]><w:p xmlns:w="{WORD}"><w:r><w:t>&e9;</w:t></w:r></w:p>'
    return zipped({"word/document.xml": body.encode()})


def open_document(*paragraphs: str) -> bytes:
    """Return an OpenDocument text."""
    body = "".join(f"<text:p>{paragraph}</text:p>" for paragraph in paragraphs)
    content = f'<d xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">{body}</d>'
    return zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content.encode()})


def pdf(text: str, *, pages: int = 1, password: str = "") -> bytes:
    """Return a PDF with a line of text on each page."""
    stream = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode()
    kids = " ".join(f"{4 + number} 0 R" for number in range(pages))
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {pages}/Resources<</Font<</F1 {4 + pages} 0 R>>>>>>".encode(),
        b"<</Length %d>>stream\n%b\nendstream" % (len(stream), stream),
        *[b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R>>"] * pages,
        font,
    ]
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj%b endobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n%btrailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size,
        table,
        size,
        out.rfind(b"endobj\n") + 7,
    )
    if not password:
        return out
    writer = PdfWriter(io.BytesIO(out))
    writer.encrypt(password)
    locked = io.BytesIO()
    writer.write(locked)
    return locked.getvalue()
