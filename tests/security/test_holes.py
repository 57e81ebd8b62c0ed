"""What was got through once, so that it stays shut."""

from __future__ import annotations

import io
import logging
import time

import pytest
from django.core.exceptions import MiddlewareNotUsed, PermissionDenied
from django.http import HttpResponse
from django.test import Client
from docx import Document

from analysis.render import glyphs
from analysis.render.pdf import FONTS
from common.logs import HideSecrets, RefusalsInOneLine
from common.middleware import demonstration_stays_here
from common.models import OutboxMessage
from common.spreadsheets import neutral
from responses.drafts import access
from responses.drafts.models import DraftAnswer
from responses.moderation.queue import Key
from responses.submission.writing import says_nothing
from tests import factories
from tests.responses.visiting import Visitor

LONG = 20_000
TOKEN = "s3cret-token_of-43-characters-xxxxxxxxxxxxxx"


@pytest.mark.parametrize(
    "text", ["-" * LONG + "x", "." * LONG + "x", "n" + " " * LONG + "x", "no " * 7000, "\n" * LONG]
)
def test_no_text_takes_long_to_be_judged(text):
    began = time.process_time()
    says_nothing(text)
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize(
    ("text", "nothing"),
    [
        ("None.", True),
        ("- N/A -", True),
        ("n / a", True),
        ("no comment!", True),
        ("--", True),
        ("...", True),
        ("No", True),
        ("na", True),
        ("", False),
        ("_", False),
        ("Nothing changes", False),
        ("no comments on this", False),
    ],
)
def test_none_and_the_like_are_told_from_words(text, nothing):
    assert says_nothing(text) is nothing


@pytest.fixture
def visitor(db: None) -> Visitor:
    return Visitor(factories.northshire())


def a_box(visitor: Visitor, kind: str) -> tuple[str, str]:
    """Return a page and the name of a box of this kind on it."""
    return next(
        (page.key, box.item.key)
        for page in factories.survey(visitor.exercise).pages
        for box in page.boxes
        if box.part.kind == kind
    )


@pytest.mark.parametrize("kind", ["text", "several_choices", "single_choice"])
@pytest.mark.parametrize("typed", ["a\x00b", "x" * (11 * LONG)])
def test_what_no_database_takes_and_floods_are_shown_back_and_not_kept(visitor, kind, typed):
    visitor.begin()
    page, box = a_box(visitor, kind)
    answer = visitor.post("page", page, data={box: typed, "base": ""})
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert not DraftAnswer.objects.exists()


def test_who_you_are_is_not_a_store_for_megabytes(visitor):
    visitor.begin()
    visitor.post("who", data={"kind": "individual"})
    visitor.post("about", data={"contact_name": "x" * 1_000_000})
    assert len(visitor.draft.who["contact_name"]) == LONG


def test_a_draft_of_empty_lines_is_a_file_within_a_second(visitor):
    visitor.begin()
    page, box = a_box(visitor, "text")
    visitor.post("page", page, data={box: "\n".join("ab"), "base": ""})
    DraftAnswer.objects.update(raw="\n" * LONG + "x")
    made = Document(io.BytesIO(visitor.get("word").content))
    assert len(made.paragraphs) < 200


@pytest.mark.parametrize(
    "start",
    [
        "=",
        "+",
        "-",
        "@",
        "\t=",
        "\r=",
        "\n",
        " =",
        "\u00a0=",
        "\u3000@",
        "\ufeff+",
        "\uff1d",
        "\uff0b",
        " \uff20",
        "\u200b-",
    ],
)
def test_nothing_of_a_respondents_is_live_in_a_spreadsheet(start):
    assert neutral(f"{start}cmd|' /C calc'!A0").startswith("'")


def test_plain_words_stay_as_they_are_in_a_spreadsheet():
    assert neutral("  indented = words") == "  indented = words"


def test_thousands_of_rare_characters_do_not_stop_a_report():
    glyphs._known.clear()
    rare = [chr(0xF0000 + number) for number in range(3000)]
    began = time.process_time()
    assert glyphs.undrawable([*rare, "é", "ß"], FONTS) == set(rare)
    assert time.process_time() - began < 30


@pytest.mark.parametrize(
    "path",
    [
        f"/exercises/x/answer/link/{TOKEN}/",
        f"/exercises/x/answer/mine/{TOKEN}/",
        f"/exercises/x/answer/invited/{TOKEN}/",
        f"/exercises/x/answer/no-more-emails/{TOKEN}/",
        f"/exercises/x/answer/link/{TOKEN}/.",
        f"/staff/people/invitations/{TOKEN}/",
        f"/account/password/reset/key/1-{TOKEN}/",
        f"/account/confirm-email/{TOKEN}/",
    ],
)
def test_no_log_carries_the_token_of_a_link(path):
    for message, arguments in (("Not Found: %s", (path,)), (f"Forbidden: {path}", ())):
        record = logging.LogRecord("django.request", logging.WARNING, "x.py", 1, message, arguments, None)
        assert HideSecrets().filter(record)
        assert TOKEN not in record.getMessage()
        assert "[secret]" in record.getMessage()


def test_the_console_hides_tokens(settings):
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["refusals", "hide_secrets"]


def test_a_refusal_is_one_line_of_the_log_and_an_error_keeps_its_traceback():
    for error, kept in ((PermissionDenied("Not yours."), False), (ValueError("broken"), True)):
        record = logging.LogRecord(
            "django.request", logging.WARNING, "x.py", 1, "%s", ("/staff/",), (type(error), error, None)
        )
        assert RefusalsInOneLine().filter(record)
        assert bool(record.exc_info) is kept


def test_a_form_of_another_site_is_not_offered_for_sending(visitor):
    client = Client(enforce_csrf_checks=True)
    visitor.begin()
    client.cookies[access.COOKIE] = visitor.token
    url = visitor.address("withdraw")
    for origin in ("https://evil.example", "null"):
        page = client.post(url, {"words": "Words of somebody else. " * 10}, headers={"origin": origin}).content.decode()
        assert "Words of somebody else." in page
        assert "<form" not in page.split("<main")[1].split("</main>")[0]
    own = client.post(url, {"words": "My words"}, headers={"origin": "http://testserver"}).content.decode()
    assert ">Continue</button>" in own


@pytest.mark.parametrize(("address", "status"), [("127.0.0.1", 200), ("::1", 200), ("", 200)] + [
    (address, 403) for address in ("10.0.0.7", "::ffff:10.0.0.7", "2001:db8::1", "testserver")
])  # fmt: skip
def test_a_demonstration_answers_on_its_own_machine_alone(rf, settings, address, status):
    settings.DEMO = True
    ask = demonstration_stays_here(lambda request: HttpResponse("ok"))
    assert ask(rf.get("/", headers={"host": "127.0.0.1"}, REMOTE_ADDR=address)).status_code == status
    settings.DEMO = False
    with pytest.raises(MiddlewareNotUsed):
        demonstration_stays_here(lambda request: HttpResponse("ok"))


def test_a_place_in_the_queue_that_is_none_is_none():
    for text in ("9" * 5000 + "-1", "1-" + "9" * 5000, "-", "x", "9" * 40 + "-1"):
        assert Key.read(text) is None


def test_many_drafts_do_not_fill_one_mailbox(visitor):
    statuses = []
    for _ in range(22):
        other = Visitor(visitor.exercise)
        other.begin()
        statuses.append(other.post("later", data={"email": "Victim@example.org"}).status_code)
    assert statuses == [200] * 20 + [429] * 2
    assert OutboxMessage.objects.filter(kind="responses.draft_link").count() == 20
