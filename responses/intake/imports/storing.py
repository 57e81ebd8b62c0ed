"""Writing all responses of an import in one transaction: prepared row by row before it opens, then poured in."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from common.bulk import Numbers, Spool
from responses.intake.imports.fates import Judged
from responses.intake.imports.models import ImportBatch, ImportedRow
from responses.intake.imports.progress import Teller
from responses.submission import references
from responses.submission.models import Answer, AnswerChoice, Contact, Response
from responses.submission.sending import has_free_text
from responses.submission.writing import says_nothing
from responses.survey import Survey

SPACE = uuid.UUID("6f4b1a52-6f0e-5d0f-9a43-0d1b3f0c1f5e")  # of our own, so that the same row has the same key anywhere


@dataclass(frozen=True)
class Entered:
    """What all responses of an import have in common."""

    batch: ImportBatch
    at: dt.datetime

    @property
    def columns(self) -> dict[str, Any]:
        return {
            "exercise_id": self.batch.exercise_id,
            "edition_id": self.batch.exercise.edition_id,
            "channel": self.batch.channel,
            "entered_at": self.at,
            "entered_by_id": self.batch.imported_by_id,
        }


class Prepared:
    """Responses that are ready to be written, laid aside; use it as a context, and nothing is left of them."""

    def __init__(self, survey: Survey, entered: Entered) -> None:
        self.survey, self.entered, self.count = survey, entered, 0
        self.responses, self.answers = Numbers(Response), Numbers(Answer)
        self._references: set[str] = set()
        self._stack = ExitStack()
        of_response = {"response": self.responses}
        self._columns = [field.name for field in Response._meta.concrete_fields]
        self._spools = [
            self._spool(Response, self._columns, {"id": self.responses}),
            self._spool(
                Answer,
                ["id", "response", "item", "text", "says_nothing"],
                {"id": self.answers, "response": self.responses},
            ),
            self._spool(AnswerChoice, ["answer", "choice"], {"answer": self.answers}),
            self._spool(Contact, ["response", "details"], of_response),
            self._spool(ImportedRow, ["batch", "number", "identity", "contents", "response"], of_response),
        ]

    def __enter__(self) -> Prepared:
        return self

    def __exit__(self, *problem: object) -> None:
        self._stack.close()

    def _spool(self, model: type[models.Model], names: Sequence[str], numbers: dict[str, Numbers]) -> Spool:
        return self._stack.enter_context(Spool(model, names, numbers))

    def add(self, judged: Sequence[Judged], undone: dict[str, int]) -> None:
        """Prepare some rows; `undone` says how often a row was imported and taken back before."""
        keys = self.responses.take(len(judged))
        made = [self._response(one, undone.get(one.identity, 0)) for one in judged]
        for response, reference in zip(made, self._free_references(len(made)), strict=True):
            response.reference = reference
        fields = [field for field in Response._meta.concrete_fields if field.name != "id"]
        responses, answers, choices, contacts, rows = self._spools
        responses.add(
            [(key, *(getattr(each, field.attname) for field in fields)) for key, each in zip(keys, made, strict=True)]
        )
        contacts.add([(key, one.row.contact) for key, one in zip(keys, judged, strict=True) if one.row.contact])
        rows.add(
            [
                (self.entered.batch.pk, one.row.number, one.identity, one.contents, key)
                for key, one in zip(keys, judged, strict=True)
            ]
        )
        self._add_answers(answers, choices, keys, judged)
        self.count += len(judged)

    def _add_answers(self, answers: Spool, choices: Spool, keys: Sequence[int], judged: Sequence[Judged]) -> None:
        given = [
            (key, item, value) for key, one in zip(keys, judged, strict=True) for item, value in one.row.answers.items()
        ]
        numbers = self.answers.take(len(given))
        numbered = list(zip(numbers, given, strict=True))
        answers.add(
            [(number, key, item, value.text, says_nothing(value.text)) for number, (key, item, value) in numbered]
        )
        choices.add([(number, choice) for number, (_, _, value) in numbered for choice in value.choices])

    def _response(self, one: Judged, undone: int) -> Response:
        return Response(
            **self.entered.columns,
            **one.row.columns,
            submission_key=uuid.uuid5(SPACE, f"{one.identity}:{undone}"),
            has_free_text=has_free_text(self.survey, one.row.answers),
        )

    def _free_references(self, count: int) -> list[str]:
        """Return references that nobody has, neither in the database nor in this import."""
        free: set[str] = set()
        while len(free) < count:
            fresh = {references.mint() for _ in range(count - len(free))} - self._references
            free |= fresh - set(Response.objects.filter(reference__in=fresh).values_list("reference", flat=True))
        self._references |= free
        return list(free)

    def write(self, finish: Callable[[], bool]) -> bool:
        """Pour everything in at once; where `finish` says that the work is no longer ours, nothing is written."""
        with transaction.atomic():
            if not finish():
                return False
            self.responses.settle()
            self.answers.settle()
            told = Teller(self.entered.batch, sum(spool.count for spool in self._spools))
            for spool in self._spools:
                spool.pour(told)
        return True


def undone_before(identities: Sequence[str]) -> dict[str, int]:
    """Return how often each of these rows was imported and taken back."""
    found = ImportedRow.objects.filter(identity__in=identities, undone_at__isnull=False).values_list("identity")
    return dict(found.annotate(times=models.Count("pk")).order_by())
