"""Middleware of our own."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from common import clock


def received_at(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Note when the request began, before anything else takes time; read it with `clock.received(request)`."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.received_at = clock.now()  # type: ignore[attr-defined]
        return get_response(request)

    return middleware
