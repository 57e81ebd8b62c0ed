"""The whole file on one response, for a complaint or a court: what came in, what was done to it, and why."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import zipfile
from typing import IO, TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils.text import get_valid_filename

from common import clock
from engagement import editions
from engagement.wording import day
from responses.intake.models import Original
from responses.ledger import chains
from responses.ledger.chains import History
from responses.submission.models import Response
from responses.submission.references import grouped

if TYPE_CHECKING:
    from accounts.models import User

IN_MEMORY = 1024 * 1024  # what is larger is written to disk
PIECE = 1024 * 1024
README = """What is in this file

summary.html   what came in, everything that was done to it, by whom, when and why; wordings before and after
as-sent.txt    who answered and the answers as they were sent, which for what was sent on the site is the original
originals/     the files as they came, byte for byte
SHA256SUMS     the hash of each file: check with sha256sum -c SHA256SUMS. Those of originals were noted when they came,
               the others when this was made

It holds personal data and words that are hidden outside the team. Hand it on only as far as the complaint needs it.
"""


def make(response: Response, *, by: User, reason: str) -> IO[bytes]:
    """Return the file, ready to be read from its beginning. What is large lies on disk and goes when it is closed."""
    history = chains.of(response)
    made: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by who sends it
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        made_now = {
            "README.txt": README,
            "summary.html": _summary(history, by=by, reason=reason),
            "as-sent.txt": _as_sent(history),
        }
        kept = [(one, _name(one)) for one in history.originals if not one.erased_at]
        sums = [(hashlib.sha256(text.encode()).hexdigest(), name) for name, text in made_now.items()]
        sums += [(one.sha256, name) for one, name in kept]
        for name, text in made_now.items():
            archive.writestr(name, text)
        archive.writestr("SHA256SUMS", "".join(f"{digest}  {name}\n" for digest, name in sums))
        for one, name in kept:
            _put(archive, one, name)
    made.seek(0)
    return made


def _name(original: Original) -> str:
    name = original.name if original.name.strip(". ") else "file"
    return f"originals/{original.pk}-{get_valid_filename(name)}"


def _put(archive: zipfile.ZipFile, original: Original, name: str) -> None:
    """Copy a file piece by piece; where it is gone the archive says so in its place."""
    try:
        source = original.file.open("rb")
    except OSError:
        archive.writestr(f"{name}.missing.txt", "The file could not be read. Run verify_ledger.\n")
        return
    with source, archive.open(name, "w", force_zip64=True) as target:
        shutil.copyfileobj(source, target, PIECE)


def _as_sent(history: History) -> str:
    """Return who answered and what, before anything was done to it."""
    response = history.response
    lines = [
        f"Response {grouped(response.reference)}, as it was sent",
        f"Channel: {response.get_channel_display()}",
        f"Received: {response.received_at.isoformat()}",
        f"Entered: {response.entered_at.isoformat()}",
        f"From: {response.get_kind_display()}",
    ]
    lines += [f"Organisation: {response.organisation_name}"] if response.organisation_name else []
    lines += [f"Role in it: {response.position_held}"] if response.position_held else []
    lines += [f"May be published: {'yes' if response.may_publish else 'no'}, as it stands now"]
    for one in history.sent:
        lines += ["", one.question, one.asked, one.text]
    return "\n".join(lines) + "\n"


def _summary(history: History, *, by: User, reason: str) -> str:
    response = history.response
    content = editions.compiled(response.edition_id)
    context: dict[str, Any] = {
        "history": history,
        "response": response,
        "reference": grouped(response.reference),
        "exercise": content,
        "meeting": getattr(response, "meeting", None),
        "by": by,
        "reason": reason,
        "made_on": day(clock.now()),
    }
    return render_to_string("responses/ledger/casefile.html", context)
