import datetime as dt
import hashlib
import uuid

import pytest

from common import clock
from engagement.phases import LONDON
from responses.drafts import access
from responses.drafts.models import Draft
from responses.intake.models import Meeting, MeetingAttendance, Original
from responses.submission import sending
from responses.submission.models import Contact, Response
from tests.responses.intake.steps import LETTER, begun, keyed, public, said, upload, url

pytestmark = pytest.mark.django_db


def test_a_letter_is_keyed_from_the_envelope_to_the_queue(staff):
    client = staff.client_of("cora")
    draft = begun(client, staff, files=[upload()])
    banner = client.get(public(staff, "tasks")).content.decode()
    assert "Keying in" in banner
    assert "Letter, received" in banner
    assert "letter.pdf" in banner
    answer = keyed(client, staff, organisation_name="Northshire Council", speaks_for="on", contact_name="Jo Clerk")
    assert answer["Location"] == public(staff, "receipt")
    sent = Response.objects.get()
    assert (sent.channel, sent.entered_by, sent.timing, sent.kind) == ("letter", staff.cora, "on_time", "organisation")
    assert sent.received_at.astimezone(LONDON).time() == dt.time.min
    assert sent.suspicion == []
    assert sent.originals.get().draft == draft
    assert Contact.objects.get(response=sent).details["contact_name"] == "Jo Clerk"
    page = staff.client_of("carl").get(url(staff, "response", sent.reference)).content.decode()
    for shown in ("Northshire Council", "by Cora", "letter.pdf", "We prefer the first option"):
        assert shown in page
    assert sent.reference[:4] in client.get(public(staff, "receipt")).content.decode()


def test_points_of_a_meeting_stay_apart_from_respondents(staff):
    client = staff.client_of("cora")
    meeting = {
        "meeting_name": "Patient forum", "held_on_day": "1", "held_on_month": "5", "held_on_year": "2021",
        "place": "Village hall", "host": "The practice", "attending": "Patient group, 14", "may_publish": "on",
    }  # fmt: skip
    begun(client, staff, channel="meeting", files=[upload(b"Notes", "notes.txt")], **meeting)
    assert client.get(public(staff, "who")).status_code == 302  # nobody to ask who they are
    assert keyed(client, staff, words="Transport came up").status_code == 302
    sent = Response.objects.get()
    assert (sent.kind, sent.channel, sent.may_publish, sent.organisation_name) == ("meeting", "meeting", True, "")
    assert Meeting.objects.get(response=sent).held_on == dt.date(2021, 5, 1)
    page = client.get(url(staff, "response", sent.reference)).content.decode()
    assert "Patient forum" in page
    assert "Patient group" in page
    assert "(14)" in page


def test_what_is_being_keyed_in_is_listed_for_the_team_whoever_it_is_from(staff):
    client = staff.client_of("cora")
    begun(client, staff)
    client.post(public(staff, "who"), {"kind": "individual"})
    begun(client, staff, channel="email", time="14:30")
    client.post(public(staff, "who"), {"kind": "organisation"})
    client.post(public(staff, "about"), {"organisation_name": "Northshire Council"})
    begun(client, staff, channel="meeting", meeting_name="Patient forum")
    begun(client, staff, channel="paper")
    page = staff.client_of("carl").get(url(staff, "key_in")).content.decode()
    for shown in ("An individual", "Northshire Council", "Patient forum", "Not said yet", "2:30pm"):
        assert shown in page
    assert "midnight" not in page


def test_a_meeting_needs_a_name(staff):
    answer = staff.client_of("cora").post(url(staff, "key_in_new"), said("meeting"))
    assert answer.status_code == 422
    assert "Enter the name of the meeting" in answer.content.decode()
    assert not Draft.objects.exists()


def test_the_deadline_is_judged_by_when_it_came_and_not_by_when_it_was_keyed(staff):
    made = staff.exercise
    made.closes_at = clock.now() - dt.timedelta(days=3)
    made.save()
    for days_ago, timing in [(4, "on_time"), (1, "late")]:
        client = staff.client_of("cora")
        begun(client, staff, days_ago=days_ago)
        assert keyed(client, staff, words=f"{days_ago} days ago").status_code == 302
        assert Response.objects.latest("id").timing == timing


@pytest.mark.parametrize(
    ("details", "told"),
    [
        ({"days_ago": -1}, "must not lie in the future"),
        ({"days_ago": 30}, "The exercise opened on"),
        ({"received_on_day": "31", "received_on_month": "2"}, "Enter a real date"),
        ({"received_on_year": ""}, "The date must include a year"),
        ({"received_time": "25:99"}, "Enter a time"),
        ({"channel": "online"}, "Select a valid choice"),
        ({"channel": "pigeon"}, "Select a valid choice"),
    ],
)
def test_an_impossible_arrival_is_refused_and_what_was_typed_stays(staff, details, told):
    days_ago = details.pop("days_ago", 1)
    answer = staff.client_of("cora").post(
        url(staff, "key_in_new"), {**said(days_ago=days_ago), "place": "Village hall", **details}
    )
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert "Village hall" in answer.content.decode()
    assert not Draft.objects.exists()


