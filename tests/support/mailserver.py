"""A real mail server (dovecot), on a free port of this machine, with everything it writes in a folder of the test's."""

from __future__ import annotations

import contextlib
import imaplib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.support import certificate
from tests.support.parts import DOVECOT

PASSWORD = "pass word é/@%"  # with what an address has to quote
USERS = ("northshire@example.org", "elsewhere@example.org")

CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
default_login_user = {service_user}
default_internal_user = {service_user}
default_internal_group = {service_group}
mail_location = maildir:{folder}/mail/%u
first_valid_uid = 1
first_valid_gid = 1
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {folder}/oauth2.conf
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service stats {{
  chroot =
}}
"""


class MailServer:
    """A running server; tests put messages in by IMAP and look at what became of them."""

    def __init__(self, folder: Path, introspection_url: str = "http://127.0.0.1:9/") -> None:
        self.folder, self.introspection_url = folder, introspection_url
        self.port, self.tls_port = _free_port(), _free_port()
        self._write()
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    def _write(self) -> None:
        root = os.geteuid() == 0
        owner = pwd.getpwnam("nobody") if root else pwd.getpwuid(os.geteuid())
        service = "dovecot" if root else owner.pw_name
        group = service if root else _group_name(owner.pw_gid)
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "mail").mkdir()
        (self.folder / "users").write_text("".join(f"{user}:{{PLAIN}}{PASSWORD}\n" for user in USERS))
        certificate.write(self.folder)
        (self.folder / "oauth2.conf").write_text(
            f"introspection_mode = get\nintrospection_url = {self.introspection_url}introspect?token=\n"
            "username_attribute = username\nactive_attribute = active\nactive_value = true\n"
        )
        (self.folder / "dovecot.conf").write_text(
            CONFIG.format(
                folder=self.folder,
                port=self.port,
                tls_port=self.tls_port,
                uid=owner.pw_uid,
                gid=owner.pw_gid,
                service_user=service,
                service_group=group,
            )
        )
        if root:
            os.chown(self.folder / "mail", owner.pw_uid, owner.pw_gid)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [DOVECOT, "-F", "-c", str(self.folder / "dovecot.conf")]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 20
        while time.monotonic() < end:
            with contextlib.suppress(OSError, imaplib.IMAP4.error):
                imaplib.IMAP4("127.0.0.1", self.port, timeout=2).logout()
                return
            time.sleep(0.05)
        pytest.fail(f"The mail server did not start:\n{self.said()}")

    def stop(self) -> None:
        """End it, as when a mail server is down."""
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(20)
            self.process = None

    def said(self) -> str:
        """Return its log."""
        log = self.folder / "log"
        return log.read_text(errors="replace") if log.exists() else "nothing"

    def address(
        self, user: str = USERS[0], *, folder: str = "INBOX", password: str = PASSWORD, security: str = "imap"
    ) -> str:
        """Return what the settings say of a mailbox here."""
        port = self.tls_port if security == "imaps" else self.port
        return f"{security}://{quote(user, safe='')}:{quote(password, safe='')}@127.0.0.1:{port}/{folder}"

    @property
    def authority(self) -> str:
        """The file with the certificate that its own is to be believed by."""
        return str(self.folder / "cert.pem")

    @contextlib.contextmanager
    def opened(self, user: str = USERS[0]) -> Iterator[imaplib.IMAP4]:
        """Open a mailbox as its owner does."""
        client = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        client.authenticate("PLAIN", lambda _: f"\0{user}\0{PASSWORD}".encode())
        client.select("INBOX")
        try:
            yield client
        finally:
            client.logout()

    def deliver(self, *messages: bytes, user: str = USERS[0], at: float | None = None) -> None:
        """Put messages into a mailbox."""
        with self.opened(user) as client:
            for message in messages:
                when = imaplib.Time2Internaldate(at if at is not None else time.time())
                status, answer = client.append("INBOX", "", when, message)
                assert status == "OK", answer

    def unseen(self, user: str = USERS[0], folder: str = "INBOX") -> int:
        """Return how many messages of a folder nobody has seen."""
        with self.opened(user) as client:
            client.select(folder, readonly=True)
            return len(client.uid("SEARCH", "UNSEEN")[1][0].split())

    def count(self, user: str = USERS[0], folder: str = "INBOX") -> int:
        """Return how many messages lie in a folder; none where it is not there."""
        with self.opened(user) as client:
            status, _ = client.select(folder, readonly=True)
            return len(client.uid("SEARCH", "ALL")[1][0].split()) if status == "OK" else 0

    def empty(self) -> None:
        """Take all mail away; the next folder gets other numbers than this one had."""
        for user in USERS:
            shutil.rmtree(self.folder / "mail" / user, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _group_name(gid: int) -> str:
    import grp

    return grp.getgrgid(gid).gr_name


@pytest.fixture(scope="session")
def _mail_server() -> Iterator[MailServer]:
    # Its sockets are files, whose paths must be short, and its users have to get there.
    folder = Path(tempfile.mkdtemp(prefix="dc", dir="/tmp"))
    folder.chmod(0o755)
    server = MailServer(folder / "s")
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def mail_server(_mail_server: MailServer) -> MailServer:
    """Return a mail server with empty mailboxes; for tests marked `imap`."""
    if _mail_server.process is None:
        _mail_server.start()
    _mail_server.empty()
    return _mail_server
