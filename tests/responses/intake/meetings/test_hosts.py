"""A copy of the points goes to the host by a private link; what the host writes is kept beside the first version."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from common import clock, outbox
from responses.intake.meetings import correcting, hosts, reads
from responses.intake.meetings.models import HostCopy, HostLink, Point, PointPlace, Proposal
from responses.moderation import moderation, redaction
from responses.moderation.correcting import correct as correct_whole
from responses.moderation.models import Act, Revision
from responses.submission.models import Response
from tests.responses.intake.steps import begun, noted, public, url

pytestmark = pytest.mark.django_db
HOST = "host@example.org"


@pytest.fixture
def met(staff):
    """Record a meeting of three points, two of them about the same question."""
    client = staff.client_of("cora")
    draft = begun(client, staff, channel="meeting", meeting_name="Patient forum", host_email=HOST)
    noted(client, staff, draft, ["Buses are rare", "Parking is dear", "Call 01632 960001"])
    draft.refresh_from_db()
    client.post(public(staff, "submit"), {"key": draft.submission_key})
    return Response.objects.select_related("meeting", "exercise").get()


def page(staff, met):
    return url(staff, "meeting", met.reference)


def sent_link(staff, met):
    answer = staff.client_of("cora").post(page(staff, met), {"act": "send", "email": HOST})
    assert answer.status_code == 302
    outbox.drain()
    return re.search(r"https?://[^/]+(/\S+/answer/meeting/\S+)", mail.outbox[-1].body)[1]


def texts(met):
    return [view.text for view in reads.points_of(Response.objects.get(pk=met.pk))]


def version(met):
    return Response.objects.get(pk=met.pk).version


def test_the_host_proposes_other_words_without_an_account_and_staff_take_them_over(staff, met):
    address = sent_link(staff, met)
    assert mail.outbox[-1].to == [HOST]
    host = Client()
    shown = host.get(address).content.decode()
    assert "Buses are rare" in shown
    assert "app-header--staff" not in shown
    first, second, _ = Point.objects.order_by("position")
    said = {
        f"point-{first.pk}": "Buses are rare after six",
        f"point-{second.pk}": "Parking is dear",
        "remark": "Thanks",
    }
    assert host.post(address, said).status_code == 302
    proposal = Proposal.objects.get()  # what reads as it was noted is no proposal
    assert proposal.point == first
    assert texts(met)[0] == "Buses are rare"  # nothing changes by itself
    assert "We have your words for 1 point" in host.get(address).content.decode()
    listing = staff.client_of("carl").get(url(staff, "key_in")).content.decode()
    assert page(staff, met) in listing
    cora = staff.client_of("cora")
    form = {"act": "take", "version": version(met), "point": first.pk, "proposal": proposal.pk, "text": proposal.text}
    assert cora.post(page(staff, met), form).status_code == 302
    assert texts(met) == ["Buses are rare after six", "Parking is dear", "Call 01632 960001"]
    view = reads.points_of(Response.objects.get(pk=met.pk))[0]
    assert view.first == "Buses are rare"
    act = Act.objects.latest("id")
    assert (act.verb, act.by, act.note) == ("correct", staff.cora, "As the host of the meeting asked.")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by, proposal.act) == ("taken", staff.cora, act)
    html = cora.get(page(staff, met)).content.decode()
    assert "As it was noted first" in html
    assert "Thanks" in html


def test_a_reply_by_letter_is_keyed_in_with_its_reason(staff, met):
    point = Point.objects.order_by("position")[1]
    cora = staff.client_of("cora")
    form = {"act": "correct", "version": version(met), "point": point.pk, "text": "Parking is free", "note": ""}
    refused = cora.post(page(staff, met), form)
    assert refused.status_code == 422
    assert "Parking is free" in refused.content.decode()
    assert cora.post(page(staff, met), form | {"note": "The host wrote on 3 June"}).status_code == 302
    assert texts(met)[1] == "Parking is free"
    late = cora.post(page(staff, met), form | {"note": "again", "text": "Parking is cheap"})  # seen before the first
    assert late.status_code == 409
    assert "Parking is cheap" in late.content.decode()
    assert texts(met)[1] == "Parking is free"


def test_corrections_of_points_of_one_answer_follow_each_other(staff, met):
    for number, text in ((0, "Buses are very rare"), (2, "Call the practice"), (0, "No buses")):
        point = Point.objects.select_related("answer", "response").order_by("position")[number]
        correcting.correct(point, text, by=staff.cora, version=version(met), note="The host wrote")
    assert texts(met) == ["No buses", "Parking is dear", "Call the practice"]
    assert Point.objects.first().answer.text == "Buses are rare\n\nParking is dear\n\nCall 01632 960001"
    assert PointPlace.objects.count() == 9


def test_the_host_never_sees_what_is_redacted_and_a_correction_does_not_uncover_it(staff, met):
    point = Point.objects.select_related("answer", "response").order_by("position")[2]
    marked = point.answer.text.replace("01632 960001", "[[01632 960001]]")
    redaction.redact(point.answer, marked, by=staff.cora, reason="personal_data", version=version(met), note="A number")
    address = sent_link(staff, met)
    html = Client().get(address).content.decode()
    assert "960001" not in html
    assert "Call [redacted]" in html
    first = Point.objects.select_related("answer", "response").first()
    correcting.correct(first, "No buses", by=staff.cora, version=version(met), note="The host wrote")
    assert reads.points_of(Response.objects.get(pk=met.pk))[2].in_public == "Call [redacted]"
    assert "960001" not in Client().get(address).content.decode()


def test_an_answer_that_is_corrected_as_a_whole_keeps_its_points_as_far_as_they_can_be_told(staff, met):
    answer = Point.objects.select_related("answer").first().answer
    correct_whole(answer, "No buses\n\nNo parking\n\nCall us", by=staff.cora, version=version(met), note="Misread")
    assert texts(met) == ["No buses", "No parking", "Call us"]
    correct_whole(answer, "All in one", by=staff.cora, version=version(met), note="Misread")
    lost = reads.points_of(Response.objects.get(pk=met.pk))
    assert all(view.is_lost for view in lost)
    point = Point.objects.select_related("answer", "response").first()
    with pytest.raises(correcting.CannotBeTold):
        correcting.correct(point, "x", by=staff.cora, version=version(met), note="n")
    assert staff.client_of("cora").get(page(staff, met)).status_code == 200


def test_a_proposal_is_decided_once(staff, met):
    address = sent_link(staff, met)
    point = Point.objects.first()
    Client().post(address, {f"point-{point.pk}": "No buses"})
    proposal = Proposal.objects.select_related("point__answer", "point__response").get()
    correcting.refuse(proposal, by=staff.carl)
    before = version(met)
    with pytest.raises(correcting.DecidedAlready):
        correcting.take(proposal, "No buses", by=staff.cora, version=before, note="")
    assert version(met) == before  # neither correction nor act
    assert not Revision.objects.exists()


def test_without_the_condition_a_refused_proposal_would_be_taken_over(staff, met, monkeypatch):
    point = Point.objects.first()
    Client().post(sent_link(staff, met), {f"point-{point.pk}": "No buses"})
    proposal = Proposal.objects.select_related("point__answer", "point__response").get()
    correcting.refuse(proposal, by=staff.carl)
    monkeypatch.setattr(correcting, "_decide", lambda *args, **more: None)
    correcting.take(proposal, "No buses", by=staff.cora, version=version(met), note="")
    assert texts(met)[0] == "No buses"


def test_a_second_reply_takes_the_place_of_the_first_as_long_as_nobody_has_decided(staff, met):
    address, point = sent_link(staff, met), Point.objects.first()
    for text in ("No buses", "No buses at night"):
        Client().post(address, {f"point-{point.pk}": text})
    assert Proposal.objects.get().text == "No buses at night"
    Client().post(address, {f"point-{point.pk}": "Buses are rare"})
    assert not Proposal.objects.exists()


def test_a_link_that_is_wrong_closed_or_too_old_or_of_a_withdrawn_note_opens_nothing(staff, met):
    address = sent_link(staff, met)
    assert Client().get(address[:-4] + "xxx/").status_code == 404
    assert Client().get(address.replace(staff.exercise.slug, "elsewhere")).status_code == 404
    copy = HostCopy.objects.get()
    for change in ({"revoked_at": clock.now()}, {"asked_at": clock.now() - dt.timedelta(days=61)}):
        HostCopy.objects.filter(pk=copy.pk).update(**change)
        assert Client().get(address).status_code == 404
        HostCopy.objects.filter(pk=copy.pk).update(revoked_at=None, asked_at=clock.now())
    assert Client().get(address).status_code == 200
    Response.objects.filter(pk=met.pk).update(withdrawn_at=clock.now())
    assert Client().get(address).status_code == 404


def test_a_point_of_another_meeting_is_not_reached_through_a_link(staff, met):
    client = staff.client_of("cora")
    draft = begun(client, staff, channel="meeting", meeting_name="Another")
    noted(client, staff, draft, ["Theirs"])
    draft.refresh_from_db()
    client.post(public(staff, "submit"), {"key": draft.submission_key})
    other = Point.objects.exclude(response=met).get()
    Client().post(sent_link(staff, met), {f"point-{other.pk}": "Changed", "point-x": "y", "point-": "z"})
    assert not Proposal.objects.exists()


def test_a_copy_that_was_closed_before_its_email_left_is_not_sent(staff, met):
    copy = hosts.send_copy(met.meeting, HOST, by=staff.cora)
    hosts.stop(copy)
    outbox.drain()
    assert mail.outbox == []
    assert not HostLink.objects.exists()


def test_a_mailbox_that_has_had_enough_gets_no_more(staff, met, monkeypatch):
    monkeypatch.setattr("common.mail.may_go_to", lambda email: False)
    answer = staff.client_of("cora").post(page(staff, met), {"act": "send", "email": HOST})
    assert answer.status_code == 422
    assert "Try again tomorrow" in answer.content.decode()
    assert not HostCopy.objects.exists()


def test_the_meeting_of_a_left_out_note_counts_no_points(staff, met):
    assert reads.counted(staff.exercise) == 3
    moderation.propose_leaving_out(met.pk, version=0, by=staff.cora, reason="test")
    moderation.leave_out(met.pk, version=1, by=staff.carl, reason="test")
    assert reads.counted(staff.exercise) == 0


def test_the_host_s_address_is_not_in_the_database_in_clear(staff, met):
    sent_link(staff, met)
    with connection.cursor() as cursor:
        cursor.execute("SELECT host_email FROM responses_meeting")
        kept = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT email FROM responses_hostcopy")
        kept += [row[0] for row in cursor.fetchall()]
    assert len(kept) == 2
    assert not any("example.org" in one for one in kept)
