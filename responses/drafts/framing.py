"""Pages of an answer whose frame is kept.

Most of such a page is the same for everybody. It is rendered once in each process, with holes, and without a request, a
draft or a response, so that nothing of anybody can stay in it. What a visit adds is what goes into the holes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from types import SimpleNamespace
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.context import site
from crispy_nhsuk.skeleton import Skeleton, slot
from responses.drafts.access import OpenDraft
from responses.drafts.models import Draft
from responses.survey import Survey

CSRF = "csrf_token"
Holes = Callable[[str], SafeString]  # from the name of a hole to its marker


def page(
    request: HttpRequest,
    survey: Survey,
    template: str,
    *,
    filled: Mapping[str, SafeString],
    varies: Mapping[str, Hashable] | None = None,
    context: Callable[[Holes], Mapping[str, Any]] | None = None,
) -> HttpResponse:
    """Return a page of the public's.

    The template sees the edition, `varies` (what decides about the rest of the page; one frame is kept for each), what
    `context` makes of the edition alone, and a hole under each name in `filled`; the CSRF token is filled in by itself.
    What is the visitor's own goes into `filled`, escaped.
    """
    key = (request.path, template, *filled, *(varies or {}).items())
    frame = survey.frames.get(key)
    if frame is None:
        known = {
            **site(request),
            "request": SimpleNamespace(path=request.path, resolver_match=request.resolver_match),
            "exercise": survey.content,
            CSRF: slot(CSRF),
            **{name: slot(name) for name in filled},
            **(varies or {}),
            **(context(slot) if context else {}),
        }
        frame = survey.frames.keep(key, Skeleton.of(template, known))
    token = {CSRF: get_token(request)} if CSRF in frame.names else {}
    return HttpResponse(frame.fill({**filled, **token}))


def draft_page(
    request: HttpRequest,
    opened: OpenDraft,
    template: str,
    *,
    filled: Mapping[str, SafeString],
    varies: Mapping[str, Hashable] | None = None,
    context: Callable[[Holes], Mapping[str, Any]] | None = None,
) -> HttpResponse:
    """Return a page of a draft; where staff key in it stands in their own frame, and is rendered as a whole."""
    if opened.draft.origin == Draft.Origin.PUBLIC:
        return page(request, opened.survey, template, filled=filled, varies=varies, context=context)
    whole = {**filled, **(varies or {}), **(context(filled.__getitem__) if context else {})}
    return render(request, template, opened.context(**whole))


def form_html(request: HttpRequest, form: BaseForm) -> SafeString:
    """Return a form without errors as its helper draws it, with the CSRF token."""
    token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
    return token + form.helper.render_layout(form, None)  # type: ignore[attr-defined]
