"""Erasing responses: words, names, contacts, files and drafts go; the row and what was chosen stay, and so do figures.

This is the one exception to 'as sent; never rewritten' and to records that are only ever added. Each response gets an
act and a version of its own for it, so that a report built before can be told from one built after.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from common import clock, outbox
from common.models import OutboxMessage
from common.permission import erasing
from engagement.models import Exercise
from responses.copies import forgetting as copies
from responses.drafts.models import Draft, PrivateLink
from responses.ledger import sealing as ledger
from responses.moderation import acts
from responses.moderation.models import Act
from responses.privacy import blanking, ties
from responses.privacy.blanking import Blanked
from responses.privacy.holds import refuse_while_any_is_held
from responses.privacy.models import Disposal, Erasure
from responses.privacy.ties import Rows
from responses.submission.models import Response

if TYPE_CHECKING:
    from accounts.models import User

ASKED = "At the request of the person; words, names and contact details are gone, choices stay as they were"
# What a message that waits to be sent is about, by the name in its payload
ABOUT = {
    "response": "responses.Response",
    "draft": "responses.Draft",
    "told": "responses.Told",
    "appeal": "responses.Appeal",
    "copy": "responses.HostCopy",
}
# Told in the same transaction which responses were erased at somebody's request; rooms above add theirs.
followers: list[Callable[[Collection[int]], None]] = []


@transaction.atomic
def erase(exercise: Exercise, rows: Rows, *, by: User | None, cause: str, note: str = "") -> Blanked:
    """Erase rows and all that hangs on them; refuse under a legal hold. Files go once it is committed."""
    refuse_while_any_is_held(exercise, rows)
    responses = rows.get(Response, set())
    with erasing():
        done = blanking.blank(rows)
        for pk in sorted(responses):
            _record(pk, by=by, cause=cause, note=note)
        _close_drafts(rows)
        ledger.forget(sorted(responses))
        copies.forget(sorted(responses))
    if cause == Erasure.Cause.ASKED:
        for follow in followers:
            follow(responses)
    delete_after_commit(done)
    return done


def hold_still(responses: Collection[int]) -> None:
    """Let nobody act on responses for the rest of the transaction: what hangs on them is then all there is to erase."""
    for some in ties.pieces(responses):
        list(Response.objects.select_for_update().filter(pk__in=some).order_by("pk").values_list("pk", flat=True))


def erase_subject(exercise: Exercise, rows: Rows, *, by: User) -> Blanked:
    """Erase what is held on one person, and keep a record that says nothing of them."""
    with transaction.atomic():
        done = erase(exercise, with_shared_files(rows), by=by, cause=Erasure.Cause.ASKED, note=ASKED)
        empty_messages(rows)
        now = clock.now()
        Disposal.objects.bulk_create(
            Disposal(exercise=exercise, what=what, count=count, rule="A person's request", at=now)
            for what, count in done.counts.items()
        )
    return done


def with_shared_files(rows: Rows) -> Rows:
    """Add the files that hold what others sent as well, with what was read in them: this person's words are in both."""
    shared = ties.shared_files(rows)
    if not shared:
        return rows
    return ties.with_what_was_read(rows, shared)


def _record(pk: int, *, by: User | None, cause: str, note: str) -> None:
    """Count the response on, and write the act; a response that was erased before stays as it is."""
    if Erasure.objects.filter(response=pk).exists():
        return
    Response.objects.filter(pk=pk).update(version=F("version") + 1, has_free_text=False)
    version = Response.objects.values_list("version", flat=True).get(pk=pk)
    act = acts.record(pk, verb=Act.Verb.ERASE, version=version, by=by, reason="", note=note)
    Erasure.objects.create(response_id=pk, cause=cause, version=version, at=act.at)


def _close_drafts(rows: Rows) -> None:
    """Let no private link open a draft any more, and nothing be typed into it.

    After the erasure is on record: by its time, links that are stopped with it are told from those stopped before.
    """
    drafts = rows.get(Draft, set())
    for some in ties.pieces(drafts):
        Draft.objects.filter(pk__in=some).update(is_open=False, discarded_at=None, revision=F("revision") + 1)
        PrivateLink.objects.filter(draft__in=some, revoked_at=None).update(revoked_at=clock.now())


def empty_messages(rows: Rows) -> None:
    """Take back the emails that wait to be sent to whoever is erased."""
    theirs = {name: rows.get(ties.model_of(label), set()) for name, label in ABOUT.items()}
    waiting = OutboxMessage.objects.filter(payload__isnull=False)
    for message in waiting.iterator(chunk_size=200):
        said = outbox.payload_of(message)
        if any(said.get(name) in keys for name, keys in theirs.items()):
            OutboxMessage.objects.filter(pk=message.pk).update(payload=None, done_at=clock.now(), failed_at=None)


def delete_after_commit(done: Blanked) -> None:
    """Delete the files of blanked rows from the disk, which cannot be taken back, once the rows are."""
    for storage, name in done.files:
        transaction.on_commit(partial(storage.delete, name))
