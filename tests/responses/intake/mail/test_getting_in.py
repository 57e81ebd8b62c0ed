"""Getting into a mailbox on a real server: by password or token, encrypted, and told in plain words where it fails."""

from __future__ import annotations

import json
import shutil
import tempfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from common import mailboxes
from responses.intake.mail import opening, polling
from responses.intake.mail.models import Message
from responses.intake.mail.sources import Mailbox
from tests.responses.intake.mail.writing import raw
from tests.support.mailserver import USERS, MailServer

pytestmark = [pytest.mark.django_db, pytest.mark.imap]


@pytest.mark.parametrize("security", ["imaps", "imap+tls"])
def test_a_mailbox_is_fetched_over_an_encrypted_connection(mail_server, box, monkeypatch, security):
    monkeypatch.setenv("SSL_CERT_FILE", mail_server.authority)
    mail_server.deliver(raw())
    assert polling.poll(box(url=mail_server.address(security=security))) == polling.Fetched(kept=1)


@pytest.mark.parametrize("security", ["imaps", "imap+tls"])
def test_nothing_is_said_to_a_server_that_cannot_prove_who_it_is(mail_server, box, security):
    mail_server.deliver(raw())
    assert polling.poll(box(url=mail_server.address(security=security))) is None
    assert "cannot prove" in Mailbox.objects.get().problem
    assert not Message.objects.exists()


def test_a_wrong_password_is_told_without_it(mail_server, box, settings, caplog):
    slug = box(url=mail_server.address(password="wrong-secret"))
    assert polling.poll(slug) is None
    row = Mailbox.objects.get()
    assert "refused" in row.problem
    assert "wrong-secret" not in row.problem + caplog.text
    assert "wrong-secret" not in repr(polling.boxes())


def test_a_folder_that_is_not_there_is_told(mail_server, box):
    polling.poll(box(url=mail_server.address(folder="Elsewhere")))
    assert Mailbox.objects.get().problem == "It has no folder Elsewhere."


class TokenPlace(BaseHTTPRequestHandler):
    """Gives out tokens as an identity provider does, and tells the mail server whether one is good."""

    asked: list[dict[str, list[str]]] = []
    token = "t-" + "o" * 1_200  # as long as real ones

    def do_POST(self) -> None:
        body = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.asked.append(body)
        good = body.get("client_secret") == ["a secret"]
        self._answer({"access_token": self.token} if good else {"error": "invalid_client"}, 200 if good else 401)

    def do_GET(self) -> None:
        given = parse_qs(urlsplit(self.path).query).get("token", [""])[0]
        self._answer({"active": "true" if given == self.token else "false", "username": USERS[0]}, 200)

    def _answer(self, said: dict[str, str], status: int) -> None:
        data = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def token_place() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), TokenPlace)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def token_server(token_place, tmp_path_factory) -> Iterator[MailServer]:
    """A mail server that asks the place of tokens about the one it is given."""
    folder = Path(tempfile.mkdtemp(prefix="dt", dir="/tmp"))
    folder.chmod(0o755)
    server = MailServer(folder / "s", token_place)
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


def _with_token(server: MailServer, place: str, **more: str) -> dict[str, str]:
    url = f"imap://{USERS[0].replace('@', '%40')}@127.0.0.1:{server.port}/INBOX"
    return {"url": url, "token_url": f"{place}token", "client_id": "site", "client_secret": "a secret", **more}


def test_a_mailbox_opens_to_a_token(staff, settings, token_server, token_place):
    token_server.deliver(raw())
    given = _with_token(token_server, token_place, scope="mail")
    settings.MAILBOXES = json.dumps({staff.exercise.slug: given})
    assert polling.poll(staff.exercise.slug), (Mailbox.objects.get().problem, token_server.said())
    assert Message.objects.count() == 1
    asked = TokenPlace.asked[-1]
    assert (asked["grant_type"], asked["scope"]) == (["client_credentials"], ["mail"])


def test_a_refresh_token_is_used_where_there_is_one(token_place, token_server):
    given = _with_token(token_server, token_place, refresh_token="again")
    token = mailboxes.read(json.dumps({"a": given}))["a"].token
    assert opening.token_for(token) == TokenPlace.token
    assert TokenPlace.asked[-1]["grant_type"] == ["refresh_token"]


@pytest.mark.parametrize("wrong", [{"client_secret": "another"}, {"token_url": "http://127.0.0.1:9/token"}])
def test_no_token_is_told_without_the_secret(staff, settings, token_server, token_place, wrong):
    settings.MAILBOXES = json.dumps({staff.exercise.slug: {**_with_token(token_server, token_place), **wrong}})
    assert polling.poll(staff.exercise.slug) is None
    problem = Mailbox.objects.get().problem
    assert "tokens" in problem
    assert "another" not in problem


def test_a_token_that_the_server_does_not_know_is_refused(staff, settings, token_server, token_place, monkeypatch):
    monkeypatch.setattr(opening, "token_for", lambda token: "stale")
    settings.MAILBOXES = json.dumps({staff.exercise.slug: _with_token(token_server, token_place)})
    assert polling.poll(staff.exercise.slug) is None
    assert "refused" in Mailbox.objects.get().problem
