"""What must not stand in a log: an address with a secret link in it opens somebody's draft or account."""

from __future__ import annotations

import logging
import re

# Everything after the name of such a page, up to the end of the address.
SECRET = re.compile(
    r"(/answer/(?:link|meeting|mine|invited|no-more-emails)/|/people/invitations/|/password/reset/key/|/confirm-email/)"
    r"[^\s\"'?<>]+"
)
HIDDEN = r"\1[secret]"


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
