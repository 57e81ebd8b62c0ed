"""What is done for one person: everything handed out, or everything erased, which two of the staff have to want.

Leaving one response out of the analysis takes two people. Erasing takes words out of the record for good, so it takes
two as well, here as by the command: one asks with a reason, another agrees.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import IntegrityError, transaction

from common import clock
from common.errors import DomainError
from responses.privacy import erasing, exporting, finding
from responses.privacy.blanking import Blanked
from responses.privacy.finding import Subject
from responses.privacy.holds import refuse_while_any_is_held
from responses.privacy.person_models import SubjectErasure, SubjectExport
from responses.privacy.ties import Rows
from responses.submission.models import Response

if TYPE_CHECKING:
    from accounts.models import User

State = SubjectErasure.State


def hand_out(subject: Subject, folder: Path, *, by: User) -> list[Path]:
    """Write everything that is held on a person into a folder, and put on record that it was done."""
    written = exporting.export(subject, folder)
    SubjectExport.objects.create(
        exercise=subject.exercise,
        sought_by=subject.sought.by,
        person=subject.person,
        counts={model._meta.label: len(keys) for model, keys in subject.rows.items()},
        files=len(written) - exporting.WRITTEN,
        by=by,
        at=clock.now(),
    )
    return written


def ask(subject: Subject, *, by: User, reason: str) -> SubjectErasure:
    """Ask for a person to be erased; refused under a legal hold, and while the same is asked already."""
    if not reason.strip():
        raise DomainError("Say why.")
    if not subject.rows:
        raise DomainError("Nothing was chosen that is theirs.")
    try:
        with transaction.atomic():
            refuse_while_any_is_held(subject.exercise, subject.rows)
            return SubjectErasure.objects.create(
                exercise=subject.exercise,
                sought_by=subject.sought.by,
                person=subject.person,
                roots={model._meta.label: sorted(keys) for model, keys in subject.roots.items() if keys},
                asked_by=by,
                asked_at=clock.now(),
                reason=reason.strip(),
            )
    except IntegrityError:
        raise DomainError("An erasure of this person waits for a second person already.") from None


def agree(erasure: SubjectErasure, *, by: User) -> Blanked:
    """Erase what was asked for, by somebody else than who asked; all of it, or nothing where a hold is in force."""
    if by.pk == erasure.asked_by_id:
        raise DomainError("You asked for this. Somebody else has to agree.")
    with transaction.atomic():
        _decide(erasure, State.DONE, by=by)
        erasing.hold_still(rows_of(erasure).get(Response, ()))
        done = erasing.erase_subject(erasure.exercise, rows_of(erasure), by=by)  # with what was written until now
        SubjectErasure.objects.filter(pk=erasure.pk).update(counts=done.counts)
    return done


def refuse(erasure: SubjectErasure, *, by: User, because: str) -> None:
    """Put down that nothing is erased, and why; who asked may take it back as well."""
    if not because.strip():
        raise DomainError("Say why it is not erased.")
    _decide(erasure, State.REFUSED, by=by, decided_because=because.strip())


def _decide(erasure: SubjectErasure, state: str, *, by: User, **more: str) -> None:
    waiting = SubjectErasure.objects.filter(pk=erasure.pk, state=State.WAITING)
    if not waiting.update(state=state, decided_by=by, decided_at=clock.now(), **more):
        raise DomainError("Somebody has decided this already.")


def rows_of(erasure: SubjectErasure) -> Rows:
    """Return what an erasure takes, as it stands now: what has come to hang on it since goes too."""
    roots: Rows = {apps.get_model(label): set(keys) for label, keys in erasure.roots.items()}
    return finding.of_roots(erasure.exercise, roots)
