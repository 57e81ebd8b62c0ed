import io

import pytest
from django.db import connection

from common.dialect import _Unframed, copy_texts_to


@pytest.mark.postgres
@pytest.mark.django_db
def test_postgresql_writes_texts_as_they_stand():
    stream = io.BytesIO()
    copy_texts_to(
        stream,
        "SELECT * FROM (VALUES (%(one)s), (NULL), (''), (repeat('b', 100000))) AS texts(words)",
        {"one": 'say "é",\n\\please'},
    )
    assert stream.getvalue().decode() == 'say "é",\n\\please' + "b" * 100_000


@pytest.mark.postgres
@pytest.mark.django_db
def test_a_parameter_stays_a_value():
    stream = io.BytesIO()
    copy_texts_to(stream, "SELECT %(words)s", {"words": "'); DROP TABLE common_outboxmessage; --"})
    assert "DROP TABLE" in stream.getvalue().decode()
    assert "common_outboxmessage" in connection.introspection.table_names()


@pytest.mark.parametrize("size", [1, 3, 20, 1000])
def test_texts_are_found_however_the_bytes_are_cut(size):
    stream = io.BytesIO()
    sent = b"PGCOPY\n\xff\r\n\0" + bytes(8)
    sent += b"\0\1\0\0\0\3one" + b"\0\1\xff\xff\xff\xff" + b"\0\1\0\0\0\3two" + b"\xff\xff"
    unframed = _Unframed(stream)
    for start in range(0, len(sent), size):
        unframed.write(sent[start : start + size])
    assert stream.getvalue() == b"onetwo"


def test_other_databases_say_no(monkeypatch):
    monkeypatch.setattr(connection, "vendor", "sqlite", raising=False)
    with pytest.raises(NotImplementedError):
        copy_texts_to(io.BytesIO(), "SELECT 1", {})
