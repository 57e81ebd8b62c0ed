import pytest
from django.urls import reverse
from django.utils import timezone

from responses.intake.models import Meeting
from responses.moderation import queue
from responses.submission.models import Response
from tests.responses.moderation import making
from tests.responses.visiting import words_in

pytestmark = pytest.mark.django_db


def listed(staff, person="cora", **query):
    page = (
        staff.client_of(person)
        .get(reverse("responses_staff:queue", args=[staff.exercise.slug]), query)
        .content.decode()
    )
    return [reference for reference in Response.objects.values_list("reference", flat=True) if f"/{reference}/" in page]


def test_each_filter_lists_what_it_says(staff):
    made = staff.exercise
    plain = making.response(made, "plain words")
    council = making.response(
        made,
        pick="this",
        kind="organisation",
        organisation_name="Northshire Council",
        channel="email",
        entered_by=staff.cora,
        timing="late",
    )
    machine = making.response(made, "Fast", suspicion=["It was sent 2 seconds after it was begun."])
    gone = making.response(made, "gone", withdrawn_at=timezone.now())
    for query, found in [
        ({}, [plain, council, machine]),
        ({"standing": "all"}, [plain, council, machine]),
        ({"standing": "withdrawn"}, [gone]),
        ({"standing": "nonsense"}, [plain, council, machine]),
        ({"channel": "email"}, [council]),
        ({"kind": "individual"}, [plain, machine]),
        ({"timing": "late"}, [council]),
        ({"suspicion": "yes"}, [machine]),
        ({"suspicion": "no"}, [plain, council]),
        ({"confirmed": "no"}, [council]),
        ({"confirmed": "yes"}, []),
        ({"words": "no"}, [council]),
        ({"part": str(making.item(made, "pick").part_id)}, [council]),
        ({"part": "9999999"}, [plain, council, machine]),
        ({"search": "NORTHSHIRE"}, [council]),
        ({"search": "plain"}, [plain]),
        ({"search": f"{machine.reference[:4].lower()} {machine.reference[4:]}"}, [machine]),
        ({"search": "nowhere"}, []),
        ({"after": "x", "before": "9-9-9"}, [plain, council, machine]),
    ]:
        assert sorted(listed(staff, **query)) == sorted(each.reference for each in found), query


def test_pages_go_forward_and_back_without_losing_or_repeating_a_response(staff, monkeypatch):
    monkeypatch.setattr(queue, "PAGE", 3)
    same_moment = timezone.now()
    sent = [making.response(staff.exercise, pick="this", received_at=same_moment) for _ in range(8)]
    for newest_first, expected in [(False, sent), (True, sent[::-1])]:
        filters = queue.Filters(newest_first=newest_first)
        page = queue.page(staff.exercise, filters, user=staff.cora, size=3)
        seen = list(page.rows)
        assert page.before == ""
        while page.after:
            last, page = page, queue.page(staff.exercise, filters, user=staff.cora, size=3, after=page.after)
            back = queue.page(staff.exercise, filters, user=staff.cora, size=3, before=page.before)
            assert back.rows == last.rows
            seen += page.rows
        assert seen == expected


def test_a_search_looks_through_so_many_at_a_time_and_offers_to_go_on(staff, monkeypatch):
    monkeypatch.setattr(queue, "SEARCH_WINDOW", 3)
    sent = [making.response(staff.exercise, f"words {number}") for number in range(8)]
    filters, found, after, rounds = queue.Filters(search="words 7"), [], "", 0
    while True:
        page = queue.page(staff.exercise, filters, user=staff.cora, after=after)
        found += page.rows
        after, rounds = page.after, rounds + 1
        if not after:
            break
    assert found == [sent[7]]
    assert rounds == 3


def page_of(staff, **query):
    address = reverse("responses_staff:queue", args=[staff.exercise.slug])
    return staff.client_of("cora").get(address, query).content.decode()


@pytest.mark.parametrize("standing", ["accepted", "held", "leaving_out", "left_out", "withdrawn", "replaced"])
@pytest.mark.parametrize("query", [{}, {"standing": "held", "channel": "letter"}], ids=["at first", "filtered"])
def test_a_whole_reference_finds_its_response_however_it_stands(staff, standing, query):
    columns = {
        "withdrawn": {"withdrawn_at": timezone.now()},
        "replaced": {"superseded_at": timezone.now()},
    }.get(standing, {"standing": standing})
    sent = making.response(staff.exercise, "words", **columns)
    typed = f"{sent.reference[:4].lower()}-{sent.reference[4:]}"
    assert listed(staff, search=typed, **query) == [sent.reference]
    assert 'data-label="Standing"' in page_of(staff, search=typed, **query)


def test_a_reference_of_another_exercise_is_not_found(staff):
    sent = making.response(making.exercise(slug="elsewhere"), "words")
    assert listed(staff, search=sent.reference) == []


def test_a_search_tells_of_what_it_finds_under_other_standings_and_leads_there(staff):
    waiting = making.response(staff.exercise, "more buses")
    others = [making.response(staff.exercise, "buses", standing=standing) for standing in ("accepted", "held")]
    making.response(staff.exercise, "buses", withdrawn_at=timezone.now())
    making.response(staff.exercise, "trains", standing="accepted")
    assert listed(staff, search="buses") == [waiting.reference]
    page = page_of(staff, search="buses", channel="online")
    assert "2 more under other standings" in words_in(page)
    assert 'href="?search=buses&amp;channel=online&amp;standing=all"' in page
    found = listed(staff, search="buses", channel="online", standing="all")
    assert sorted(found) == sorted(each.reference for each in [waiting, *others])
    everywhere = page_of(staff, search="buses", standing="all")
    assert everywhere.count('data-label="Standing"') == 3
    assert "under other standings" not in words_in(everywhere)


def test_where_not_all_was_searched_the_number_is_a_least(staff, monkeypatch):
    monkeypatch.setattr(queue, "SEARCH_WINDOW", 2)
    for _ in range(3):
        making.response(staff.exercise, "buses", standing="accepted")
    assert "At least 2 more under other standings" in words_in(page_of(staff, search="buses"))


def test_a_meeting_is_listed_and_found_by_its_name(staff):
    sent = making.response(staff.exercise, "Points", kind="meeting", channel="meeting", entered_by=staff.cora)
    Meeting.objects.create(response=sent, name="Patient forum <Wells>")
    making.response(staff.exercise, "words")
    for address in (
        f"/staff/{staff.exercise.slug}/queue/",
        f"/staff/{staff.exercise.slug}/responses/{sent.reference}/",
    ):
        assert "Patient forum &lt;Wells&gt;" in staff.client_of("cora").get(address).content.decode()
    assert listed(staff, search="patient FORUM") == [sent.reference]


def test_a_big_number_is_said_as_more_than(staff, monkeypatch):
    monkeypatch.setattr(queue, "COUNT_LIMIT", 2)
    for _ in range(4):
        making.response(staff.exercise, pick="this")
    assert (
        "more than 2"
        in staff.client_of("cora").get(reverse("responses_staff:queue", args=[staff.exercise.slug])).content.decode()
    )
