"""How an email leaves: from the outbox, at least once, with a Message-ID that is the same at every attempt."""

from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage

from common.models import OutboxMessage


def send(message: OutboxMessage, *, to: str, subject: str, body: str) -> None:
    """Send one email; mailbox programs show it once even if it goes out twice, and none answers it by machine."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {"Message-ID": f"<{message.uid}@{domain}>", "Auto-Submitted": "auto-generated"}
    EmailMessage(" ".join(subject.split()), body, to=[to], headers=headers).send()
