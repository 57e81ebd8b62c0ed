import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from responses.moderation import moderation, redaction
from responses.moderation.errors import ChangedMeanwhile, NoteNeeded, NotPossible, ReasonNeeded, SecondPersonNeeded
from responses.moderation.models import Act, Revision
from responses.submission.models import Response
from tests.responses.moderation import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(db):
    return making.exercise()


@pytest.fixture
def cora(made):
    return making.moderator(made, name="Cora")


@pytest.fixture
def carl(made):
    return making.moderator(made, name="Carl")


@pytest.fixture
def sent(made):
    return making.response(made, "Ring Nomen Nescio on 01603 000000.")


def standing(response):
    return Response.objects.get(pk=response.pk).standing


def test_accepting_counts_the_version_up_and_keeps_who_when_and_why(sent, cora):
    act = moderation.accept(sent.pk, version=0, by=cora, note="Read it")
    assert (standing(sent), act.version, act.by, act.note, act.reason) == ("accepted", 1, cora, "Read it", "ordinary")
    assert Response.objects.get(pk=sent.pk).version == 1


def test_a_page_that_is_out_of_date_is_refused_and_tells_who_did_what(sent, cora, carl):
    moderation.hold(sent.pk, version=0, by=carl, reason="query", note="Who is that?")
    with pytest.raises(ChangedMeanwhile, match=r"Held \(Needs a question answered first\) by Carl"):
        moderation.accept(sent.pk, version=0, by=cora)
    assert standing(sent) == "held"
    assert sent.acts.count() == 1


def test_holding_and_leaving_out_need_a_reason(sent, cora):
    for act in (moderation.hold, moderation.propose_leaving_out):
        with pytest.raises(ReasonNeeded):
            act(sent.pk, version=0, by=cora, reason="")
    assert not sent.acts.exists()


