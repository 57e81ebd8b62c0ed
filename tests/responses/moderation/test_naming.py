"""Names of organisations and meetings, roles and hosts: redacted on their own, and shown again."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from analysis import snapshots
from analysis.models import SnapshotMember
from common import clock
from responses.intake import keying
from responses.intake.meetings import points, reads
from responses.intake.models import Meeting
from responses.ledger import sealing
from responses.moderation import naming
from responses.moderation.models import Act, FieldRevision
from responses.submission import sending
from responses.submission.models import Response
from responses.survey import survey_of
from tests.responses.moderation import making
from tests.responses.moderation.addresses import url

pytestmark = pytest.mark.django_db
NAME = "Friends of Nomen Nescio"


@pytest.fixture
def council(staff):
    return making.response(staff.exercise, "w", kind="organisation", organisation_name=NAME, position_held="Chair")


def test_a_name_is_redacted_for_the_next_snapshot_and_shown_again(staff, council):
    client = staff.client_of("cora")
    address = url(staff, "redact_who", council.reference, "organisation_name")
    assert NAME in client.get(address).content.decode()
    said = {"version": 0, "marked": "Friends of [[Nomen Nescio]]", "reason": "personal_data", "note": ""}
    assert client.post(address, said).status_code == 302
    page = client.get(url(staff, "response", council.reference)).content.decode()
    assert NAME in page
    assert "Outside the team: <bdi>Friends of [redacted]</bdi>" in page
    council.refresh_from_db()
    assert council.organisation_name == NAME, "as sent; never rewritten"
    frozen = SnapshotMember.objects.get(snapshot=snapshots.take(staff.exercise))
    assert (frozen.organisation_name, frozen.position_held) == ("Friends of [redacted]", "Chair")
    said |= {"version": 1, "marked": NAME, "reason": "mistake"}
    assert client.post(address, said).status_code == 302
    assert [act.verb for act in Act.objects.order_by("version")] == ["redact", "unredact"]
    snapshot = snapshots.take(staff.exercise)
    assert SnapshotMember.objects.get(snapshot=snapshot).organisation_name == NAME


def test_what_is_refused_leaves_no_trace_and_is_kept_on_the_page(staff, council):
    client = staff.client_of("cora")
    address = url(staff, "redact_who", council.reference, "organisation_name")
    said = {"version": 0, "marked": NAME, "reason": "personal_data", "note": "Hm"}
    for changed, words in (
        ({}, "Nothing is marked otherwise"),
        ({"marked": "Friends of [[Joe]]"}, "must stay exactly"),
        ({"reason": ""}, "Choose a reason"),
        ({"version": 5, "marked": "[[Friends]] of Nomen Nescio"}, "Since you opened this response"),
    ):
        answer = client.post(address, said | changed)
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert "Hm" in answer.content.decode()
    assert not FieldRevision.objects.exists()
    assert Response.objects.get().version == 0
    assert client.get(url(staff, "redact_who", council.reference, "meeting_name")).status_code == 404
    assert client.get(url(staff, "redact_who", council.reference, "reference")).status_code == 404


@pytest.mark.parametrize(("person", "status"), [("anil", 403), ("stella", 403), ("otto", 404), ("stranger", 302)])
def test_nobody_but_communications_redacts(staff, council, person, status):
    address = url(staff, "redact_who", council.reference, "organisation_name")
    assert staff.client_of(person).get(address).status_code == status


def test_where_a_meeting_was_and_who_came_are_hidden_each_by_itself(staff):
    met = _recorded(_meeting(staff.exercise, staff.cora), staff.cora)
    Meeting.objects.filter(response=met).update(place="12 Nescio Road")
    group, other = met.meeting.attendance.order_by("pk")
    client = staff.client_of("cora")
    for field, marked, reason in (
        ("meeting_place", "12 [[Nescio Road]]", "personal_data"),
        (f"attended-{group.pk}", "Friends of [[Nomen Nescio]]", "personal_data"),
    ):
        met.refresh_from_db()
        said = {"version": met.version, "marked": marked, "reason": reason, "note": ""}
        assert client.post(url(staff, "redact_who", met.reference, field), said).status_code == 302, field
    shown = {one.field: one.shown for one in naming.named(Response.objects.get(pk=met.pk))}
    assert shown["meeting_place"] == "12 [redacted]"
    assert shown[f"attended-{group.pk}"] == "Friends of [redacted]"
    assert shown[f"attended-{other.pk}"] == ""
    page = client.get(url(staff, "response", met.reference)).content.decode()
    assert page.count("Outside the team: <bdi>") == 2
    (point,) = reads.points_of(met)
    assert (point.by, point.by_in_public) == (NAME, "Friends of [redacted]")
    ledger = client.get(url(staff, "ledger_entry", met.reference)).content.decode()
    assert ledger.count("Before and after: ") == 2
    sealing.seal_all()
    call_command("verify_ledger", staff.exercise.slug)
    assert client.get(url(staff, "redact_who", met.reference, "attended-999999")).status_code == 404


def _meeting(exercise, by):
    said = {"channel": "meeting", "received_at": clock.now(), "meeting_name": "Forum", "may_publish": False}
    attending = [{"organisation": NAME, "number": 4}, {"organisation": "Patient group"}]
    draft = keying.begin(exercise, by=by, said={**said, "attending": attending})
    survey = survey_of(draft.edition_id)
    item = next(box.item.id for box in survey.boxes.values() if points.takes_points(box))
    points.save(draft, [points.Noted("More buses", item, said_by=NAME)], seen=draft.revision, survey=survey)
    return draft


def _recorded(draft, by):
    return sending.submit(draft, key=draft.submission_key, arrival=keying.arrival(draft, by=by))
