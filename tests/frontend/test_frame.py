"""The frame of every page: header, footer, error pages."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import resolve

from common.templatetags import frame
from tests.crispy_nhsuk.support import Element, read


class Exercise:
    """What the frame knows of an exercise."""

    def __init__(self, slug: str, short_title: str = "Places & <people>") -> None:
        self.slug = slug
        self.short_title = short_title
        self.sponsor = "An <NHS> body"


def page(path: str = "/", **context: object) -> Element:
    """Render the bare frame for a path."""
    request = RequestFactory().get(path)
    request.resolver_match = resolve(path)
    return read(render_to_string("base.html", {"request": request, "site_name": "Engagement", **context}))


def test_the_header_names_the_sponsor_and_marks_where_one_is() -> None:
    for slug in ("one", "two"):
        shown = page(f"/exercises/{slug}/how-to-respond/", exercise=Exercise(slug))
        assert shown.one("a", class_="app-header__name").text == "An <NHS> body Places & <people>"
        current = [link for link in shown.one("nav").all("a") if link.get("aria-current")]
        assert [(link.text, link["href"]) for link in current] == [
            ("How to respond", f"/exercises/{slug}/how-to-respond/")
        ]
        assert shown.one("title").text == "Engagement – Places & <people>"


def test_a_changed_title_is_shown_at_once() -> None:
    for title in ("Before", "After"):
        assert title in page("/", exercise=Exercise("one", title)).one("header").text


def test_the_demonstration_says_so_on_every_page() -> None:
    assert "Demonstration" in page("/", demo=True).one("header").text
    assert "Demonstration" not in page("/", demo=False).one("header").text


def test_what_is_kept_of_frames_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame, "LIMIT", 6)
    frame._kept.clear()
    for number in range(20):
        page("/", exercise=Exercise(f"slug-{number}"))
    assert len(frame._kept) <= 6


def test_the_footer_leads_to_help_and_statements() -> None:
    links = [link.text for link in page("/", exercise=Exercise("one")).one("footer").all("a")]
    of_exercise = ["Contact and other ways to respond", "Help", "Privacy", "How responses are moderated"]
    assert links == [*of_exercise, "Accessibility statement", "Cookies"]


@pytest.mark.parametrize("name", ["404.html", "500.html", "403.html"])
def test_error_pages_need_nothing(name: str) -> None:
    shown = read(render_to_string(name))
    assert shown.one("h1").text
    assert shown.one("html")["lang"] == "en-GB"


def test_the_page_for_a_missing_token_loses_nothing() -> None:
    words = "A long paragraph </textarea><script>alert(1)</script>\n" * 40
    fields = [("choice", "", "a"), ("words", "Your words", words), ("choice", "", "b"), ("also", "", '"<short>')]
    shown = read(
        render_to_string("403_csrf.html", {"action": "/there/?a=1&b=2", "fields": fields, "csrf_token": "fresh"})
    )
    form = shown.one("form")
    assert form["action"] == "/there/?a=1&b=2"
    hidden = [(box["name"], box["value"]) for box in form.all("input", type="hidden")]
    assert hidden == [("csrfmiddlewaretoken", "fresh"), ("choice", "a"), ("choice", "b"), ("also", '"<short>')]
    assert form.one("textarea", name="words").raw == "\n" + words
    assert form.one("button").text == "Continue"
