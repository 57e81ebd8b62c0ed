"""Corrections: on record, beside what was sent, and never a way to uncover what is hidden."""

from __future__ import annotations

import pytest

from responses.moderation import correcting, redaction, wording
from responses.moderation.correcting import CorrectionRefused
from responses.moderation.errors import ChangedMeanwhile, NoteNeeded
from responses.moderation.models import Act
from responses.submission.models import Answer
from tests.responses.moderation import making

pytestmark = pytest.mark.django_db
SENT = "Dear team, ring Nomen Nescio on 960123. Nomen knows the cost."


@pytest.fixture
def made(db):
    return making.exercise()


@pytest.fixture
def cora(made):
    return making.moderator(made, name="Cora")


@pytest.fixture
def answer(made):
    return making.response(made, SENT).answers.get()


def shown(answer):
    return Answer.objects.annotate(shown=wording.in_force()).get(pk=answer.pk).shown


def test_a_correction_stands_beside_what_was_sent(answer, cora):
    correcting.correct(answer, "Dear team, ring me.", by=cora, version=0, note="Misread")
    assert shown(answer) == wording.base_of(answer) == "Dear team, ring me."
    answer.refresh_from_db()
    assert answer.text == SENT
    act = Act.objects.get()
    assert (act.verb, act.by, act.note, act.version) == ("correct", cora, "Misread", 1)


def test_hidden_words_stay_hidden_where_they_moved(answer, cora):
    marked = SENT.replace("Nomen Nescio", "[[Nomen Nescio]]")
    redaction.redact(answer, marked, by=cora, reason="personal_data", version=0)
    text = SENT.replace("Dear team, ring", "Dear all,\nplease do ring").replace("cost", "price")
    correcting.correct(answer, text, by=cora, version=1, note="Misread")
    assert shown(answer) == "Dear all,\nplease do ring [redacted] on 960123. Nomen knows the price."
    redaction.redact(
        answer, text.replace("ring Nomen Nescio on 960123", "ring [[Nomen Nescio]] on [[960123]]"), by=cora,
        reason="personal_data", version=2,
    )  # fmt: skip
    assert shown(answer) == "Dear all,\nplease do ring [redacted] on [redacted]. Nomen knows the price."
    redaction.unredact(answer, by=cora, reason="mistake", version=3)
    assert shown(answer) == text, "shown again is the wording corrected, not the one that was wrong"


@pytest.mark.parametrize(
    "text",
    [
        SENT.replace("Nomen Nescio", "Joe Nescio"),
        SENT.replace("Nescio", "Blogs"),
        SENT.replace("Nomen Nescio", "her"),
        SENT + " I mean NOMEN NESCIO.",
        "Nomen Nescio: " + SENT,
    ],
)
def test_a_correction_that_might_uncover_is_refused_and_leaves_no_trace(answer, cora, text):
    marked = SENT.replace("Nomen Nescio", "[[Nomen Nescio]]")
    redaction.redact(answer, marked, by=cora, reason="personal_data", version=0)
    with pytest.raises(CorrectionRefused, match="redact it afresh"):
        correcting.correct(answer, text, by=cora, version=1, note="Misread")
    assert "Nescio" not in shown(answer)
    assert Act.objects.count() == 1


def test_a_correction_needs_a_note_a_change_and_the_version_that_was_seen(answer, cora):
    with pytest.raises(NoteNeeded):
        correcting.correct(answer, "Other", by=cora, version=0, note=" ")
    with pytest.raises(CorrectionRefused, match="the same"):
        correcting.correct(answer, SENT, by=cora, version=0, note="x")
    with pytest.raises(CorrectionRefused, match="empty"):
        correcting.correct(answer, "  ", by=cora, version=0, note="x")
    correcting.correct(answer, "Other", by=cora, version=0, note="x")
    with pytest.raises(ChangedMeanwhile):
        correcting.correct(answer, "Another", by=cora, version=0, note="x")
