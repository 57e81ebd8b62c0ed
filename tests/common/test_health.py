from datetime import timedelta

import pytest
from django.db import DatabaseError

from common import clock, health, outbox
from common.models import OutboxMessage, WorkerHeartbeat
from common.tasks import clean_up, heartbeat

pytestmark = pytest.mark.django_db


def parts(client):
    response = client.get("/health/")
    return response.status_code, response.json()["parts"]


def test_a_site_with_a_living_worker_is_well(client):
    heartbeat()
    status, seen = parts(client)
    assert status == 200
    assert set(seen) == {"database", "broker", "worker", "outbox", "ledger"}
    assert seen["worker"]["seconds_since_seen"] < 5


def test_a_worker_that_is_silent_or_was_never_seen_is_told(client):
    assert parts(client)[0] == 503
    WorkerHeartbeat.objects.create(worker="w", seen_at=clock.now() - timedelta(minutes=4))
    status, seen = parts(client)
    assert status == 503
    assert not seen["worker"]["ok"]


def test_an_outbox_that_stands_still_is_told(client):
    heartbeat()
    outbox.put("test", {})
    OutboxMessage.objects.update(available_at=clock.now() - timedelta(minutes=16))
    status, seen = parts(client)
    assert (status, seen["outbox"]["waiting"]) == (503, 1)


def test_a_broker_that_is_down_is_told_at_once_and_does_not_take_the_pages_away(client, monkeypatch):
    heartbeat()

    def down():
        raise ConnectionRefusedError

    monkeypatch.setattr(health, "_broker_depth", down)
    assert parts(client)[0] == 503
    assert client.get("/health/web/").status_code == 200


def test_a_database_that_is_down_is_told_without_its_address(client, monkeypatch):
    def down():
        raise DatabaseError("could not connect to postgres://user:secret@db")

    monkeypatch.setattr(health.connection, "cursor", down)
    response = client.get("/health/")
    assert response.status_code == 503
    assert b"secret" not in response.content


def test_clean_up_removes_what_has_served():
    old = clock.now() - timedelta(days=40)
    WorkerHeartbeat.objects.create(worker="gone", seen_at=old)
    done, waiting = (OutboxMessage.objects.create(kind="test", payload={}) for _ in range(2))
    OutboxMessage.objects.filter(id=done.id).update(done_at=old)
    clean_up()
    assert list(OutboxMessage.objects.all()) == [waiting]
    assert not WorkerHeartbeat.objects.exists()
