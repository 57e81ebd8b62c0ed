"""Keys are changed while the site runs: nothing is lost, and the command says when the old key may go."""

import secrets
from pathlib import Path

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db.models import Q

from common import fields, outbox, rotation, sealing
from common.models import OutboxMessage

pytestmark = pytest.mark.django_db
OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


@pytest.fixture(autouse=True)
def under_the_old_key(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ENCRYPTION_KEYS = [OLD]


@pytest.fixture
def storage():
    return storages["default"]


def rotate(capsys, *args):
    call_command("rotate_keys", *args)
    return capsys.readouterr().out


def test_everything_is_put_under_the_new_key_and_the_old_one_may_go(settings, capsys, storage, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 2)
    for number in range(5):
        outbox.put("test", {"number": number})
    sealed = storage.save("sealed", ContentFile(b"a letter"))
    plain = Path(storage.path("plain"))
    plain.write_bytes(b"from before files were sealed")
    settings.ENCRYPTION_KEYS = [NEW, OLD]

    with pytest.raises(CommandError, match="7 values and files"):
        rotate(capsys, "--check")
    assert "Take the other one out of ENCRYPTION_KEYS" in rotate(capsys)

    settings.ENCRYPTION_KEYS = [NEW]
    assert [message.payload for message in OutboxMessage.objects.order_by("id")] == [{"number": n} for n in range(5)]
    with storage.open(sealed) as file:
        assert file.read() == b"a letter"
    assert b"from before" not in plain.read_bytes()
    with storage.open("plain") as file:
        assert file.read() == b"from before files were sealed"
    assert "Everything is under the only key" in rotate(capsys)


def test_it_goes_on_where_it_was_stopped(settings, capsys, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 2)
    for number in range(5):
        outbox.put("test", {"number": number})
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    half_way = rotation._rows(OutboxMessage, ["payload"], True)
    assert next(half_way).done == 2
    half_way.close()
    assert "common.OutboxMessage: 5 looked at, 3 not under the first key, 3 put under it" in rotate(capsys)


@pytest.mark.parametrize("guarded", [True, False])
def test_what_somebody_writes_at_that_moment_is_never_lost(settings, monkeypatch, guarded):
    """The control writes whatever stands there: then the older words come back."""
    message = outbox.put("test", {"words": "older"})
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    if not guarded:
        monkeypatch.setattr(rotation, "as_read", lambda stale: Q())
    seal = rotation.renewed

    def somebody_writes_meanwhile(token):
        OutboxMessage.objects.filter(pk=message.pk).update(payload={"words": "newer"})
        return seal(token)

    monkeypatch.setattr(rotation, "renewed", somebody_writes_meanwhile)
    list(rotation._rows(OutboxMessage, ["payload"], True))
    assert OutboxMessage.objects.get().payload == {"words": "newer" if guarded else "older"}


def test_the_old_key_stays_as_long_as_a_process_writes_with_it(settings, capsys, monkeypatch):
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    settled = rotation.parts

    def a_late_process_writes():
        settings.ENCRYPTION_KEYS = [OLD]
        outbox.put("test", {"late": True})
        settings.ENCRYPTION_KEYS = [NEW, OLD]
        return settled()

    monkeypatch.setattr(rotation, "parts", a_late_process_writes)
    with pytest.raises(CommandError, match="Keep the older keys"):
        call_command("rotate_keys", "--check")


def test_a_file_that_is_deleted_at_that_moment_does_not_come_back(settings, storage, monkeypatch):
    name = storage.save("going", ContentFile(b"a letter"))
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    seal = sealing.sealed

    def deleted_meanwhile(parts):
        yield from seal(parts)
        storage.delete(name)

    monkeypatch.setattr(sealing, "sealed", deleted_meanwhile)
    assert storage.seal_anew(name) is False
    assert not Path(storage.path(name)).exists()
    assert list(Path(storage.location).iterdir()) == []


@pytest.mark.parametrize("guarded", [True, False])
def test_two_that_seal_a_file_anew_at_once_do_not_spoil_it(settings, storage, monkeypatch, guarded):
    letter = b"a letter " * 20_000
    name = storage.save("twice", ContentFile(letter))
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    seal, begun = sealing.sealed, []

    def with_another_at_it(parts):
        for number, part in enumerate(seal(parts)):
            yield part
            if number == 1 and not begun:
                begun.append(True)
                storage.seal_anew(name)

    monkeypatch.setattr(sealing, "sealed", with_another_at_it)
    if not guarded:
        monkeypatch.setattr(secrets, "token_hex", lambda size: "one")
    try:
        storage.seal_anew(name)
        with storage.open(name) as kept:
            is_whole = kept.read() == letter
    except (sealing.Broken, FileNotFoundError):
        is_whole = False
    assert is_whole is guarded


def test_a_file_that_does_not_open_stops_the_command_and_stays(settings, storage):
    name = storage.save("broken", ContentFile(b"a letter"))
    there = Path(storage.path(name))
    broken = there.read_bytes()[:-1] + b"?"
    there.write_bytes(broken)
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    with pytest.raises(sealing.Broken):
        call_command("rotate_keys", verbosity=0)
    assert there.read_bytes() == broken


def test_the_fields_are_found_from_the_models():
    found = {f"{model._meta.label}.{name}" for model, names in rotation.encrypted_fields().items() for name in names}
    assert {"responses.Draft.who", "responses.Contact.details", "common.OutboxMessage.payload"} <= found


def test_a_value_under_the_new_key_is_no_longer_opened_by_the_old_one(settings):
    token = fields.encrypt("kept")
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    with pytest.raises(InvalidToken):
        Fernet(OLD).decrypt(rotation.renewed(token).encode())
