"""Answers in words as pages show them. What is the same for everybody is rendered once, with holes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from django.utils.html import conditional_escape, escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from crispy_nhsuk.skeleton import Skeleton, slot
from responses.submission.reads import PageInWords, RowInWords
from responses.survey import Survey

PAGE, ROW = "responses/_answers.html", "responses/_answer.html"


def answers_html(survey: Survey, pages: Iterable[PageInWords], *, with_links: bool = False) -> SafeString:
    """Return the survey's pages with what was answered on them, with links to change it where it can be changed."""
    html = "".join(_page(survey, shown, with_links) for shown in pages)
    return mark_safe(html)  # noqa: S308 - templates, and answers escaped into their holes


def _page(survey: Survey, shown: PageInWords, with_links: bool) -> str:
    rows = "".join(map(_row, shown.rows))
    key = (PAGE, shown.page.key, with_links, bool(rows))
    frame = survey.frames.get(key)
    if frame is None:
        context = {"page": shown.page, "with_links": with_links, "rows": slot("rows") if rows else ""}
        frame = survey.frames.keep(key, Skeleton.of(PAGE, context))
    return frame.fill({"rows": rows})


def _row(row: RowInWords) -> str:
    values: dict[str, str] = {"label": escape(row.label)}
    if row.answer is None:
        values["lines"] = format_html_join("", "<li>{}</li>", ((line,) for line in row.lines))
    else:
        values |= {"text": escape(row.answer.text), "picture": conditional_escape(row.answer.picture)}
        if row.answer.remark:
            values["remark"] = escape(row.answer.remark)
    return _frame_of_row(tuple(values)).fill(values)


@cache
def _frame_of_row(holes: tuple[str, ...]) -> Skeleton:
    return Skeleton.of(ROW, {name: slot(name) for name in holes})
