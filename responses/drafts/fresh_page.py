"""A page of questions as it is first shown.

All of it but the boxes is the same for everybody. It is rendered once in each process, without a request or a draft, so
that nothing of anybody can stay in it. What a visit adds is the form, drawn anew each time, and the CSRF token.
"""

from __future__ import annotations

from types import SimpleNamespace

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.html import escape, format_html

from common.context import site
from crispy_nhsuk.skeleton import Skeleton, slot
from footprints.facts import facts
from responses.drafts.boxes import ShownPage
from responses.survey import Survey, SurveyPage


def response(request: HttpRequest, survey: Survey, page: SurveyPage, shown: ShownPage) -> HttpResponse:
    """Return the page with a draft's boxes; it has neither errors nor words of other windows."""
    frame = survey.frames.get(page.key)
    if frame is None:
        frame = survey.frames[page.key] = _frame(request, survey, page)
    token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
    form = token + shown.form.helper.render_layout(shown.form, None)
    return HttpResponse(frame.fill({"base": escape(shown.base), "form": form}))


def _frame(request: HttpRequest, survey: Survey, page: SurveyPage) -> Skeleton:
    context = {
        **site(request),
        "request": SimpleNamespace(path=page.address, resolver_match=request.resolver_match),
        "exercise": survey.content,
        "page": page,
        "around": survey.around[page.key],
        "facts": facts(survey.content, page.option.number) if page.option else "",
        "base": slot("base"),
        "form_html": slot("form"),
    }
    return Skeleton.of("responses/page.html", context)
