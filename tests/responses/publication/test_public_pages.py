"""What everybody may read of the responses, and that it is gone the moment it may not be read any more."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from common import clock
from engagement import lifecycle
from engagement.models import Exercise
from responses.intake.models import Meeting
from responses.moderation import author, moderation, redaction
from responses.publication import listing, numbers, publishing, words
from responses.submission.models import Response
from tests import factories

SECRET = "Brambleworth"


def accepted(exercise: Exercise, by: User, said: str = "More nurses.", **who: Any) -> Response:
    response = factories.sent(exercise, {"tasks-words": said}, **who)
    moderation.accept(response.pk, version=0, by=by)
    response.refresh_from_db()
    return response


def council(exercise: Exercise, by: User, said: str = "More beds.", **who: Any) -> Response:
    return accepted(exercise, by, said, **{**factories.COUNCIL, **who})


def address(exercise: Exercise, response: Response | None = None, name: str = "") -> str:
    if response is None:
        return reverse(f"published:{name or 'list'}", args=[exercise.slug])
    numbers.give(exercise)
    number = Response.objects.get(pk=response.pk).public_number.number
    return reverse(f"published:{name or 'response'}", args=[exercise.slug, number])


def read(url: str, status: int = 200, **headers: str) -> str:
    answer = Client(headers=headers).get(url)
    assert answer.status_code == status, url
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


def test_nothing_is_published_unless_somebody_decides_so(exercise: Exercise, cora: User):
    council(exercise, cora)
    read(address(exercise), 404)
    assert numbers.give_all() == 0
    assert "Published responses" not in read(reverse("engagement:exercise", args=[exercise.slug]))


def test_after_the_close_means_after_grace_and_the_front_page_leads_there(exercise: Exercise, cora: User):
    publishing.choose(exercise, when="after", seen="never", by=cora, reason="Agreed.")
    front = reverse("engagement:exercise", args=[exercise.slug])
    council(exercise, cora)
    numbers.give_all()
    for moment, status in ((clock.now(), 404), (exercise.closes_at, 404), (exercise.grace_ends_at, 200)):
        with clock.held(moment):
            assert ("Northshire Council" in read(address(exercise), status)) == (status == 200)
            assert (address(exercise) in read(front)) == (status == 200)


def test_only_what_may_be_read_is_there_by_name_where_there_is_one(rolling: Exercise, cora: User):
    shown = [
        council(rolling, cora),
        accepted(rolling, cora, "My mother waits.", may_publish="on"),
        council(rolling, cora, organisation_name="Friends of the Ward"),
    ]
    hidden = [
        accepted(rolling, cora, "Not for everybody."),
        council(rolling, cora, organisation_name="Shy Trust", confidentiality_reason="We share a landlord."),
        factories.sent(rolling, **factories.COUNCIL | {"organisation_name": "Unread Trust"}),
    ]
    moderation.confirm_organisation(shown[0].pk, version=1, by=cora, note="Rang them.")
    numbers.give_all()
    assert all(hasattr(Response.objects.get(pk=one.pk), "public_number") for one in shown)
    assert not any(hasattr(Response.objects.get(pk=one.pk), "public_number") for one in hidden)
    page = read(address(rolling))
    assert "Northshire Council" in page
    assert "My mother waits." in page
    for absent in ("Not for everybody", "Shy Trust", "Unread Trust", shown[0].reference):
        assert absent not in page
    assert "Unconfirmed" not in read(address(rolling, shown[0]))
    assert "Unconfirmed" in read(address(rolling, shown[2]))
    individual = Client().get(address(rolling, shown[1]))
    assert "noindex" in individual.headers["X-Robots-Tag"]
    assert "X-Robots-Tag" not in Client().get(address(rolling, shown[0])).headers


def test_meetings_stand_as_points_and_late_ones_are_marked(rolling: Exercise, cora: User):
    draft = factories.draft(rolling, {"tasks-words": "Buses."}, who={"kind": "meeting", "may_publish": True})
    response = factories.send(draft, channel="meeting", entered_by=cora)
    Meeting.objects.create(response=response, name="Patient forum")
    moderation.accept(response.pk, version=0, by=cora)
    Response.objects.filter(pk=response.pk).update(timing="late")
    page = read(address(rolling, response))
    for told in (
        "Patient forum",
        "Points from a meeting",
        "Received late",
        "They count as points, not as respondents",
    ):
        assert told in page


def test_hidden_words_are_nowhere_and_search_does_not_find_them(rolling: Exercise, cora: User):
    response = council(rolling, cora, f"Ask {SECRET} about beds.")
    marked = f"Ask [[{SECRET}]] about beds."
    redaction.redact(response.answers.get(), marked, by=cora, reason="personal_data", version=1)
    url, every = address(rolling, response), address(rolling)
    for page in (read(url), read(every), read(f"{url}response.csv"), read(address(rolling, name="download"))):
        assert SECRET not in page
        assert "[redacted]" in page
    assert "Nothing found" in read(f"{every}?search={SECRET}")
    assert "Northshire Council" in read(f"{every}?search=ABOUT+beds")


def test_nobody_is_found_by_what_is_kept_back_of_them(rolling: Exercise, cora: User, monkeypatch):
    accepted(rolling, cora, "Wards, please.", may_publish="on")
    council(rolling, cora, "Wards for all.")
    numbers.give_all()
    every = address(rolling)
    for narrowed in (f"{every}?question=1", f"{every}?search=wards"):
        assert "An individual" in read(narrowed)
        with monkeypatch.context() as patch:
            patch.setattr(words, "revealing_items", lambda content: frozenset(content.items))
            found = read(narrowed)
            assert "An individual" not in found
            assert "Northshire Council" in found


def test_what_is_withdrawn_is_gone_at_once_from_everywhere(rolling: Exercise, cora: User):
    response, other = council(rolling, cora, "Beds for all."), council(rolling, cora, organisation_name="Other Trust")
    url, every = address(rolling, response), address(rolling)
    before = Client().get(url)
    seen = Client().get(every)
    assert Client(headers={"if-none-match": before.headers["ETag"]}).get(url).status_code == 304
    assert Client(headers={"if-none-match": seen.headers["ETag"]}).get(every).status_code == 304
    since = {"if-modified-since": before.headers["Last-Modified"]}
    author.change_consent(response, may_publish=False, why="We were asked not to.")
    with clock.held(clock.now() + (clock.now() - rolling.opens_at) / 1000):
        gone = Client(headers={"if-none-match": before.headers["ETag"], **since}).get(url)
        assert (gone.status_code, gone.headers["Cache-Control"]) == (410, "no-store")
        assert "Beds for all" not in gone.content.decode()
        assert "is no longer published" in gone.content.decode()
        read(f"{url}response.csv", 410)
        again = Client(headers={"if-none-match": seen.headers["ETag"]}).get(every)
        assert again.status_code == 200
        for page in (again.content.decode(), read(address(rolling, name="download")), read(f"{every}?search=Beds")):
            assert "Beds for all" not in page
    # With the permission back it has the number that it had.
    response.refresh_from_db()
    author.change_consent(response, may_publish=True)
    assert numbers.give_all() == 0
    assert "Beds for all" in read(url)
    author.withdraw(Response.objects.get(pk=response.pk))
    read(url, 410)
    author.withdraw(Response.objects.get(pk=other.pk))
    assert "No response is published yet" in read(every)


def test_the_list_is_filtered_and_paged_and_costs_the_same_however_long_it_is(rolling: Exercise, cora: User):
    first = council(rolling, cora, "Beds.")
    accepted(rolling, cora, "Wards.", may_publish="on")
    numbers.give_all()
    every = address(rolling)
    assert "Beds." not in read(f"{every}?kind=individual")
    assert "Wards." not in read(f"{every}?kind=organisation")
    assert "Beds." in read(f"{every}?question=1")
    assert "Nothing found" in read(f"{every}?question=2")
    number = Response.objects.get(pk=first.pk).public_number.number
    assert "Beds." in read(f"{every}?search={number}")
    assert "Beds." in read(f"{every}?search=northshire+council")
    assert "Beds." in read(f"{every}?kind=nonsense&after=x&before=-1")

    def asked(url: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(url).status_code == 200
        return len(queries)

    accepted(rolling, cora, "So that the page is made anew.", may_publish="on")
    numbers.give_all()
    few = asked(every)
    for at in range(listing.PAGE + 5):
        accepted(rolling, cora, f"Words {at}.", may_publish="on")
    numbers.give_all()
    assert asked(every) == few
    found: list[str] = []
    url, pages = every, 0
    while url:
        page = listing_of(url)
        found += page["who"]
        url, pages = page["next"], pages + 1
    assert (len(found), len(set(found)), pages) == (listing.PAGE + 8, listing.PAGE + 8, 2)
    back = listing_of(every + page["previous"])
    assert back["who"] == found[: listing.PAGE]


def listing_of(url: str) -> dict[str, Any]:
    """Return the numbers on a page of the list, and where its links lead."""
    page = Client().get(url).content.decode()
    who = [part.split("</span>")[0] for part in page.split('app-published__number">Response ')[1:]]
    links = {rel: page.split('rel="')[0] for rel in ("next", "prev")}
    for rel in links:
        before, found, _ = page.partition(f'rel="{rel}"')
        href = before.rpartition('href="')[2].split('"')[0] if found else ""
        links[rel] = href.replace("&amp;", "&")
    base = url.split("?")[0]
    return {"who": who, "next": base + links["next"] if links["next"] else "", "previous": links["prev"]}


@pytest.mark.parametrize("words", ["=1+1", "@SUM(A1)", "+44 20", "\t=2"])
def test_the_download_holds_no_formula(rolling: Exercise, cora: User, words: str):
    council(rolling, cora, words, organisation_name="=Trust")
    numbers.give_all()
    rows = list(csv.DictReader(io.StringIO(read(address(rolling, name="download")).removeprefix("\ufeff"))))
    assert rows[0]["name"] == "'=Trust"
    assert rows[0]["answer"].startswith("'")
    assert rows[0]["received"]


def test_downloads_are_limited_by_the_network_they_are_asked_from(rolling: Exercise, cora: User, monkeypatch):
    monkeypatch.setattr("responses.publication.views.DOWNLOADS", 2)
    statuses = [Client().get(address(rolling, name="download")).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]


def test_searches_are_limited_by_the_network_they_are_asked_from_and_reading_is_not(
    rolling: Exercise, cora: User, monkeypatch
):
    monkeypatch.setattr("responses.publication.views.SEARCHES", 2)
    answers = [Client().get(f"{address(rolling)}?search=buses{number}") for number in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "Very many searches" in answers[2].content.decode()
    assert "no-store" in answers[2]["Cache-Control"]
    assert Client().get(address(rolling)).status_code == 200
    assert Client(REMOTE_ADDR="192.0.2.7").get(f"{address(rolling)}?search=buses").status_code == 200


def test_an_extended_close_takes_published_responses_back(exercise: Exercise, cora: User):
    publishing.choose(exercise, when="after", seen="never", by=cora, reason="Agreed.")
    with clock.held(exercise.grace_ends_at):
        read(address(exercise))
        moved = exercise.grace_ends_at + 10 * exercise.grace
        lifecycle.move_close(exercise, closes_at=moved, by=cora, reason="A week of snow.")
        read(address(exercise), 404)
