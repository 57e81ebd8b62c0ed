"""A note becomes points, each about a question and made by somebody; answers and points cannot differ."""

import io
import re

import pytest
from django.db import IntegrityError, transaction
from docx import Document

from analysis import dashboard
from engagement import editions
from responses.drafts import saving
from responses.drafts.models import Draft, DraftAnswer
from responses.intake import keying
from responses.intake.meetings import points, reads
from responses.intake.meetings.models import DraftPoint, Point
from responses.intake.meetings.points import Noted
from responses.intake.models import MeetingAttendance, Original
from responses.moderation import redaction
from responses.submission import sending
from responses.submission.models import Answer, Response
from responses.survey import survey_of
from tests.responses.intake.steps import begun, noted, public, upload, url
from tests.responses.visiting import words_in

pytestmark = pytest.mark.django_db
MEETING = {"channel": "meeting", "meeting_name": "Patient forum", "attending": "Patient group, 14\nParish council, 2"}
NOTE = "- Buses are rare\n- Parking is dear\n\nThe chair thanked everybody."


def items(staff):
    survey = survey_of(staff.exercise.edition_id)
    return [box.item.id for box in survey.boxes.values() if points.takes_points(box)]


def texts(draft):
    return [point.text for point in points.of(draft)]


def page_of(client, staff, draft):
    return client.get(url(staff, "points", draft.pk)).content.decode()


def test_a_note_is_split_tied_to_questions_and_recorded_as_points(staff):
    client = staff.client_of("cora")
    draft = begun(client, staff, **MEETING)
    assert client.post(url(staff, "split", draft.pk), {"note": NOTE}).status_code == 302
    assert texts(draft) == [
        "Buses are rare",
        "Parking is dear",
        "The chair thanked everybody.",
    ]
    with Original.objects.get(draft=draft).file.open("rb") as kept:
        assert kept.read().decode() == NOTE  # as it was pasted
    first = items(staff)[0]
    answer = noted(
        client, staff, draft,
        [
            {"text": "Buses are rare", "about": str(first), "by": "Patient group"},
            {"text": "Parking is dear,\r\nand far", "about": str(first)},
            {"text": "The chair thanked everybody.", "about": "none"},
        ],
    )  # fmt: skip
    assert answer["Location"] == public(staff, "check")
    assert "Buses are rare" in client.get(public(staff, "check")).content.decode()
    draft.refresh_from_db()
    client.post(public(staff, "submit"), {"key": draft.submission_key})
    sent = Response.objects.get()
    assert [(one.text, one.item_id) for one in sent.answers.all()] == [
        ("Buses are rare\n\nParking is dear,\nand far", first)
    ]
    views = reads.points_of(sent)
    assert [(view.text, view.by) for view in views] == [
        ("Buses are rare", "Patient group"), ("Parking is dear,\nand far", "The meeting"),
    ]  # fmt: skip
    assert [(one.organisation, one.number) for one in MeetingAttendance.objects.all()] == [
        ("Patient group", 14), ("Parish council", 2),
    ]  # fmt: skip
    assert not DraftPoint.objects.exists()
    assert reads.counted(staff.exercise) == 2


def test_points_are_no_respondents_and_are_counted_on_the_dashboard(staff):
    client = staff.client_of("cora")
    draft = begun(client, staff, **MEETING)
    noted(client, staff, draft, ["Buses are rare", "Parking is dear"])
    draft.refresh_from_db()
    client.post(public(staff, "submit"), {"key": draft.submission_key})
    shown = dashboard.of(staff.exercise, editions.of(staff.exercise))
    row = shown.channels[0]
    assert (row.organisations, row.individuals, row.meetings, shown.points) == (0, 0, 1, 2)


@pytest.mark.parametrize("name", ["the note.docx", "the note.txt"])
def test_the_file_of_a_note_is_split_as_it_is(staff, name):
    client = staff.client_of("cora")
    document = Document()
    for line in ("Buses are rare", "Parking is dear"):
        document.add_paragraph(line)
    made = io.BytesIO()
    document.save(made)
    content = made.getvalue() if name.endswith("docx") else b"* Buses are rare\n* Parking is dear\n"
    draft = begun(client, staff, files=[upload(content, name)], **MEETING)
    assert f"Split <bdi>{name}</bdi> into points" in page_of(client, staff, draft)
    client.post(url(staff, "split", draft.pk), {"original": Original.objects.get().pk})
    assert texts(draft) == ["Buses are rare", "Parking is dear"]


def test_points_are_merged_split_emptied_and_added(staff):
    client = staff.client_of("cora")
    draft = begun(client, staff, **MEETING)
    client.post(url(staff, "split", draft.pk), {"note": "One\n\nand its end\n\nTwo\nThree\n\nNothing"})
    rows = [
        {"text": "One"}, {"text": "and its end", "merge": "on"}, {"text": "Two\r\nThree", "split": "on"},
        {"text": " "}, {"text": "Forgotten"},
    ]  # fmt: skip
    noted(client, staff, draft, rows, press="save")
    assert texts(draft) == ["One\nand its end", "Two", "Three", "Forgotten"]


def test_a_point_that_is_not_settled_keeps_the_note_from_being_recorded(staff):
    client = staff.client_of("cora")
    draft = begun(client, staff, **MEETING)
    answer = noted(client, staff, draft, [{"text": "Buses", "about": str(items(staff)[0])}, {"text": "Parking"}])
    assert answer["Location"].endswith("?from=0#id_p1-about")
    assert "Point 2 is not settled" in words_in(client.get(url(staff, "points", draft.pk)).content.decode())
    draft.refresh_from_db()
    refused = client.post(public(staff, "submit"), {"key": draft.submission_key})
    assert refused.status_code == 422
    assert "1 of the note" in words_in(refused.content.decode())
    assert not Response.objects.exists()