def test_times_are_london_times_on_both_sides_of_the_clock_change(staff):
    made = staff.exercise
    made.opens_at = dt.datetime(2021, 1, 1, tzinfo=dt.UTC)
    made.save()
    for month, hour in [("1", 14), ("7", 13)]:
        client = staff.client_of("cora")
        details = said("email", time="2:30pm") | {
            "received_on_month": month,
            "received_on_day": "5",
            "received_on_year": "2021",
        }
        assert client.post(url(staff, "key_in_new"), details).status_code == 302
        at = dt.datetime.fromisoformat(Draft.objects.latest("id").intake["received_at"])
        assert (at.utcoffset(), at.hour, at.minute) == (dt.timedelta(0), hour, 30)


def test_a_colleague_goes_on_with_what_was_begun_and_nobody_else_can(staff):
    draft = begun(staff.client_of("cora"), staff, files=[upload()])
    expected = {"carl": 302, "anil": 403, "stella": 403, "ada": 403, "otto": 404, "stranger": 302}
    for person, status in expected.items():
        client = staff.client_of(person)
        assert client.post(url(staff, "go_on", draft.pk)).status_code == status
        assert client.get(url(staff, "arrival", draft.pk)).status_code == (200 if person == "carl" else status)
        opens = client.get(public(staff, "tasks")).status_code == 200
        assert opens == (person == "carl")
    carl = staff.client_of("carl")
    carl.post(url(staff, "go_on", draft.pk))
    keyed(carl, staff)
    assert Response.objects.get().entered_by == staff.carl


def test_a_stolen_link_to_a_keyed_draft_opens_nothing_for_an_outsider(staff):
    draft = begun(staff.client_of("cora"), staff)
    token = access.mint_link(draft)
    for person, status in {"stranger": 302, "otto": 404, "anil": 403}.items():
        client = staff.client_of(person)
        client.cookies[access.COOKIE] = token
        answer = client.get(public(staff, "tasks"))
        assert answer.status_code == status
        assert b"Keying in" not in answer.content


def test_an_arrival_is_put_right_before_it_is_sent_and_fixed_afterwards(staff):
    client = staff.client_of("cora")
    draft = begun(client, staff, channel="email", time="14:30", files=[upload()])
    page = client.get(url(staff, "arrival", draft.pk)).content.decode()
    assert 'value="14:30"' in page
    assert hashlib.sha256(LETTER).hexdigest() in page
    changed = said("letter", days_ago=2, files=[upload(b"second page", "second.txt")])
    assert client.post(url(staff, "arrival", draft.pk), changed).status_code == 302
    draft.refresh_from_db()
    assert draft.intake["channel"] == "letter"
    assert [file["name"] for file in draft.intake["files"]] == ["letter.pdf", "second.txt"]
    keyed(client, staff)
    assert client.post(url(staff, "arrival", draft.pk), said("email")).status_code == 409
    assert Response.objects.get().originals.count() == 2


def test_sending_twice_gives_one_response_with_its_files(staff):
    client = staff.client_of("cora")
    draft = begun(client, staff, files=[upload()])
    keyed(client, staff)
    assert client.post(public(staff, "submit"), {"key": draft.submission_key}).status_code == 302
    assert Response.objects.count() == Original.objects.filter(response__isnull=False).count() == 1


def test_a_response_is_written_with_its_files_or_not_at_all(staff, monkeypatch):
    client = staff.client_of("cora")
    draft = begun(client, staff, channel="meeting", files=[upload()], meeting_name="Forum")
    monkeypatch.setattr(MeetingAttendance.objects, "bulk_create", lambda rows: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        keyed(client, staff)
    draft.refresh_from_db()
    assert draft.is_open
    assert not Response.objects.exists()


def test_what_staff_key_in_is_not_counted_as_a_draft_of_the_public(staff):
    begun(staff.client_of("cora"), staff)
    assert "answers have been begun" in staff.client_of("anil").get(url(staff, "queue")).content.decode()
    assert "1 answer has been begun" not in staff.client_of("anil").get(url(staff, "queue")).content.decode()


def test_a_public_draft_never_passes_for_a_meeting(staff):
    client = staff.client_of("stranger")
    client.post(public(staff, "begin"))
    client.post(public(staff, "who"), {"kind": "meeting"})
    assert Draft.objects.get().who.get("kind") != "meeting"
    client.post(public(staff, "about"), {"kind": "meeting"})
    assert Draft.objects.get().who.get("kind") != "meeting"


def test_a_draft_without_an_arrival_is_refused_by_its_key(staff):
    draft = begun(staff.client_of("cora"), staff)
    with pytest.raises(sending.NotReady):
        sending.submit(draft, key=uuid.uuid4(), arrival=sending.Arrival(received_at=clock.now()))


def test_what_is_said_on_the_telephone_is_keyed_in(staff):
    client = staff.client_of("cora")
    begun(client, staff, channel="telephone", time="00:00")
    assert keyed(client, staff, words="I called to say: keep it local").status_code == 302
    sent = Response.objects.get()
    assert (sent.channel, sent.get_channel_display(), sent.entered_by) == ("telephone", "Telephone", staff.cora)
