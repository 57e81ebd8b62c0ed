"""Wrong settings, told as system checks with the remedy. Errors stop the site from starting; warnings do not."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured

from common import mailboxes

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
NEW_SIGNING_KEY = "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
NEW_ENCRYPTION_KEY = "python3 -c 'import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())'"


def _check(function: Callable[[], Iterator[CheckMessage]]) -> Callable[[], Iterator[CheckMessage]]:
    def run(app_configs: object = None, **kwargs: object) -> list[CheckMessage]:
        return list(function())

    register(run, Tags.security)
    return function


@_check
def secret_key() -> Iterator[CheckMessage]:
    """SECRET_KEY signs sessions and password resets."""
    try:
        key = settings.SECRET_KEY
    except ImproperlyConfigured:
        key = ""
    if not key:
        yield Error(
            "SECRET_KEY is not set.",
            hint=f"Make one with: {NEW_SIGNING_KEY}",
            id="common.E001",
        )
    elif len(key) < 32:
        yield Error(
            "SECRET_KEY is shorter than 32 characters.", hint=f"Make one with: {NEW_SIGNING_KEY}", id="common.E002"
        )


@_check
def encryption_keys() -> Iterator[CheckMessage]:
    """ENCRYPTION_KEYS open contact details."""
    if not settings.ENCRYPTION_KEYS:
        yield Error(
            "ENCRYPTION_KEYS is not set, so contact details cannot be stored.",
            hint=f"Make a key, and keep a copy apart from the database, with: {NEW_ENCRYPTION_KEY}",
            id="common.E003",
        )
    for number, key in enumerate(settings.ENCRYPTION_KEYS, start=1):
        try:
            Fernet(key)
        except ValueError:
            yield Error(
                f"Number {number} of ENCRYPTION_KEYS is not 32 bytes in URL-safe base64.",
                hint=f"Part keys by commas; the first one encrypts. Make a key with: {NEW_ENCRYPTION_KEY}",
                id="common.E004",
            )


@_check
def site_url() -> Iterator[CheckMessage]:
    """SITE_URL stands in front of every link in an email."""
    parts = urlsplit(settings.SITE_URL)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
        yield Error(
            "SITE_URL is missing or is not the address of a site.",
            hint="Set it to what people type, without a path: SITE_URL=https://engagement.example.org",
            id="common.E005",
        )
    elif parts.scheme == "http" and parts.hostname not in LOOPBACK | {"testserver"}:
        yield Warning(
            "SITE_URL is not https, so cookies and answers travel in the clear.",
            hint="Put the site behind a proxy that speaks https, and set TRUSTED_PROXY_COUNT=1.",
            id="common.W001",
        )


@_check
def allowed_hosts() -> Iterator[CheckMessage]:
    """ALLOWED_HOSTS must hold the host of SITE_URL."""
    host = urlsplit(settings.SITE_URL).hostname
    if not settings.ALLOWED_HOSTS:
        yield Error(
            "ALLOWED_HOSTS is not set, so every request would be refused.",
            hint=f"Set it to the names the site is reached by: ALLOWED_HOSTS={host or 'engagement.example.org'}",
            id="common.E006",
        )
    elif "*" in settings.ALLOWED_HOSTS:
        yield Error(
            "ALLOWED_HOSTS allows every name, which lets a stranger choose the links in our emails.",
            hint="Name the hosts.",
            id="common.E007",
        )


@_check
def mail() -> Iterator[CheckMessage]:
    """Respondents are promised copies, and staff are invited, by email."""
    if not settings.EMAIL_URL and not settings.DEMO and settings.HTTPS:
        yield Error(
            "EMAIL_URL is not set, so no email would be sent.",
            hint="Set it to your mail server: EMAIL_URL=smtp+tls://user:password@mail.example.org:587",
            id="common.E008",
        )


@_check
def demonstration() -> Iterator[CheckMessage]:
    """A demonstration prints its passwords and asks for no second factor: it stays on this machine."""
    if not settings.DEMO:
        return
    hosts = {host.strip("[]") for host in settings.ALLOWED_HOSTS} | {urlsplit(settings.SITE_URL).hostname}
    if strangers := sorted(str(host) for host in hosts - LOOPBACK):
        yield Error(
            f"DEMO=1 does not start for {', '.join(strangers)}: it prints passwords and asks for no second factor.",
            hint="Leave ALLOWED_HOSTS and SITE_URL unset for a demonstration on this machine, or leave DEMO unset.",
            id="common.E009",
        )
    if settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3":
        yield Error(
            "DEMO=1 does not start on PostgreSQL, so that a demonstration never touches a real database.",
            hint="Unset DATABASE_URL for a demonstration, or leave DEMO unset.",
            id="common.E010",
        )


@_check
def mail_to_fetch() -> Iterator[CheckMessage]:
    """MAILBOXES says where emails are fetched from. The message names the exercise and no secret."""
    try:
        mailboxes.read(settings.MAILBOXES)
    except mailboxes.Misnamed as problem:
        yield Error(str(problem), hint="See MAILBOXES in docs/settings.md.", id="common.E013")


@_check
def services() -> Iterator[CheckMessage]:
    """What suits a small installation and what a public one needs."""
    if settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3" and settings.HTTPS:
        yield Warning(
            "The site is public and runs on SQLite, which takes one write at a time.",
            hint="Set DATABASE_URL=postgres://user:password@host:5432/name",
            id="common.W002",
        )
    if not settings.REDIS_URL and settings.WEB_CONCURRENCY > 1:
        yield Error(
            "Several web processes without Redis: each would count its own rate limits.",
            hint="Set REDIS_URL=redis://:password@host:6379/0, or WEB_CONCURRENCY=1.",
            id="common.E011",
        )
    if settings.DEBUG and settings.HTTPS:
        yield Error("DEBUG shows settings and code to all.", hint="Unset DEBUG on a public site.", id="common.E012")
