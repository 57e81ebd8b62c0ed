"""A ledger in which everything of note has happened, in good order."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import connection

from accounts.models import Role, User
from common import clock
from engagement import lifecycle
from engagement.models import Exercise
from responses.intake import originals
from responses.intake.models import Original
from responses.ledger import sealing, verifying
from responses.moderation import author, correcting, moderation, redaction
from responses.submission.models import Response
from tests import factories
from tests.accounts.factories import member

WORDS = "Call Brambleworth about the car park."


@dataclass
class Ledger:
    exercise: Exercise
    cora: User
    colin: User
    quoted: Response
    left_out: Response
    withdrawn: Response
    keyed: Response
    original: Original

    def findings(self) -> list[str]:
        """Return what verifying tells, as of a while after everything happened."""
        return [str(found) for found in verifying.verify(self.exercise, verifying.Looked())]


def later() -> dt.datetime:
    """Return a moment at which everything until now is settled."""
    return clock.now() + 2 * sealing.LAG


def seal() -> int:
    with clock.held(later()):
        return sealing.seal_all()


def ledger() -> Ledger:
    """Make a ledger of four responses, an original and some acts on the exercise, and seal it."""
    exercise = factories.northshire()
    cora, colin = (member(exercise.organisation, Role.COMMUNICATIONS) for _ in range(2))
    quoted = factories.sent(exercise, {"tasks-words": WORDS})
    marked = WORDS.replace("Brambleworth", "[[Brambleworth]]")
    redaction.redact(quoted.answers.get(), marked, by=cora, reason="personal_data", version=0)
    moderation.accept(quoted.pk, version=1, by=cora)
    left_out = factories.sent(exercise)
    moderation.propose_leaving_out(left_out.pk, version=0, by=cora, reason="spam", note="Sells carpets.")
    moderation.leave_out(left_out.pk, version=1, by=colin)
    withdrawn = factories.sent(exercise)
    author.withdraw(withdrawn)
    keyed = factories.sent(exercise)
    correcting.correct(keyed.answers.get(), "More nurses, please.", by=colin, version=0, note="The letter says please.")
    letter = ContentFile(b"%PDF-1.4 a letter", "letter.pdf")
    with originals.stored([letter], exercise=exercise, by=cora) as (original,):
        original.save()
    Original.objects.filter(pk=original.pk).update(response=keyed)
    lifecycle.post_notice(exercise, text="The library opens late.", by=cora, reason="It was asked for.")
    made = Ledger(exercise, cora, colin, *(_fresh(one) for one in (quoted, left_out, withdrawn, keyed)), original)
    seal()
    return made


def _fresh(response: Response) -> Response:
    return Response.objects.get(pk=response.pk)


def sql(statement: str, *values: object) -> None:
    """Change the database behind the application's back."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
