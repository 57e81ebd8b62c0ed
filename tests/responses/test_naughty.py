"""Whatever people type is kept to the letter and shown back safely wherever it appears."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser

import pytest
from django.core import mail
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common import clock, outbox
from engagement.deadline import deadline
from engagement.models import Exercise
from responses.drafts import wordfile
from responses.drafts.models import DraftAnswer
from responses.submission.models import Answer, Response
from tests import factories, naughty
from tests.responses.visiting import Visitor

ANY_UNICODE = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=300)
ALL = "\n".join(naughty.texts())


class Page(HTMLParser):
    """Reads a page as a browser would: which elements there are, and what stands in the boxes."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.handlers: list[str] = []
        self.boxes: dict[str, str] = {}
        self.box = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        self.box = dict(attrs).get("name") or "" if tag == "textarea" else ""
        if self.box:
            self.boxes[self.box] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.box = ""

    def handle_data(self, data: str) -> None:
        if self.box:
            self.boxes[self.box] += data


def box_of(html: str, name: str) -> str:
    """Return what a browser puts into a box: it drops one line end after the opening tag."""
    return Page(html).boxes[name].removeprefix("\n")


@pytest.fixture
def begun(visitor: Visitor) -> Visitor:
    visitor.begin()
    return visitor


@pytest.fixture
def harmless(exercise: Exercise) -> dict[str, list[str]]:
    """Return the elements of each page when nothing awkward was typed."""
    return _pages_of(_walk(Visitor(exercise), "Plain words"))


def test_the_list_has_what_is_worth_trying() -> None:
    assert len(naughty.texts()) > 50
    for part in (
        "<script",
        "{{",
        "=1+1",
        "DROP TABLE",
        "\u202e",
        "\u200b",
        "😀"[:0],
        "\x1b",
        "\ufffe",
        "שלום",
        "\u2028",
    ):
        assert part in ALL


def test_what_stands_in_a_box_comes_back_to_the_letter(begun: Visitor) -> None:
    for text in naughty.texts():
        begun.answer("tasks", tasks_words=f"{text}\n")
        assert DraftAnswer.objects.get(item__key="tasks-words").raw == f"{text}\n"
        assert box_of(begun.text("page", "tasks"), "tasks-words") == f"{text}\n"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ANY_UNICODE)
def test_any_unicode_is_sent_to_the_letter(exercise: Exercise, text: str) -> None:
    draft = factories.draft(exercise, {"tasks-words": text, "better": "first"})
    response = factories.send(draft)
    kept = Answer.objects.filter(response=response, item__key="tasks-words").first()
    normal = text.replace("\r\n", "\n").replace("\r", "\n")
    assert (kept.text if kept else "") == (normal if normal.strip() else "")


def _walk(visitor: Visitor, text: str) -> Visitor:
    """Type the text into everything there is, and send it."""
    visitor.begin()
    visitor.say_who(
        kind="organisation",
        organisation_name=text[:200],
        position_held=text[:200],
        contact_name=text[:200],
        telephone=text[:40],
        confidentiality_reason=text[:2000],
        speaks_for="on",
        email="ann@example.org",
        wants_copy="on",
    )
    visitor.answer("tasks", tasks_words=text)
    visitor.answer("options-1", options__trust__advantage=text, options__trust__disadvantage=text)
    visitor.answer("models", alternative=text, better="first")
    return visitor


def _pages_of(visitor: Visitor) -> dict[str, list[str]]:
    pages = {}
    for name, *rest in (("tasks",), ("about",), ("page", "tasks"), ("page", "options-1"), ("check",)):
        pages[f"{name} {rest}"] = _elements(visitor.text(name, *rest))
    visitor.send()
    for name in ("receipt", "view"):
        pages[name] = _elements(visitor.text(name))
    return pages


def _elements(html: str) -> list[str]:
    page = Page(html)
    assert page.handlers == []
    # Words are set in paragraphs and lines, as many as they have.
    return [tag for tag in page.tags if tag not in {"p", "br"}]


def test_awkward_words_add_no_element_to_any_page(harmless: dict[str, list[str]], exercise: Exercise) -> None:
    assert _pages_of(_walk(Visitor(exercise), ALL)) == harmless


def test_awkward_words_are_not_taken_for_templates(exercise: Exercise) -> None:
    visitor = _walk(Visitor(exercise), "{{ 7*7 }}{% now 'Y' %}")
    visitor.send()
    assert "{{ 7*7 }}{% now &#x27;Y&#x27; %}" in visitor.text("view")


def test_the_word_file_holds_whatever_was_typed(begun: Visitor) -> None:
    begun.answer("tasks", tasks_words=ALL)
    begun.say_who(kind="organisation", organisation_name=ALL[:200], speaks_for="on")
    document = Document(io.BytesIO(begun.get("word").content))
    said = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for text in naughty.texts():
        visible = _plain(text)
        assert visible in _plain(said), text


def _plain(text: str) -> str:
    return re.sub(r"[^\w=<>{}\[\]]+", "", text, flags=re.ASCII)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ANY_UNICODE)
def test_any_unicode_makes_a_word_file_that_opens(exercise: Exercise, text: str) -> None:
    from responses.submission.reads import draft_in_words

    survey = factories.survey(exercise)
    pages = draft_in_words(survey, {factories.item_id(exercise, "tasks-words"): text})
    now = clock.now()
    sending = wordfile.Sending(deadline=deadline(exercise, now), address="https://example.org/", made_at=now)
    Document(io.BytesIO(wordfile.of_draft(survey.content, {"organisation_name": text}, pages, sending=sending)))


def test_the_copy_by_email_carries_awkward_words_and_no_header_of_theirs(exercise: Exercise) -> None:
    visitor = _walk(Visitor(exercise), ALL)
    visitor.send()
    assert outbox.drain() == 1
    (letter,) = mail.outbox
    assert ALL.replace("\n", "") in letter.body.replace("\n", "")
    sent = letter.message()
    assert sent["Bcc"] is None
    assert sent["To"] == "ann@example.org"
    assert sent["Subject"].startswith("We have your response")
    assert max(len(line) for line in sent.as_bytes().split(b"\n")) < 998


def test_awkward_names_are_one_line_without_hidden_characters(exercise: Exercise) -> None:
    visitor = _walk(Visitor(exercise), "Council\n\u202eevil\u0007 \u200bof  Northshire")
    visitor.send()
    assert Response.objects.get().organisation_name == "Council evil of Northshire"


@pytest.mark.parametrize("name", ["میان‌رشته", "👩‍⚕️ Nurses", "O’Neill & Søns", "日本語"])
def test_names_keep_the_joiners_that_their_scripts_need(exercise: Exercise, name: str) -> None:
    visitor = _walk(Visitor(exercise), name)
    visitor.send()
    assert Response.objects.get().organisation_name == name
