"""What must not stand in a log: secret links, which open somebody's draft or account, and tracebacks of refusals."""

from __future__ import annotations

import logging
import re

from django.core.exceptions import PermissionDenied

# Everything after the name of such a page, up to the end of the address.
SECRET = re.compile(
    r"(/answer/(?:link|meeting|mine|invited|no-more-emails)/|/people/invitations/|/password/reset/key/|/confirm-email/)"
    r"[^\s\"'?<>]+"
)
HIDDEN = r"\1[secret]"


class RefusalsInOneLine(logging.Filter):
    """Leave the traceback out where somebody was refused a page: the line says which, and nothing is broken."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record and let it pass."""
        if record.exc_info and isinstance(record.exc_info[1], PermissionDenied):
            record.exc_info = record.exc_text = None
        return True


class HideSecrets(logging.Filter):
    """Put [secret] in the place of the token of every private link in a message, its arguments or its traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record and let it pass."""
        said = record.getMessage()
        hidden = SECRET.sub(HIDDEN, said)
        if hidden != said:
            record.msg, record.args = hidden, None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = SECRET.sub(HIDDEN, record.exc_text)
        return True
