"""
Fetching what is new from a mailbox. Every message is kept before it is marked as seen or moved.

The server numbers messages upwards. How far we have come is written down in the transaction that keeps a message, so
a fetch that is killed goes on where it was. Where the server says that its numbers mean something else now, all is
looked through again, and what is known stays one.
"""

from __future__ import annotations

import datetime as dt
import imaplib
import logging
import re
import time
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from imap_tools import BaseMailBox, MailMessageFlags
from imap_tools.errors import ImapToolsError

from common import clock, mailboxes
from common.mailboxes import Box
from engagement.models import Exercise
from responses.intake.mail import keeping, opening
from responses.intake.mail.opening import Unreachable
from responses.intake.mail.sources import Mailbox

log = logging.getLogger(__name__)
LEASE = dt.timedelta(minutes=5)
SECONDS = 4 * 60  # of one fetch; the next goes on from there
TOO_LARGE = "It is larger than 36 MB, so only its headers were fetched. All of it is in the mailbox."
NOT_HANDED_OUT = "The mail server could not hand it out. Look for it in the mailbox itself."
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(frozen=True)
class Fetched:
    """What one fetch came to."""

    kept: int = 0
    known: int = 0


def boxes() -> dict[str, Box]:
    """Return the mailboxes of the settings."""
    return mailboxes.read(settings.MAILBOXES)


def poll(slug: str) -> Fetched | None:
    """Fetch what is new in an exercise's mailbox; None where somebody else does, or it cannot be reached."""
    box = boxes().get(slug)
    exercise = Exercise.objects.filter(slug=slug).first()
    if box is None or exercise is None:
        log.warning("MAILBOXES names %s, which is no exercise of this site", slug)
        return None
    mailbox, _ = Mailbox.objects.get_or_create(exercise=exercise)
    if not _claim(mailbox):
        return None
    try:
        return _fetched(mailbox, box)
    except Unreachable as problem:
        _is_down(mailbox, str(problem))
    except (imaplib.IMAP4.error, ImapToolsError, OSError):
        log.warning("The mailbox of %s was cut off", slug, exc_info=True)
        _is_down(mailbox, "The connection to its server broke off.")
    finally:
        Mailbox.objects.filter(pk=mailbox.pk).update(lease_until=None)
    return None


def _claim(mailbox: Mailbox) -> bool:
    now = clock.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    return bool(Mailbox.objects.filter(free, pk=mailbox.pk).update(lease_until=now + LEASE))


def _is_down(mailbox: Mailbox, problem: str) -> None:
    rows = Mailbox.objects.filter(pk=mailbox.pk)
    rows.filter(down_since__isnull=True).update(down_since=clock.now(), problem=problem[:300])
    rows.update(problem=problem[:300])


def _fetched(mailbox: Mailbox, box: Box) -> Fetched:
    opened = opening.open_box(box)
    try:
        fetched, whole = _new_messages(opened, mailbox, box)
    finally:
        opening.close(opened)
    if whole:
        Mailbox.objects.filter(pk=mailbox.pk).update(checked_at=clock.now(), down_since=None, problem="")
    return fetched


def _new_messages(opened: BaseMailBox, mailbox: Mailbox, box: Box) -> tuple[Fetched, bool]:
    """Return what was fetched, and whether the end was reached in time."""
    _same_numbers(opened, mailbox, box)
    done = {int(uid) for uid in opened.uids("UNSEEN" if not box.move_to else "ALL", charset=None)}
    # Kept by a fetch that was ended before it could say so to the server.
    _put_away(opened, box, sorted(uid for uid in done if uid <= mailbox.last_uid))
    new = sorted(int(uid) for uid in opened.uids(f"UID {mailbox.last_uid + 1}:*", charset=None))
    kept = known = 0
    end = time.monotonic() + SECONDS
    for uid in new:
        if uid <= mailbox.last_uid:
            continue  # the last message always fits the question
        if time.monotonic() > end:
            return Fetched(kept, known), False
        try:
            is_new = _one(opened, mailbox, uid)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            # The server has it and cannot hand it out, perhaps for ever; those after it must not wait.
            kept += _not_handed_out(mailbox, uid, str(error))
            continue
        kept, known = kept + (is_new is True), known + (is_new is False)
        _put_away(opened, box, [uid])
    return Fetched(kept, known), True