def test_the_database_too_refuses_an_act_against_a_response_without_a_reason(sent, cora):
    for columns in ({"verb": "hold"}, {"verb": "accept", "by": None}, {"verb": "burn"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Act.objects.create(**{"response": sent, "version": 1, "at": timezone.now(), "by": cora, **columns})


def test_leaving_out_needs_a_second_person(sent, cora, carl):
    moderation.propose_leaving_out(sent.pk, version=0, by=cora, reason="spam")
    with pytest.raises(SecondPersonNeeded):
        moderation.leave_out(sent.pk, version=1, by=cora)
    assert standing(sent) == "leaving_out"
    act = moderation.leave_out(sent.pk, version=1, by=carl)
    assert (standing(sent), act.reason) == ("left_out", "spam")


def test_nobody_leaves_out_what_was_not_proposed(sent, carl):
    with pytest.raises((NotPossible, ReasonNeeded)):
        moderation.leave_out(sent.pk, version=0, by=carl)
    with pytest.raises(NotPossible):
        moderation.leave_out(sent.pk, version=0, by=carl, reason="spam")


def test_the_one_who_proposed_last_is_the_one_who_cannot_agree(sent, cora, carl):
    moderation.propose_leaving_out(sent.pk, version=0, by=cora, reason="spam")
    moderation.return_to_queue(sent.pk, version=1, by=cora, reason="mistake", note="No, it is real")
    moderation.propose_leaving_out(sent.pk, version=2, by=carl, reason="test")
    with pytest.raises(SecondPersonNeeded):
        moderation.leave_out(sent.pk, version=3, by=carl)
    assert moderation.leave_out(sent.pk, version=3, by=cora).reason == "test"


def test_every_decision_can_be_taken_back_with_a_note(sent, cora, carl):
    moderation.accept(sent.pk, version=0, by=cora)
    with pytest.raises(NoteNeeded):
        moderation.return_to_queue(sent.pk, version=1, by=cora, reason="mistake", note="  ")
    moderation.return_to_queue(sent.pk, version=1, by=cora, reason="mistake", note="Too fast")
    moderation.propose_leaving_out(sent.pk, version=2, by=cora, reason="abuse")
    moderation.leave_out(sent.pk, version=3, by=carl)
    moderation.return_to_queue(sent.pk, version=4, by=cora, reason="mistake", note="It is a quotation")
    assert standing(sent) == "unmoderated"
    assert sent.acts.count() == 5


@pytest.mark.parametrize("column", ["withdrawn_at", "superseded_at"])
def test_what_its_author_took_back_cannot_be_acted_upon(made, cora, column):
    sent = making.response(made, "words", **{column: timezone.now()})
    with pytest.raises(NotPossible, match="Its author"):
        moderation.accept(sent.pk, version=0, by=cora)
    with pytest.raises(NotPossible):
        redaction.redact(sent.answers.get(), "[[words]]", by=cora, reason="personal_data", version=0)
    assert not sent.acts.exists()
    assert not Revision.objects.exists()


def test_only_an_organisation_can_be_confirmed_and_only_with_how_it_is_known(made, sent, cora):
    council = making.response(made, "words", kind="organisation", organisation_name="Northshire Council")
    with pytest.raises(NoteNeeded):
        moderation.confirm_organisation(council.pk, version=0, by=cora, note="")
    moderation.confirm_organisation(council.pk, version=0, by=cora, note="Rang the clerk")
    assert Response.objects.get(pk=council.pk).organisation_confirmed
    with pytest.raises(NotPossible):
        moderation.confirm_organisation(council.pk, version=1, by=cora, note="Again")
    moderation.unconfirm_organisation(council.pk, version=1, by=cora, note="The clerk rang back")
    assert not Response.objects.get(pk=council.pk).organisation_confirmed
    with pytest.raises(NotPossible):
        moderation.confirm_organisation(sent.pk, version=0, by=cora, note="They said so")


def wording(answer, version=99):
    """Return the text of an answer as it stood at a version of its response."""
    latest = answer.revisions.filter(version__lte=version).order_by("version").last()
    return latest.text if latest else answer.text


def test_a_redaction_hides_the_words_from_everybody_but_the_team_and_keeps_the_original(sent, cora):
    answer = sent.answers.get()
    moderation.accept(sent.pk, version=0, by=cora)
    revision = redaction.redact(
        answer, "Ring [[Nomen Nescio]] on [[01603 000000]].", by=cora, reason="personal_data", version=1
    )
    assert wording(answer) == "Ring [redacted] on [redacted]."
    assert revision.spans == [(5, 17), (21, 33)]
    answer.refresh_from_db()
    assert answer.text == "Ring Nomen Nescio on 01603 000000."
    assert standing(sent) == "accepted"


def test_a_snapshot_sees_the_wording_of_its_version(sent, cora):
    answer = sent.answers.get()
    redaction.redact(answer, "Ring [[Nomen Nescio]] on 01603 000000.", by=cora, reason="personal_data", version=0)
    redaction.redact(answer, "Ring [[Nomen Nescio]] on [[01603 000000]].", by=cora, reason="personal_data", version=1)
    redaction.unredact(answer, by=cora, version=2, reason="mistake", note="She agreed")
    wordings = [wording(answer, version) for version in range(4)]
    assert wordings == [
        answer.text,
        "Ring [redacted] on 01603 000000.",
        "Ring [redacted] on [redacted].",
        answer.text,
    ]
    assert wording(answer) == answer.text


def test_a_refused_redaction_leaves_no_trace(sent, cora):
    answer = sent.answers.get()
    redaction.redact(answer, "Ring [[Nomen Nescio]] on 01603 000000.", by=cora, reason="personal_data", version=0)
    for version, marked in [
        (1, "Ring [[Nomen Nescio]] on 01603 000000."),
        (1, "Ring Nomen Nescio on 01603 000000."),
        (1, "Ring [[Nomine Nescio]] on 01603 000000."),
        (0, "Ring Nomen [[Nescio]] on 01603 000000."),
    ]:
        with pytest.raises(Exception, match=r".") as refusal:
            redaction.redact(answer, marked, by=cora, reason="personal_data", version=version)
        assert refusal.type.__module__ == "responses.moderation.errors"
    assert sent.acts.count() == Revision.objects.count() == 1
    assert Response.objects.get(pk=sent.pk).version == 1


def test_accepting_in_bulk_passes_over_words_and_whatever_has_changed(made, cora, carl):
    silent = [making.response(made, pick="this") for _ in range(3)]
    speaking = making.response(made, "words")
    moderation.hold(silent[0].pk, version=0, by=carl, reason="query")
    result = moderation.bulk_accept([(each.pk, 0) for each in [*silent, speaking]], by=cora)
    assert (result.accepted, result.passed_over) == (2, 2)
    assert [standing(each) for each in [*silent, speaking]] == ["held", "accepted", "accepted", "unmoderated"]
    assert Act.objects.filter(verb="accept", by=cora).count() == 2
