"""How an email leaves: from the outbox, at least once, with a Message-ID that is the same at every attempt."""

from collections.abc import Mapping
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage

from common import throttle
from common.models import OutboxMessage

MAILBOX_LIMIT = {"limit": 20, "period": 24 * 3600}  # whoever answers names the mailbox, which may be a stranger's


def may_go_to(email: str) -> bool:
    """Count one more email that a visitor has us send, and say whether its mailbox takes it today."""
    return throttle.allow(throttle.mailbox_bucket(email), **MAILBOX_LIMIT)


def send(message: OutboxMessage, *, to: str, subject: str, body: str, headers: Mapping[str, str] | None = None) -> None:
    """Send one email; mailbox programs show it once even if it goes out twice, and none answers it by machine."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    own = {"Message-ID": f"<{message.uid}@{domain}>", "Auto-Submitted": "auto-generated"}
    EmailMessage(" ".join(subject.split()), body, to=[to], headers={**(headers or {}), **own}).send()