def _same_numbers(opened: BaseMailBox, mailbox: Mailbox, box: Box) -> None:
    """Begin at the first message again where the server has given its messages new numbers."""
    validity = opened.folder.status(box.folder, ["UIDVALIDITY"])["UIDVALIDITY"]
    if mailbox.uid_validity != validity:
        mailbox.uid_validity, mailbox.last_uid = validity, 0
        mailbox.save(update_fields=["uid_validity", "last_uid"])


def _one(opened: BaseMailBox, mailbox: Mailbox, uid: int) -> bool | None:
    """Keep one message; whether it was new, None where it is gone from the server meanwhile."""
    about = _fetch(opened, uid, "(RFC822.SIZE INTERNALDATE)")
    size = _SIZE.search(about[0]) if about else None
    if size is None:
        return None
    too_large = int(size.group(1)) > keeping.LARGEST
    answer = _fetch(opened, uid, "(BODY.PEEK[HEADER])" if too_large else "(BODY.PEEK[])")
    if len(answer) < 2:
        return None
    result = keeping.keep(
        answer[1],
        exercise=mailbox.exercise,
        name=f"message {uid}.eml",
        mailbox_at=_moment(about[0]),
        place=keeping.Place(mailbox, uid),
        fault=TOO_LARGE if too_large else "",
    )
    Mailbox.objects.filter(pk=mailbox.pk).update(lease_until=clock.now() + LEASE)
    return result.is_new


def _not_handed_out(mailbox: Mailbox, uid: int, said: str) -> bool:
    """Keep a note in the place of a message, among those that could not be read."""
    note = f"The mail server did not hand out message {mailbox.uid_validity}/{uid} of the mailbox: {said}\n"
    kept = keeping.keep(
        note.encode(),
        exercise=mailbox.exercise,
        name=f"message {uid}, not handed out.txt",
        place=keeping.Place(mailbox, uid),
        fault=NOT_HANDED_OUT,
    )
    return kept.is_new


def _fetch(opened: BaseMailBox, uid: int, parts: str) -> list[bytes]:
    """Return the pieces of the server's answer: its line, and the bytes that it announces."""
    status, answer = opened.client.uid("FETCH", str(uid), parts)
    if status != "OK":
        raise imaplib.IMAP4.error("FETCH was refused")
    first = next((piece for piece in answer if piece), None)
    if isinstance(first, tuple):
        return [bytes(piece) for piece in first]
    return [bytes(first)] if isinstance(first, bytes) else []


def _moment(line: bytes) -> dt.datetime | None:
    """Return when the server took a message in."""
    parts = imaplib.Internaldate2tuple(line)
    return dt.datetime.fromtimestamp(time.mktime(parts), dt.UTC) if parts else None


def _put_away(opened: BaseMailBox, box: Box, uids: list[int]) -> None:
    """Say to the server that messages are kept: mark them as seen, or move them where the settings say."""
    if not uids:
        return
    names = [str(uid) for uid in uids]
    try:
        opened.flag(names, [MailMessageFlags.SEEN], True)
        if box.move_to:
            if not opened.folder.exists(box.move_to):
                opened.folder.create(box.move_to)
            opened.move(names, box.move_to)
    except imaplib.IMAP4.abort:
        raise
    except (imaplib.IMAP4.error, ImapToolsError):
        # They are kept, which is what matters; the next fetch tries again.
        log.warning("Messages of %s could not be marked or moved", box.slug, exc_info=True)


def overdue(mailbox: Mailbox) -> bool:
    """Whether nobody has looked into a mailbox for long, so that staff should be told."""
    return mailbox.checked_at is None or mailbox.checked_at < clock.now() - 3 * LEASE
