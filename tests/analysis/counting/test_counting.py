"""What a report counts once people have decided who is one voice and what is a campaign."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Role
from analysis import dashboard, frames, snapshots
from analysis.composing.report import compose
from analysis.measures.groups import bases, counts
from analysis.models import RepeatedAnswer, Report, SnapshotMember
from common import clock
from engagement.models import Choice
from responses.copies import deciding, job, voices
from responses.copies.models import CopyGroup
from responses.copies.voices import Seen
from responses.submission.models import Response
from tests.accounts.factories import member
from tests.analysis.factories import OPENS, content_of, redact, respond, small_exercise
from tests.analysis.judging import with_judgements_and_ranking
from tests.responses.copies.making import OWN, TEMPLATE, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def where(db):
    return small_exercise()


@pytest.fixture
def person(where):
    return member(where.organisation, Role.COMMUNICATIONS)


def item(where, key):
    return next(one.id for one in content_of(where).items.values() if one.key == key)


def at(hours):
    return OPENS + dt.timedelta(hours=hours)


def join(person, *responses):
    fresh = [Response.objects.get(pk=one.pk) for one in responses]
    return voices.join([Seen(one.pk, one.version) for one in fresh], by=person, note="The same person.")


def report(where, audience="team"):
    found = Report(
        exercise=where, number=1, audience=audience, requested_at=clock.now(), snapshot=snapshots.take(where)
    )
    return compose(found, [])


def summary(data):
    table = next(block for block in data["sections"][0]["blocks"] if block.get("key") == "counts")
    return dict(table["rows"])


def test_a_voice_counts_once_with_its_latest_answer_to_each_item(where, person):
    first = respond(where, {"functions": "Before.", "grouping": ["a"]}, received_at=at(1))
    last = respond(where, {"functions": "After.", "alternative": "Another."}, received_at=at(2))
    respond(where, {"functions": "Somebody else.", "grouping": ["b"]}, received_at=at(3))
    join(person, first, last)
    snapshot = snapshots.take(where)
    found = frames.of(snapshot)
    assert bases(found.members)["individual"] == 2
    assert counts(found.members)["said_again"] == 1
    assert found.words[item(where, "functions"), "individual", False] == 2
    assert found.picked[item(where, "grouping"), "individual"] == 2
    assert sum(n for (one, _, _), n in found.choices.items() if one == item(where, "grouping")) == 2
    speaking = SnapshotMember.objects.filter(snapshot=snapshot, speaks=True).values_list("response", flat=True)
    assert first.pk not in set(speaking)
    repeated = RepeatedAnswer.objects.get(snapshot=snapshot).answer
    assert (repeated.response, repeated.text) == (first, "Before.")


def test_the_latest_ranking_of_a_voice_stands_and_none_is_put_together_from_two(where, person):
    with_judgements_and_ranking(where)
    before = respond(where, {"order.travel": ["1"], "order.size": ["2"]}, received_at=at(1))
    now = respond(where, {"order.cost": ["1"]}, received_at=at(2))
    join(person, before, now)
    snapshot = snapshots.take(where)
    items = [item(where, f"order.{factor}") for factor in ("travel", "size", "cost")]
    first = Choice.objects.get(part__key="order", key="1").pk
    ranks = frames.rankings(snapshot, items, {first: 1})["individual"]
    assert (ranks.responses.tolist(), ranks.ranks.tolist()) == ([now.pk], [[0, 0, 1]])
    assert {one for one, _, _ in frames.of(snapshot).choices} == {items[2]}


def test_a_snapshot_keeps_its_voices_when_they_part_later(where, person):
    first, second = (respond(where, {"functions": "Words."}, received_at=at(hour)) for hour in (1, 2))
    join(person, first, second)
    before = snapshots.take(where)
    second.refresh_from_db()
    voices.part(Seen(second.pk, second.version), by=person, note="Two neighbours.")
    after = snapshots.take(where)
    assert [bases(frames.of(one).members)["individual"] for one in (before, after)] == [1, 2]


def test_a_later_answer_that_is_not_in_the_figures_takes_nobodys_place(where, person):
    first = respond(where, {"functions": "In time."}, received_at=at(1))
    late = respond(where, {"functions": "Late."}, received_at=at(2), timing="late")
    join(person, first, late)
    found = frames.of(snapshots.take(where))
    assert bases(found.members)["individual"] == 1
    assert found.words[item(where, "functions"), "individual", False] == 1


def test_three_counts_and_never_one(where, person):
    plain = [sent(where, TEMPLATE, received_at=at(hour)) for hour in range(4)]
    sent(where, f"{TEMPLATE} {OWN}", channel="email", received_at=at(5))
    sent(where, "Something quite different.", received_at=at(6))
    job.run(where.pk)
    deciding.name(CopyGroup.objects.get(), campaign="Keep the unit", by=person)
    join(person, plain[0], plain[1])
    said = summary(report(where))
    assert said["Submissions received"] == 6
    assert said["Individuals in the figures"] == 5
    assert said["Answers of somebody who answered again later, counted with that answer"] == 1
    assert said["Different texts, the wording of each campaign counted once"] == 3


def test_a_campaign_stands_in_the_report_with_its_size_and_only_with_words_that_may_be_quoted(where, person):
    texts = [sent(where, TEMPLATE, received_at=at(hour), standing="unmoderated") for hour in range(3)]
    sent(where, f"{TEMPLATE} {OWN}", channel="email", received_at=at(5))
    job.run(where.pk)
    assert "campaigns" not in [one["key"] for one in report(where)["sections"]]
    deciding.name(CopyGroup.objects.get(), campaign="Keep the unit", by=person)
    section = next(one for one in report(where, "public")["sections"] if one["key"] == "campaigns")
    table = next(block for block in section["blocks"] if block["kind"] == "table")
    assert table["columns"] == ["Campaign", "Submissions", "With words of their own", "Online", "Email"]
    assert table["rows"] == [["Keep the unit", 4, 1, 3, 1]]
    assert "minor injuries" not in str(section)
    Response.objects.filter(pk__in=[one.pk for one in texts[:2]]).update(standing="accepted", may_publish=True)
    assert "Keep the minor injuries unit open" in str(report(where, "public")["sections"])
    redact(Response.objects.get(pk=texts[0].pk), "functions", TEMPLATE.replace("minor", "[redacted]"), by=person)
    again = next(one for one in report(where, "public")["sections"] if one["key"] == "campaigns")
    assert "Keep the [redacted] injuries unit open" in str(again)
    assert "minor" not in str(again)


def test_without_campaigns_and_voices_a_snapshot_costs_no_statement_for_each_response(
    where, person, django_assert_max_num_queries
):
    for hour in range(30):
        respond(where, {"functions": "Words."}, received_at=at(hour))
    with django_assert_max_num_queries(14):
        snapshots.take(where)


def test_the_dashboard_tells_of_campaigns_and_of_those_who_answered_again(where, person):
    texts = [sent(where, TEMPLATE, received_at=at(hour)) for hour in range(3)]
    job.run(where.pk)
    deciding.name(CopyGroup.objects.get(), campaign="Keep the unit", by=person)
    join(person, *texts[:2])
    found = dashboard.of(where, content_of(where))
    assert (found.total, found.said_again, found.campaigns) == (3, 1, [("Keep the unit", 3)])


def test_the_steering_group_sees_neither_campaigns_nor_who_answered_again(where, person, client):
    texts = [sent(where, TEMPLATE, received_at=at(hour)) for hour in range(3)]
    job.run(where.pk)
    deciding.name(CopyGroup.objects.get(), campaign="Keep the unit", by=person)
    join(person, *texts[:2])
    page = reverse("analysis_staff:dashboard", args=[where.slug])
    shown = []
    for role in (Role.COMMUNICATIONS, Role.STEERING):
        client.force_login(member(where.organisation, role))
        text = client.get(page).text
        shown.append(("Keep the unit" in text, "answered more than once" in text))
    assert shown == [(True, True), (False, False)]
