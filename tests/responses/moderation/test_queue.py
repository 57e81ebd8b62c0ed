import pytest
from django.urls import reverse
from django.utils import timezone

from responses.moderation import queue
from responses.submission.models import Response
from tests.responses.moderation import making

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


def test_a_big_number_is_said_as_more_than(staff, monkeypatch):
    monkeypatch.setattr(queue, "COUNT_LIMIT", 2)
    for _ in range(4):
        making.response(staff.exercise, pick="this")
    assert (
        "more than 2"
        in staff.client_of("cora").get(reverse("responses_staff:queue", args=[staff.exercise.slug])).content.decode()
    )
