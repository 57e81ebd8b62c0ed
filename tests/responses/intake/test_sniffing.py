import pytest
from hypothesis import given
from hypothesis import strategies as st

from responses.intake import sniffing
from responses.intake.originals import tidy_name


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (b"%PDF-1.4", "application/pdf"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"PK\x03\x04 [Content_Types].xml word/document.xml", "wordprocessingml.document"),
        (b"PK\x03\x04 something", "application/zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole-storage"),
        (b"From: jo@example.org\nSubject: Places\n\nDear all", "message/rfc822"),
        (b"Delivered-To: x\r\nReceived: by y\r\n z\r\n", "message/rfc822"),
        (b"From the chair: we think", "text/plain"),
        (b"  <HTML>", "text/html"),
        (b"<?xml version='1.0'?><svg>", "image/svg+xml"),
        ("Žluťoučký".encode(), "text/plain"),
        (("x" * 4095 + "é").encode(), "text/plain"),
        (b"\x00\x01", "application/octet-stream"),
        (b"caf\xe9", "application/octet-stream"),
    ],
)
def test_a_file_is_known_by_its_first_bytes(head, found):
    assert found in sniffing.content_type(head)


@given(st.binary(max_size=5000))
def test_any_bytes_have_a_type(head):
    assert "/" in sniffing.content_type(head)


@given(st.text(max_size=400))
def test_a_tidy_name_is_short_printable_and_no_path(name):
    tidied = tidy_name(name)
    assert 0 < len(tidied) <= 200
    assert tidied.isprintable()
    assert "/" not in tidied
