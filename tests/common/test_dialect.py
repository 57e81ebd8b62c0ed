import io

import pytest
from django.db import connection

from common.dialect import copy_query_to


@pytest.mark.postgres
@pytest.mark.django_db
def test_postgresql_writes_csv_by_itself_with_every_value_quoted():
    stream = io.BytesIO()
    copy_query_to(stream, "SELECT %s AS words, %s AS number, NULL UNION ALL SELECT 'b', 2, ''", ('say "é",\nplease', 1))
    assert stream.getvalue().decode() == '"say ""é"",\nplease","1",\n"b","2",""\n'


@pytest.mark.postgres
@pytest.mark.django_db
def test_a_parameter_stays_a_value():
    stream = io.BytesIO()
    copy_query_to(stream, "SELECT %s", ("'); DROP TABLE common_outboxmessage; --",))
    assert "DROP TABLE" in stream.getvalue().decode()
    assert "common_outboxmessage" in connection.introspection.table_names()


def test_other_databases_say_no(monkeypatch):
    monkeypatch.setattr(connection, "vendor", "sqlite", raising=False)
    with pytest.raises(NotImplementedError):
        copy_query_to(io.BytesIO(), "SELECT 1")
