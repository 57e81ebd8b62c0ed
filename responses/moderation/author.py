"""What respondents do to a response that they have sent: withdraw or replace it, or change whether it is published."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.db.models import F

from common import clock, outbox
from common.errors import DomainError
from common.text import newlines
from engagement import editions
from responses.drafts.models import Draft, DraftAnswer
from responses.moderation.models import Act
from responses.respondent import said_of
from responses.submission.models import Contact, Response
from responses.submission.reads import raws_of

REASON_LIMIT = 2_000


def _act(response_id: int, verb: Act.Verb, at: dt.datetime, note: str = "") -> None:
    version = Response.objects.values_list("version", flat=True).get(pk=response_id)
    Act.objects.create(response_id=response_id, version=version, verb=verb, at=at, note=note)


def supersede(response_id: int, *, at: dt.datetime) -> None:
    """Mark a response as replaced, in the transaction that writes its successor."""
    changed = Response.objects.filter(pk=response_id, superseded_at=None, withdrawn_at=None).update(
        superseded_at=at, version=F("version") + 1
    )
    if not changed:
        raise DomainError("The answer that this one replaces has been withdrawn or replaced already.")
    _act(response_id, Act.Verb.SUPERSEDE, at)


@transaction.atomic
def withdraw(response: Response, *, may_confirm: bool = True) -> None:
    """Take a response out of everything that is still to be made; asking twice does no harm.

    It is confirmed by email where an address is held, unless its mailbox has had enough for the day.
    """
    now = clock.now()
    changed = Response.objects.filter(pk=response.pk, superseded_at=None, withdrawn_at=None).update(
        withdrawn_at=now, version=F("version") + 1
    )
    if changed:
        _act(response.pk, Act.Verb.WITHDRAW, now)
        contact = Contact.objects.filter(response=response).first()
        if contact and contact.email:
            _confirm(contact, may_go=may_confirm)


def _confirm(contact: Contact, *, may_go: bool) -> None:
    if contact.held_back == may_go:
        contact.details = {**contact.details, Contact.HELD_BACK: not may_go}
        contact.save(update_fields=["details"])
    if may_go:
        outbox.put("responses.withdrawn", {"response": contact.response_id, "email": contact.email})


@transaction.atomic
def change_consent(response: Response, *, may_publish: bool, why: str = "") -> None:
    """Change the permission to publish a response, at once; asking twice does no harm.

    An organisation that asks not to be named says why; the words that it takes back stay in the record of the act.
    """
    is_organisation = response.kind == Response.Kind.ORGANISATION
    why = newlines(why).strip()[:REASON_LIMIT]
    if is_organisation and not may_publish and not why:
        raise DomainError("Say why the name of the organisation is not to be published.")
    changes: dict[str, Any] = {"may_publish": may_publish}
    if is_organisation:
        changes["confidentiality_reason"] = "" if may_publish else why
    changed = (
        Response.objects.current()
        .filter(pk=response.pk, may_publish=not may_publish)
        .update(version=F("version") + 1, **changes)
    )
    if changed:
        said = "May be published" if may_publish else "Not to be published"
        taken_back = f". The reason against it had been: {response.confidentiality_reason}"
        note = said + (taken_back if may_publish and response.confidentiality_reason else "")
        _act(response.pk, Act.Verb.CONSENT, clock.now(), note)


@transaction.atomic
def reopen(draft: Draft) -> None:
    """Open a sent draft again so that sending it replaces the response; the response stands until then.

    A draft that has expired since holds no words any more; they come back from the response, as they were sent.
    """
    sent = Response.objects.current().select_related("contact").filter(draft=draft).first()
    if sent is None:
        raise DomainError("There is no answer to replace: it has been withdrawn.")
    changes: dict[str, Any] = {"is_open": True, "submission_key": uuid.uuid4(), "replaces": sent}
    is_blanked = not draft.who
    if is_blanked:
        changes |= {"who": said_of(sent, editions.compiled(sent.edition_id)), "revision": F("revision") + 1}
    opened = Draft.objects.filter(pk=draft.pk, is_open=False, revision=draft.revision)
    if opened.update(updated_at=clock.now(), **changes) and is_blanked:
        DraftAnswer.objects.bulk_create(
            DraftAnswer(draft=draft, item_id=item_id, raw=raw, revision=1) for item_id, raw in raws_of(sent).items()
        )
