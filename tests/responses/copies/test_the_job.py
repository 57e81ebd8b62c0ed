"""What the job finds, and what it leaves alone."""

import datetime as dt
import random

import pytest
from django.db import IntegrityError, connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from common import clock
from responses.alternatives.models import Alternative
from responses.copies import claims, deciding, job, listing, sketching
from responses.copies.models import Copy, CopyGroup, CopyRun
from responses.privacy.marks import ERASED
from responses.submission.models import Answer, Response
from tests.accounts.factories import member
from tests.analysis.factories import answer_to
from tests.responses.copies.making import OWN, TEMPLATE, UNLIKE, exercise, groups, sent

pytestmark = pytest.mark.django_db


def test_copies_are_found_across_channels_and_questions_with_what_each_adds():
    where = exercise()
    first = sent(where, TEMPLATE)
    spaced = sent(where, TEMPLATE.replace(" ", "\n", 3).upper(), "options.option-1.advantage", channel="email")
    adds = sent(where, f"{OWN}\n{TEMPLATE}", channel="letter")
    varied = sent(where, TEMPLATE.replace("Our town", "Thornage"))
    sent(where, UNLIKE)
    assert job.run(where.pk)
    group = CopyGroup.objects.get()
    assert (group.size, group.state, group.template.response) == (4, "suggested", first)
    sorts = dict(Copy.objects.values_list("response", "sort"))
    assert sorts == {first.pk: "exact", spaced.pk: "exact", adds.pk: "adds", varied.pk: "varied"}
    copy = Copy.objects.select_related("answer").get(response=adds)
    assert [copy.answer.text[start:end] for start, end in copy.added] == [OWN.rstrip(".")]


def test_the_same_words_of_one_response_in_two_boxes_are_no_copies():
    where = exercise()
    twice = sent(where, TEMPLATE)
    answer_to(twice, "alternative", TEMPLATE)
    job.run(where.pk)
    assert not CopyGroup.objects.exists()


def test_footprints_that_were_drawn_alike_are_no_copies_of_a_text():
    where = exercise()
    for _ in range(3):
        answer = sent(where, TEMPLATE).answers.get()
        Alternative.objects.create(answer=answer, places=2)
    job.run(where.pk)
    assert not CopyGroup.objects.exists()


def test_what_arrives_piece_by_piece_is_grouped_as_if_it_had_come_at_once():
    chance = random.Random(4)
    texts = [TEMPLATE, UNLIKE, f"{TEMPLATE} {OWN}", f"{OWN} {UNLIKE}", TEMPLATE.replace("city", "coast"), OWN] * 4
    texts += [f"{one} {chance.random()}" for one in texts]
    chance.shuffle(texts)
    where = exercise()
    for start in range(0, len(texts), 9):
        for text in texts[start : start + 9]:
            sent(where, text)
        assert job.run(where.pk)
    piecewise = groups(where)
    assert len(piecewise) == 3
    ids = set(CopyGroup.objects.values_list("pk", flat=True))
    assert job.run(where.pk, anew=True)
    assert groups(where) == piecewise
    assert set(CopyGroup.objects.values_list("pk", flat=True)) == ids


def test_what_its_author_withdrew_is_no_copy_any_more():
    where = exercise()
    sent(where, TEMPLATE)
    second = sent(where, TEMPLATE)
    job.run(where.pk)
    CopyRun.objects.update(took=dt.timedelta(0))
    assert list(claims.waiting()) == []
    type(second).objects.filter(pk=second.pk).update(withdrawn_at=second.received_at)
    assert list(claims.waiting()) == [where.pk]
    job.run(where.pk)
    assert not CopyGroup.objects.exists()


def test_a_named_campaign_stays_and_new_copies_join_it_as_suggested():
    where = exercise()
    for _ in range(3):
        sent(where, TEMPLATE)
    job.run(where.pk)
    person = member(where.organisation, Role.COMMUNICATIONS)
    group = CopyGroup.objects.get()
    deciding.name(group, campaign="Keep the unit", by=person)
    late = sent(where, f"{TEMPLATE} {OWN}")
    job.run(where.pk)
    job.run(where.pk, anew=True)
    group = CopyGroup.objects.get()
    assert (group.state, group.size) == ("named", 4)
    assert dict(group.copies.values_list("response", "state"))[late.pk] == "suggested"
    assert group.copies.filter(state="confirmed").count() == 3


def test_a_group_that_was_taken_apart_and_a_copy_that_was_taken_out_stay_so():
    where = exercise()
    person = member(where.organisation, Role.COMMUNICATIONS)
    for text in (TEMPLATE, UNLIKE):
        for _ in range(3):
            sent(where, text)
    job.run(where.pk)
    apart = CopyGroup.objects.get(template__text=TEMPLATE)
    named = CopyGroup.objects.get(template__text=UNLIKE)
    deciding.take_apart(apart, by=person, note="A choir sent one letter each.")
    deciding.name(named, campaign="The map", by=person)
    out = named.copies.order_by("-pk").first()
    assert deciding.take_out(named, [out.answer_id], by=person, note="Quoted to contradict it.") == 1
    sent(where, TEMPLATE)
    job.run(where.pk, anew=True)
    apart.refresh_from_db()
    named.refresh_from_db()
    assert CopyGroup.objects.count() == 2
    assert (apart.state, apart.size, named.size) == ("taken_apart", 4, 2)
    assert Copy.objects.get(pk=out.pk).state == "taken_out"


