import json

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection

from common import fields, outbox
from common.models import OutboxMessage


@pytest.mark.django_db
def test_the_database_holds_no_readable_text():
    outbox.put("test", {"name": "Siân Ó Briain 🩺"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload FROM common_outboxmessage")
        stored = cursor.fetchone()[0]
    assert "name" not in stored
    assert OutboxMessage.objects.get().payload == {"name": "Siân Ó Briain 🩺"}


@pytest.mark.django_db
def test_an_encrypted_field_cannot_be_looked_up():
    with pytest.raises(FieldError, match="encrypted"):
        OutboxMessage.objects.filter(payload="x").exists()
    assert not OutboxMessage.objects.filter(payload__isnull=True).exists()


def test_keys_rotate_the_first_encrypts_and_the_old_ones_still_open(settings):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.ENCRYPTION_KEYS = [old]
    stored = fields.encrypt("kept")
    settings.ENCRYPTION_KEYS = [new, old]
    assert fields.decrypt(stored) == "kept"
    assert Fernet(new).decrypt(fields.encrypt("later")) == b"later"


def test_a_lost_key_is_told_with_the_remedy(settings):
    stored = fields.encrypt("kept")
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(ImproperlyConfigured, match="put its key back"):
        fields.decrypt(stored)


def test_json_goes_through_dumpdata():
    field = OutboxMessage._meta.get_field("payload")
    assert json.loads(field.value_to_string(OutboxMessage(payload={"a": [1]}))) == {"a": [1]}
