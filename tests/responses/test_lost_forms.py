"""Forms that come without their token, their cookie or their bounds: a helpful page, and nothing typed is lost."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import override_settings

from engagement.models import Exercise
from responses.drafts.models import Draft, DraftAnswer
from responses.submission.models import Response
from tests import factories
from tests.responses.visiting import Visitor, words_in


@pytest.fixture
def strict(exercise: Exercise) -> Visitor:
    """Return a visitor whose forms are checked for their token, as outside of tests."""
    visitor = Visitor(exercise)
    visitor.begin()
    visitor.client.handler.enforce_csrf_checks = True
    return visitor


def test_a_form_without_its_token_shows_what_was_typed_and_offers_to_send_it_again(strict: Visitor) -> None:
    long = "a long answer, " * 20
    page = strict.post("page", "tasks", data={"base": "", "tasks-words": long, "tasks-days": ["saturday", "sunday"]})
    html = page.content.decode()
    assert page.status_code == 403
    assert long in html
    assert f'action="{strict.address("page", "tasks")}"' in html
    assert html.count('name="tasks-days"') == 2
    assert not DraftAnswer.objects.exists()


def test_pressing_continue_there_saves_it(strict: Visitor) -> None:
    data = {"base": "", "tasks-words": "what I typed", "tasks-days": ["sunday"]}
    page = strict.post("page", "tasks", data=data)
    token = page.content.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    again = strict.post("page", "tasks", data={**data, "csrfmiddlewaretoken": token})
    assert again.url == strict.address("page", "factors")
    assert DraftAnswer.objects.get(item__key="tasks-words").raw == "what I typed"


@pytest.mark.parametrize("name", ["begin", "submit", "replace", "withdraw", "leave", "later", "who", "about"])
def test_no_form_is_acted_upon_without_its_token(strict: Visitor, name: str) -> None:
    assert strict.post(name, data={"kind": "individual"}).status_code == 403


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=10_000)
def test_a_body_beyond_all_bounds_is_refused_and_not_a_fault(strict: Visitor) -> None:
    page = strict.post("page", "tasks", data={"tasks-words": "x" * 20_000})
    assert page.status_code in (400, 403, 413)


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(visitor: Visitor, method: str) -> None:
    visitor.begin()
    for name, *rest in (("tasks",), ("page", "tasks"), ("submit",), ("start",)):
        assert getattr(visitor.client, method)(visitor.address(name, *rest)).status_code == 405


def test_acts_are_never_done_by_following_a_link(visitor: Visitor) -> None:
    visitor.begin()
    for name, page in (("begin", "start"), ("submit", "check"), ("replace", "view")):
        assert visitor.get(name)["Location"] == visitor.address(page)
    assert Draft.objects.count() == 1
    assert not Response.objects.exists()
    assert "forget your answer" in visitor.text("leave")
    assert visitor.get("tasks").status_code == 200


def test_a_page_that_is_not_there_is_not_found(visitor: Visitor) -> None:
    visitor.begin()
    assert visitor.get("page", "nowhere").status_code == 404


def test_the_whole_form_of_a_page_is_shown_when_the_draft_is_gone(visitor: Visitor) -> None:
    visitor.begin()
    visitor.client.cookies.clear()
    page = visitor.post(
        "page", "options-1", data={"options.trust.advantage": "kind", "options.trust.disadvantage": "far"}
    )
    assert page.status_code == 404
    assert "kind" in page.content.decode()
    assert "far" in page.content.decode()
    assert "Copy it from here" in words_in(page.content.decode())


def test_reading_writes_nothing_and_sets_no_cookie(exercise: Exercise, django_assert_max_num_queries: object) -> None:
    visitor = Visitor(exercise)
    visitor.text("start")
    visitor.client.cookies.clear()
    with django_assert_max_num_queries(3) as asked:
        for name in ("start", "questions"):
            page = visitor.get(name)
            assert "session" not in page.cookies
    assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)


LONG = "a long answer, " * 20


def labels_on(page: HttpResponse) -> list[str]:
    return [unescape(label).strip() for label in re.findall(r"<label[^>]*>([^<]*)</label>", page.content.decode())]


def test_words_that_could_not_be_saved_stand_under_the_name_of_their_box(visitor: Visitor) -> None:
    page = visitor.post(
        "page", "options-1", data={"options.trust.advantage": "kind", "options.trust.disadvantage": "far", "x": "y"}
    )
    title = factories.survey(visitor.exercise).page_by_key["options-1"].title
    assert labels_on(page) == [f"{title}: Advantages", f"{title}: Disadvantages", "What you typed"]
    assert labels_on(visitor.post("about", data={"contact_name": "Ann"})) == ["Your name"]


def test_words_of_a_form_without_its_token_stand_under_the_name_of_their_box(strict: Visitor) -> None:
    box = next(box for box in factories.survey(strict.exercise).boxes.values() if box.item.key == "tasks-words")
    assert labels_on(strict.post("page", "tasks", data={"tasks-words": LONG})) == [box.label]
    elsewhere = strict.post("page", "nowhere", data={"tasks-words": LONG})
    assert labels_on(elsewhere) == ["What you typed"]