def test_who_made_a_point_is_one_of_who_attended(staff):
    client = staff.client_of("cora")
    draft = begun(client, staff, **MEETING)
    answer = noted(client, staff, draft, [{"text": "Buses", "by": "The Mayor"}], press="save")
    assert answer.status_code == 422
    assert "Buses" in answer.content.decode()
    assert points.of(draft) == []


def test_a_colleague_s_points_are_not_written_over(staff):
    client = staff.client_of("cora")
    draft = begun(client, staff, **MEETING)
    survey = survey_of(draft.edition_id)
    seen = Draft.objects.get(pk=draft.pk).revision
    points.save(draft, [Noted("Theirs", items(staff)[0])], seen=seen, survey=survey)
    refused = noted(client, staff, draft, ["Mine"], seen=str(seen))
    assert refused.status_code == 409
    shown = refused.content.decode()
    assert "A colleague has changed this note" in shown
    assert "Mine" in shown
    assert texts(draft) == ["Theirs"]
    assert DraftAnswer.objects.get(draft=draft).raw == "Theirs"


def test_without_the_revision_the_colleague_s_points_would_be_gone(staff, monkeypatch):
    client = staff.client_of("cora")
    draft = begun(client, staff, **MEETING)
    seen = Draft.objects.get(pk=draft.pk).revision
    survey = survey_of(draft.edition_id)
    points.save(draft, [Noted("Theirs", items(staff)[0])], seen=seen, survey=survey)
    now = Draft.objects.get(pk=draft.pk).revision  # what a page would send that does not say what it was made from
    points.save(draft, [Noted("Mine", items(staff)[0])], seen=now, survey=survey)
    assert texts(draft) == ["Mine"]


def test_points_that_a_colleague_saves_while_a_note_is_uploaded_stay(staff, monkeypatch):
    client = staff.client_of("cora")
    draft = begun(client, staff, **MEETING)
    add_files = keying.add_files

    def after_a_colleague(*given, **more):
        there = Draft.objects.get(pk=draft.pk)
        points.save(there, [Noted("Theirs")], seen=there.revision, survey=survey_of(draft.edition_id))
        return add_files(*given, **more)

    monkeypatch.setattr(keying, "add_files", after_a_colleague)
    client.post(url(staff, "split", draft.pk), {"note": NOTE})
    assert texts(draft) == ["Theirs", "Buses are rare", "Parking is dear", "The chair thanked everybody."]


def test_more_than_an_answer_holds_is_refused_in_words(staff, settings):
    settings.ANSWER_MAX_LENGTH = 30
    client = staff.client_of("cora")
    draft = begun(client, staff, **MEETING)
    refused = noted(client, staff, draft, ["x" * 20, "y" * 20], press="save")
    assert refused.status_code == 409
    assert "longer than an answer can be" in words_in(refused.content.decode())


def test_a_long_note_comes_in_pages_and_each_is_saved_by_itself(staff):
    client = staff.client_of("cora")
    draft = begun(client, staff, **MEETING)
    client.post(url(staff, "split", draft.pk), {"note": "\n\n".join(f"Point {number}" for number in range(100))})
    page = client.get(url(staff, "points", draft.pk) + "?from=80").content.decode()
    assert page.count('name="p') > 60
    assert "Point 99" in page
    assert "Point 79<" not in page
    seen = re.search(r'name="seen" value="(\d+)"', page)[1]
    posted = {f"p{number}-text": f"Late {number}" for number in range(20)}
    client.post(url(staff, "points", draft.pk) + "?from=80", {"seen": seen, "shown": "20", "save": "1", **posted})
    found = texts(draft)
    assert found[79:82] == ["Point 79", "Late 0", "Late 1"]
    assert len(found) == 100


def test_what_was_keyed_in_before_it_was_a_meeting_has_a_point_for_each_paragraph(staff):
    client = staff.client_of("cora")
    draft = begun(client, staff)
    first = items(staff)[0]
    saving.save_boxes(draft, {first: "Buses\n\n  Parking "}, {})
    draft.refresh_from_db()
    said = keying.typed(draft) | {"channel": "meeting", "meeting_name": "Forum", "may_publish": False}
    keying.amend(draft, by=staff.cora, said={**said, "received_at": draft.created_at, "attending": []})
    assert points.of(draft) == [Noted("Buses", first), Noted("Parking", first)]
    sent = sending.submit(draft, key=draft.submission_key, arrival=keying.arrival(draft, by=staff.cora))
    assert [view.text for view in reads.points_of(sent)] == ["Buses", "Parking"]


def test_what_is_redacted_of_an_answer_is_so_of_its_points(staff):
    client = staff.client_of("cora")
    draft = begun(client, staff, **MEETING)
    noted(client, staff, draft, ["Buses are rare", "My neighbour Miss X is ill"])
    draft.refresh_from_db()
    client.post(public(staff, "submit"), {"key": draft.submission_key})
    sent, answer = Response.objects.get(), Answer.objects.get()
    marked = answer.text.replace("Miss X", "[[Miss X]]")
    redaction.redact(answer, marked, by=staff.cora, reason="personal_data", version=sent.version, note="A name")
    assert [view.in_public for view in reads.points_of(sent)] == ["Buses are rare", "My neighbour [redacted] is ill"]


def test_a_point_is_never_empty(staff):
    client = staff.client_of("cora")
    draft = begun(client, staff, **MEETING)
    noted(client, staff, draft, ["Buses"])
    draft.refresh_from_db()
    client.post(public(staff, "submit"), {"key": draft.submission_key})
    point = Point.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Point.objects.filter(pk=point.pk).update(start=point.end)
