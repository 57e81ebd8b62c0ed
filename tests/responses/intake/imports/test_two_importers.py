"""Two importers at once, two workers at once, and something that fails in the middle: every row once, or none."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection

from common.bulk import Spool
from common.errors import DomainError
from engagement.models import Exercise
from responses.intake.imports import batches, checking, jobs
from responses.intake.imports.models import ImportBatch, ImportedRow
from responses.submission.models import Answer, AnswerChoice, Contact, Response
from tests.responses.intake.imports import tables
from tests.responses.intake.imports.tables import as_csv, plain
from tests.support.threads import at_once, meet_after

pytestmark = pytest.mark.django_db(transaction=True)


def ready(exercise: Exercise) -> ImportBatch:
    """Return an import that has been checked and asked for, and not begun."""
    batch = tables.checked(tables.uploaded(exercise, as_csv(plain())))
    batches.ask_to_import(batch, by=batch.uploaded_by)
    return batch


def states() -> list[tuple[str, dict[str, int]]]:
    return sorted(ImportBatch.objects.values_list("state", "counts"), key=str)


def test_two_imports_of_the_same_rows_at_once_bring_each_row_once(
    exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = ready(exercise), ready(exercise)
    meet_after(monkeypatch, checking, "standing")  # both have looked, and found nothing there
    at_once(lambda: jobs.work(first.pk), lambda: jobs.work(second.pk))
    assert Response.objects.count() == 3
    assert states() == [("imported", {"already": 3}), ("imported", {"new": 3})]


def test_without_the_guard_each_row_would_come_twice(exercise: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = ready(exercise), ready(exercise)
    _without_guard(monkeypatch)
    meet_after(monkeypatch, checking, "standing")
    at_once(lambda: jobs.work(first.pk), lambda: jobs.work(second.pk))
    assert Response.objects.count() == 6
    assert states() == [("imported", {"new": 3}), ("imported", {"new": 3})]


def _without_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each importer identities of its own, so that neither constraint sees that rows are the same."""
    original = jobs._judge

    def judge(batch: ImportBatch, *args: object) -> checking.Judge:
        made = original(batch, *args)
        made.space += f":{batch.pk}"
        return made

    monkeypatch.setattr(jobs, "_judge", judge)


@pytest.mark.parametrize(("guarded", "count"), [(True, 3), (False, 6)])
def test_the_same_answers_with_and_without_their_numbers_come_once(
    exercise: Exercise, monkeypatch: pytest.MonkeyPatch, *, guarded: bool, count: int
) -> None:
    """Nothing that a constraint compares is the same in them: each import is judged beside those that stand."""
    batches_ = []
    for rows in (plain(), [row[1:] for row in plain()]):
        batches_.append(tables.checked(tables.uploaded(exercise, as_csv(rows))))
        batches.ask_to_import(batches_[-1], by=batches_[-1].uploaded_by)
    if not guarded:
        monkeypatch.setattr(jobs, "token_of", lambda _: [])
    meet_after(monkeypatch, checking, "standing")
    at_once(*[lambda batch=batch: jobs.work(batch.pk) for batch in batches_])
    assert Response.objects.count() == count


def test_one_import_is_worked_on_by_one_worker(exercise: Exercise) -> None:
    batch = ready(exercise)
    at_once(*[lambda: jobs.work(batch.pk)] * 3)
    assert Response.objects.count() == 3
    assert tables.fresh(batch).attempts == 1


def test_without_the_claim_the_constraint_still_keeps_each_row_once(
    exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = ready(exercise)
    monkeypatch.setattr(
        batches, "claim", lambda pk: ImportBatch.objects.select_related("exercise", "original").get(pk=pk)
    )
    at_once(*[lambda: jobs.work(batch.pk)] * 2)
    assert Response.objects.count() == 3


@pytest.mark.parametrize("model", [Response, Answer, AnswerChoice, Contact, ImportedRow])
def test_whatever_fails_in_the_middle_leaves_nothing_and_the_next_attempt_goes_on(
    exercise: Exercise, monkeypatch: pytest.MonkeyPatch, model: type
) -> None:
    batch = ready(exercise)
    original = Spool.pour

    def fail(self: Spool, told: object) -> None:
        original(self)
        if self.model is model:
            raise RuntimeError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(Spool, "pour", fail)
        jobs.work(batch.pk)
    for each in (Response, Answer, AnswerChoice, ImportedRow):
        assert not each.objects.exists()
    assert tables.fresh(batch).state == "importing"
    assert batches.stuck() == [batch.pk]
    jobs.work(batch.pk)
    assert tables.fresh(batch).state == "imported"
    assert Response.objects.count() == 3


def test_what_fails_each_time_is_given_up_in_words(exercise: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = ready(exercise)

    def fail(self: Spool, told: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(Spool, "pour", fail)
    for _ in range(batches.MAX_ATTEMPTS):
        jobs.work(batch.pk)
    done = tables.fresh(batch)
    assert done.state == "failed"
    assert "Nothing of it was written" in done.fault


def test_rows_poured_past_the_models_obey_the_database(exercise: Exercise) -> None:
    """The keys that were handed out are not handed out again, and a constraint holds for what is poured as well."""
    tables.imported(tables.uploaded(exercise, as_csv(plain())))
    before = set(Response.objects.values_list("pk", flat=True))
    tables.imported(tables.uploaded(exercise, as_csv(plain(["104", "{day}", "Individual", "", "Words."]))))
    from tests import factories

    assert factories.sent(exercise).pk not in before
    first, last = Response.objects.earliest("pk"), Response.objects.latest("pk")
    with pytest.raises(IntegrityError):
        Response.objects.filter(pk=last.pk).update(submission_key=first.submission_key)
    connection.check_constraints()


def test_what_has_been_acted_on_needs_to_be_said(exercise: Exercise) -> None:
    batch = tables.imported(tables.uploaded(exercise, as_csv(plain())))
    touched = Response.objects.order_by("pk").first()
    from responses.moderation.acts import perform
    from responses.moderation.models import Act

    perform(touched.pk, verb=Act.Verb.CHECK, version=0, by=batch.uploaded_by)
    refused = tables.undone(batch)
    assert refused.state == "imported"
    assert "1 of its responses have been acted on since" in refused.fault
    assert Response.objects.current().count() == 3
    assert tables.undone(refused, acted_on_too=True).state == "undone"
    assert list(touched.acts.values_list("verb", "version")) == [("check", 1), ("undo_import", 2)]
    with pytest.raises(DomainError, match="taken back with its import"):
        perform(touched.pk, verb=Act.Verb.CHECK, version=2, by=batch.uploaded_by)
