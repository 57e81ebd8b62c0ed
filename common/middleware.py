"""Middleware of our own."""

import ipaddress
from collections.abc import Callable

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponseBase, HttpResponseForbidden

from common import clock

DRAWN_BY_DEBUG = {404, 500}  # Django's own pages with inline styles


def received_at(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Note when the request began, before anything else takes time; read it with `clock.received(request)`."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.received_at = clock.now()  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def demonstration_stays_here(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Answer nobody on another machine while DEMO=1, whatever server runs the site and whatever Host they name."""
    if not settings.DEMO:
        raise MiddlewareNotUsed

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not _is_here(request.META.get("REMOTE_ADDR", "")):
            return HttpResponseForbidden("A demonstration answers on its own machine only.", content_type="text/plain")
        return get_response(request)

    return middleware


def _is_here(address: str) -> bool:
    """Whether an address is this machine's own; a socket in the file system has none."""
    try:
        return not address or ipaddress.ip_address(address.removeprefix("::ffff:")).is_loopback
    except ValueError:
        return False


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
