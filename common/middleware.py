"""Middleware of our own."""

from collections.abc import Callable

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from common import clock

DRAWN_BY_DEBUG = {404, 500}  # Django's own pages with inline styles


def received_at(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Note when the request began, before anything else takes time; read it with `clock.received(request)`."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.received_at = clock.now()  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def security_policy(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Send the settings' Content-Security-Policy with every reply, put together once: no page has an exception."""
    policy = build_policy()

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not (settings.DEBUG and response.status_code in DRAWN_BY_DEBUG):
            response.headers.setdefault(HEADER, policy)
        return response

    return middleware