def test_only_what_was_on_the_page_is_confirmed_and_what_was_taken_out_outlives_a_decision_taken_back():
    where = exercise()
    person = member(where.organisation, Role.COMMUNICATIONS)
    for _ in range(3):
        sent(where, TEMPLATE)
    job.run(where.pk)
    group = CopyGroup.objects.get()
    shown = listing.newest(group)
    late = sent(where, f"{TEMPLATE} {OWN}")
    job.run(where.pk)
    deciding.name(group, campaign="Keep the unit", by=person, seen=shown)
    assert group.copies.get(state="suggested").response == late
    out = group.copies.filter(state="confirmed").last()
    deciding.take_out(group, [out.answer_id], by=person, note="It argues against it.")
    deciding.suggest_again(CopyGroup.objects.get(), by=person)
    job.run(where.pk, anew=True)
    assert dict(group.copies.values_list("state").annotate(n=Count("pk"))) == {"suggested": 3, "taken_out": 1}
    assert deciding.put_back(group, [out.answer_id], by=person) == 0  # of a suggestion nothing is decided copy by copy


@pytest.mark.parametrize("looked_for", [True, False])
def test_what_an_import_brings_with_ids_taken_long_before_is_seen_by_the_next_run(monkeypatch, looked_for):
    if not looked_for:
        monkeypatch.setattr(sketching, "IMPORTED_WITHIN", dt.timedelta(0))
    where = exercise()
    online = sent(where, UNLIKE)
    Answer.objects.filter(response=online).update(id=60_000)  # an import of 50,000 had taken its ids before
    assert job.run(where.pk)
    CopyRun.objects.update(took=dt.timedelta(0))
    assert list(claims.waiting()) == []
    imported = [sent(where, TEMPLATE) for _ in range(3)]
    for number, one in enumerate(imported):
        Answer.objects.filter(response=one).update(id=2_000 + number)
        Response.objects.filter(pk=one.pk).update(received_at=clock.now(), entered_at=clock.now())
    assert list(claims.waiting()) == [where.pk]
    assert job.run(where.pk)
    assert [group.size for group in CopyGroup.objects.all()] == ([3] if looked_for else [])
    assert list(claims.waiting()) == []
    job.run(where.pk, anew=True)
    assert [group.size for group in CopyGroup.objects.all()] == [3]


def test_with_nothing_new_no_words_are_read_and_a_job_rests_ten_times_as_long_as_it_took():
    where = exercise()
    sent(where, TEMPLATE)
    withdrawn = sent(where, TEMPLATE)
    job.run(where.pk)
    with CaptureQueriesContext(connection) as asked:
        assert job.run(where.pk)
    assert len(asked) <= 8
    assert not any("places" in one["sql"] or '"text"' in one["sql"] for one in asked)
    now = clock.now()
    Response.objects.filter(pk=withdrawn.pk).update(withdrawn_at=now)
    late = sent(where, UNLIKE)  # as many current responses as before, and …
    Answer.objects.filter(response=late).delete()  # … no answer that is newer
    CopyRun.objects.update(finished_at=now, took=dt.timedelta(minutes=2))
    assert list(claims.waiting()) == []
    CopyRun.objects.update(finished_at=now - dt.timedelta(minutes=20))
    assert list(claims.waiting()) == [where.pk]
    job.run(where.pk)
    assert not CopyGroup.objects.exists()
    assert CopyRun.objects.get().state == "idle"


def test_a_template_that_is_erased_has_another_copy_in_its_place():
    where = exercise()
    person = member(where.organisation, Role.COMMUNICATIONS)
    for _ in range(3):
        sent(where, TEMPLATE)
    job.run(where.pk)
    group = CopyGroup.objects.get()
    deciding.name(group, campaign="Keep the unit", by=person)
    group.template.response.answers.update(text=ERASED)
    late = sent(where, TEMPLATE)
    job.run(where.pk, anew=True)
    assert group.copies.get(response=late).state == "suggested"


@pytest.mark.parametrize("guarded", [True, False])
def test_a_decision_while_the_job_works_is_not_written_over(monkeypatch, guarded):
    where = exercise()
    for _ in range(3):
        sent(where, TEMPLATE)
    job.run(where.pk)
    person = member(where.organisation, Role.COMMUNICATIONS)
    sent(where, f"{TEMPLATE} {OWN}")
    group = CopyGroup.objects.get()
    decided = []

    def decide_once(self, stage, done=0, total=0):
        if stage == "Writing what was found" and not decided:
            decided.append(deciding.take_apart(group, by=person, note="Neighbours, no campaign."))

    monkeypatch.setattr(claims.Claim, "tell", decide_once)
    if not guarded:
        monkeypatch.setattr(claims.Claim, "hold_decisions", lambda self: True)
        with pytest.raises(IntegrityError):  # what it found no longer fits
            job.run(where.pk)
        return
    assert job.run(where.pk)
    group.refresh_from_db()
    assert (group.state, CopyGroup.objects.count(), group.copies.count()) == ("taken_apart", 1, 4)


def test_two_jobs_do_not_work_on_one_exercise_and_a_crash_costs_a_lease():
    where = exercise()
    sent(where, TEMPLATE)
    claim = claims.take(where.pk)
    assert not job.run(where.pk)
    CopyRun.objects.update(lease_until=claim.run.lease_until.replace(year=2000))
    assert job.run(where.pk)
    with pytest.raises(claims.LostClaim):
        claim.tell("Comparing")
