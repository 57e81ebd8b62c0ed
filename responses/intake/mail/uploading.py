"""Files that staff upload as emails: what becomes of each, in plain words."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile

from accounts.models import User
from common import queue
from engagement.models import Exercise
from responses.intake import sniffing
from responses.intake.mail import collections, keeping, taking_in, tasks
from responses.intake.mail.child import Reader
from responses.intake.mail.models import Message
from responses.intake.mail.reading.outlook import is_message
from responses.intake.originals import tidy_name

LARGEST_COLLECTION = 100 * 1024 * 1024
ENDINGS = (".eml", ".msg", ".mbox", ".mbx")
PATIENCE = 20  # seconds that one upload may read for; what is not read then is read by a worker
NOT_MAIL = "It is not an email"
_HEADER = re.compile(rb"\A(From |[!-9;-~]+:[ \t])")
_AFTERWARDS = {
    Message.State.WAITING: "Kept; it waits to be keyed in",
    Message.State.POISON: "Kept, but it could not be read",
    Message.State.ARRIVED: "Kept; it will be read in a minute",
}


@dataclass(frozen=True)
class Result:
    """What became of one file."""

    name: str
    words: str
    message: Message | None = None
    refused: bool = False
    not_mail: bool = False


def receive(files: list[UploadedFile], *, exercise: Exercise, by: User) -> list[Result]:
    """Keep each file that is an email, and read it; the others stop none."""
    until = time.monotonic() + PATIENCE
    with Reader() as reader:
        return [_one(file, exercise, by, reader, until) for file in files]


def _one(file: UploadedFile, exercise: Exercise, by: User, reader: Reader, until: float) -> Result:
    name = tidy_name(file.name or "")
    head = file.read(sniffing.HEAD)
    file.seek(0)
    if head.startswith(b"From "):
        return _collection(file, name, exercise, by)
    if (file.size or 0) > keeping.LARGEST:
        return Result(name, "It is larger than 36 MB, which no email is", refused=True)
    data = file.read()
    if not _may_be_mail(data, head, name):
        return Result(name, NOT_MAIL, refused=True, not_mail=True)
    kept = keeping.keep(data, exercise=exercise, name=name, by=by)
    if kept.is_new and time.monotonic() < until:
        taking_in.read(kept.message.pk, reader)
    message = Message.objects.select_related("original", "response").get(pk=kept.message.pk)
    return Result(name, _told(message, is_new=kept.is_new), message)


def _may_be_mail(data: bytes, head: bytes, name: str) -> bool:
    """Whether a file is an email, or is called one and is not plainly something else."""
    if is_message(data):
        return True
    kind = sniffing.content_type(head)
    if kind == "message/rfc822":
        return True
    is_text = kind.startswith("text/") or kind == sniffing.UNKNOWN
    return is_text and (name.lower().endswith(ENDINGS) or bool(_HEADER.match(head) and kind != "text/html"))


def _told(message: Message, *, is_new: bool) -> str:
    state = Message.State(message.state)
    if not is_new:
        return f"Here already, and kept once: {state.label.lower()}"
    if state == Message.State.SET_APART:
        return f"Kept, and set apart: {message.get_sort_display().lower()}"
    return _AFTERWARDS[state]


def _collection(file: UploadedFile, name: str, exercise: Exercise, by: User) -> Result:
    if (file.size or 0) > LARGEST_COLLECTION:
        return Result(name, "It is larger than 100 MB. Save it in several parts", refused=True)
    row, is_new = collections.begin(file, exercise=exercise, by=by)
    if not is_new:
        return Result(name, f"Here already: {row.get_state_display().lower()}")
    queue.send_after_commit(tasks.take_apart, row.pk)
    return Result(name, "Kept; it is being taken apart, and its messages appear in the list one after the other")
