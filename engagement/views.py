"""The public pages of exercises. Each is a function from an exercise at a moment to a template and what it shows."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from common import clock
from engagement import editions, layout, reading
from engagement.cards import cards_of
from engagement.deadline import deadline
from engagement.phases import Phase
from engagement.reading import Page, Reading, exercise_page
from engagement.shapes import decision_path

# Public pages of upper rooms about an exercise; they join in their AppConfig.ready() and give a title, a line and an
# address, or None where there is nothing to read. What they say may change with an act on the exercise, or its phase.
more_pages: list[Callable[[Reading], tuple[str, str, str] | None]] = []


@require_safe
def hub(request: HttpRequest) -> HttpResponse:
    """All published exercises: open, coming, closed."""
    now = clock.now()
    shown = [Reading(row, editions.of(row), now) for row in reading.exercises()]
    shown.sort(key=lambda one: one.row.closes_at)

    def make() -> str:
        groups = [
            {"title": title, "key": key, "exercises": [_hub_entry(one) for one in ordered]}
            for key, title, ordered in (
                ("open", "Open now", [one for one in shown if one.phase is Phase.OPEN]),
                ("coming", "Opening soon", [one for one in shown if one.phase is Phase.COMING]),
                ("closed", "Closed", [one for one in reversed(shown) if one.phase.is_closed]),
            )
        ]
        return reading.render(request, Page("engagement/hub.html", {"groups": groups, "is_empty": not shown}))

    return reading.respond(
        request,
        key=("hub", *(one.version for one in shown)),
        changed_at=max((one.changed_at for one in shown), default=now),
        make=make,
    )


def _hub_entry(one: Reading) -> dict[str, object]:
    return {"content": one.content, "deadline": deadline(one.row, one.now)}


@exercise_page()
def exercise(on: Reading) -> Page:
    """What is being decided, what is asked, by when, and how to respond."""
    context = {
        "deadline": deadline(on.row, on.now),
        "options": cards_of(on.content),
        "path": decision_path(on.content, on.phase),
        "here_label": "Next" if on.phase is Phase.COMING else "You are here",
        "notices": list(on.row.notices.all()),
        "more_pages": [page for find in more_pages if (page := find(on))],
    }
    return Page("engagement/exercise.html", context)


@exercise_page()
def document(on: Reading) -> Page:
    """The document's contents list."""
    return Page("engagement/document.html", {"contents": layout.contents(on.content)})


@exercise_page()
def section(on: Reading, key: str) -> Page:
    """One section of the document."""
    found = on.content.section(key)
    if found is None:
        raise Http404("The document has no such section.")
    position = on.content.sections.index(found)
    context = {
        "section": layout.laid_out(found),
        "contents": layout.contents(on.content),
        "before": on.content.sections[position - 1] if position else None,
        "after": on.content.sections[position + 1] if position + 1 < len(on.content.sections) else None,
        "questions": on.content.questions_about(key),
        "deadline": deadline(on.row, on.now),
    }
    return Page("engagement/section.html", context)


@exercise_page()
def print_view(on: Reading) -> Page:
    """The whole document on one page."""
    sections = [layout.laid_out(one, on_one_page=True) for one in on.content.sections]
    return Page("engagement/print.html", {"sections": sections, "deadline": deadline(on.row, on.now)})


@exercise_page()
def respond(on: Reading) -> Page:
    """Every way to respond."""
    return Page("engagement/respond.html", {"deadline": deadline(on.row, on.now)})


@exercise_page()
def privacy(on: Reading) -> Page:
    """The exercise's privacy notice."""
    more = ("What is held and why, and for how long", "what_is_held")  # a page of a room above, known by its name
    return Page("engagement/prose.html", {"heading": "Privacy notice", "body": on.content.privacy, "more": more})


@exercise_page()
def help_page(on: Reading) -> Page:
    """The exercise's help page."""
    return Page("engagement/prose.html", {"heading": "Help", "body": on.content.help})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The site's accessibility statement."""
    return _site_page(request, "engagement/accessibility.html")


@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    """What the site stores on a reader's device."""
    return _site_page(request, "engagement/cookies.html")


def _site_page(request: HttpRequest, template: str) -> HttpResponse:
    return reading.respond(
        request, key=(template,), changed_at=reading.EPOCH, make=lambda: reading.render(request, Page(template))
    )
