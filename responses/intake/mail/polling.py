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
import time
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from imap_tools import BaseMailBox, MailMessageFlags
from imap_tools.errors import ImapToolsError

from common import clock, mailboxes
from common.mailboxes import Box
from engagement.models import Exercise
from responses.intake.mail import handing_out, keeping, opening
from responses.intake.mail.handing_out import HandedOut
from responses.intake.mail.opening import Unreachable
from responses.intake.mail.sources import Mailbox

log = logging.getLogger(__name__)
LEASE = dt.timedelta(minutes=5)
SECONDS = 4 * 60  # of one fetch; the next goes on from there
TOO_LARGE = "It is larger than 36 MB, so only its headers were fetched. All of it is in the mailbox."
NOT_HANDED_OUT = "The mail server could not hand it out. Look for it in the mailbox itself."
REFUSED = "Its server lets us in and does not hand out {count:,} of the messages. It is asked again each minute."


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
    refused: dict[int, str] = {}
    end = time.monotonic() + SECONDS
    for uid in new:
        if uid <= mailbox.last_uid:
            continue  # the last message always fits the question
        if time.monotonic() > end:
            return Fetched(kept, known), False
        try:
            found = handing_out.message(opened, uid)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            refused[uid] = str(error)
            continue
        if found is None:
            continue
        # The server hands out others, so those before this one are what it cannot hand out, perhaps for ever. Without
        # that proof it may hand out nothing just now, as when we have asked too often, and none may be passed over.
        kept += sum(_asked_again(opened, mailbox, one, said) for one, said in refused.items())
        refused.clear()
        is_new = _keep(mailbox, uid, found)
        kept, known = kept + is_new, known + (not is_new)
        _put_away(opened, box, [uid])
    if refused:
        raise Unreachable(REFUSED.format(count=len(refused)))
    return Fetched(kept, known), True


def _same_numbers(opened: BaseMailBox, mailbox: Mailbox, box: Box) -> None:
    """Begin at the first message again where the server has given its messages new numbers."""
    validity = opened.folder.status(box.folder, ["UIDVALIDITY"])["UIDVALIDITY"]
    if mailbox.uid_validity != validity:
        mailbox.uid_validity, mailbox.last_uid = validity, 0
        mailbox.save(update_fields=["uid_validity", "last_uid"])


def _keep(mailbox: Mailbox, uid: int, found: HandedOut) -> bool:
    """Keep a message that was handed out; whether it was new."""
    result = keeping.keep(
        found.data,
        exercise=mailbox.exercise,
        name=f"message {uid}.eml",
        mailbox_at=found.taken_in_at,
        place=keeping.Place(mailbox, uid),
        fault=TOO_LARGE if found.too_large else "",
    )
    Mailbox.objects.filter(pk=mailbox.pk).update(lease_until=clock.now() + LEASE)
    return result.is_new


def _asked_again(opened: BaseMailBox, mailbox: Mailbox, uid: int, said: str) -> bool:
    """Keep a message that was refused once, or a note that it is refused; whether anything new was kept."""
    try:
        found = handing_out.message(opened, uid)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        return _not_handed_out(mailbox, uid, said)
    return _keep(mailbox, uid, found) if found else False


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
