"""Every public page: in each phase, light, without a cookie, answered with 304 where the reader has it."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from engagement import lifecycle
from engagement.models import Exercise
from tests.engagement.support import at, pages_of

pytestmark = pytest.mark.usefixtures("held")


Hold = Callable[[str], None]


HOME = "/exercises/norfolk-waveney-2021/"


BEFORE, DURING, AFTER = "2021-05-01 12:00", "2021-06-01 12:00", "2021-09-01 12:00"


@pytest.mark.parametrize("moment", [BEFORE, DURING, AFTER])
def test_every_page_is_there_before_during_and_after(
    norfolk: Exercise, reader: Client, held: Hold, moment: str
) -> None:
    held(moment)
    for page in pages_of(norfolk):
        response = reader.get(page)
        html = response.content.decode()
        assert response.status_code == 200, page
        assert html.count("<h1") == 1, page
        assert not response.cookies, page
        assert "csrfmiddlewaretoken" not in html
        assert "style=" not in html
        assert "<script>" not in html
        ids = re.findall(r' id="([^"]+)"', html)
        assert len(ids) == len(set(ids)), page
        for fragment in re.findall(r'href="#([^"]+)"', html):
            assert fragment in ids, (page, fragment)


def test_every_page_is_light_and_costs_one_query_or_three_when_it_is_made(norfolk: Exercise, reader: Client) -> None:
    for page in pages_of(norfolk):  # editions and geography are compiled once a process
        reader.get(page)
    for page in pages_of(norfolk):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = reader.get(page)
        assert len(queries) <= 1, page
        limit = 60_000 if page.endswith("/print/") else 15_000
        assert len(gzip.compress(response.content, 6)) <= limit, page
    lifecycle.post_notice(norfolk, text="New", by=None, reason="So that the page is made anew")
    with CaptureQueriesContext(connection) as queries:
        reader.get(HOME)
    assert len(queries) <= 3, "The exercise, its notices, and whether its responses are published"


def test_pages_come_compressed_to_who_can_take_it(norfolk: Exercise, reader: Client) -> None:
    plain = reader.get(HOME)
    packed = reader.get(HOME, headers={"accept-encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert "Content-Encoding" not in plain.headers
    assert {packed.headers["Vary"], plain.headers["Vary"]} == {"Accept-Encoding"}


def test_a_reader_who_has_the_page_gets_304_without_a_body(norfolk: Exercise, reader: Client) -> None:
    for page in pages_of(norfolk):
        first = reader.get(page)
        etag, modified = first.headers["ETag"], first.headers["Last-Modified"]
        by_tag = reader.get(page, headers={"if-none-match": f'"other", {etag}'})
        by_date = reader.get(page, headers={"if-modified-since": modified})
        for answer in (by_tag, by_date):
            assert (answer.status_code, answer.content) == (304, b"")
            assert answer.headers["ETag"] == etag
            assert not answer.cookies
        other = reader.get(page, headers={"if-none-match": '"other"', "if-modified-since": modified})
        assert other.status_code == 200


def tag(reader: Client, page: str = HOME) -> str:
    return reader.get(page).headers["ETag"]


def test_a_page_is_new_after_every_act_and_every_boundary(norfolk: Exercise, reader: Client, held: Hold) -> None:
    seen = [tag(reader)]
    lifecycle.post_notice(norfolk, text="A notice", by=None, reason="To tell")
    seen.append(tag(reader))
    lifecycle.move_close(norfolk, closes_at=at("2021-06-14 15:00"), by=None, reason="A day more")
    seen.append(tag(reader))
    for moment in (
        "2021-06-14 14:59:59",
        "2021-06-14 15:00:00",
        "2021-06-15 15:00:00",
        "2021-06-16 09:00",
        "2021-08-01",
    ):
        held(moment)
        seen.append(tag(reader))
    assert len(set(seen)) == len(seen)
    assert tag(reader) == seen[-1]


def test_by_date_too_a_boundary_that_has_passed_makes_the_page_new(
    norfolk: Exercise, reader: Client, held: Hold
) -> None:
    held("2021-06-13 23:59:59")
    modified = reader.get(HOME).headers["Last-Modified"]
    held("2021-06-14 00:00:00")
    # Templates are newer than this exercise, so the dates of the exercise are looked at by themselves.
    from engagement import reading

    before = reading.of_exercise(norfolk.slug, at("2021-06-13 23:59:59")).changed_at
    after = reading.of_exercise(norfolk.slug, at("2021-06-14 00:00:00")).changed_at
    assert before < after == at("2021-06-14")
    assert modified


def test_the_memory_for_pages_is_bounded(norfolk: Exercise, reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from engagement import reading

    monkeypatch.setattr(reading, "KEPT_PAGES", 5)
    for page in pages_of(norfolk):
        reader.get(page)
    assert len(reading._kept) == 5
    reader.get(f"{HOME}?scenario=anything")
    reader.get(f"{HOME}options/1/?scenario=anything")
    assert not any("anything" in str(key) for key in reading._kept)


@pytest.mark.parametrize(
    "page", ["", "document/", "document/z/", "document/print/", "options/", "options/1/", "options/compare/", "help/"]
)
def test_an_exercise_that_is_not_published_does_not_exist(norfolk: Exercise, reader: Client, page: str) -> None:
    Exercise.objects.update(state=Exercise.State.DRAFT)
    assert reader.get(f"{HOME}{page}").status_code == 404
    assert norfolk.slug not in reader.get("/").content.decode()


def test_what_is_not_there_answers_404(norfolk: Exercise, reader: Client) -> None:
    for page in ("document/z/", "options/7/", "options/1/?scenario=moon", "options/compare/?scenario=moon"):
        assert reader.get(f"{HOME}{page}").status_code == 404, page
    assert reader.post(HOME).status_code == 405
    assert reader.head(HOME).status_code == 200
