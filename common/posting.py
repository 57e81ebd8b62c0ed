"""Addresses that a button posts to, and that somebody may reach by a link: after signing in again, or from history."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect

View = Callable[..., HttpResponseBase]
NOT_DONE = "Nothing was done yet, because the page was opened by its address. Press the button here once more."


def only_posted(page: str, *kept: str, tell: bool = True) -> Callable[[View], View]:
    """Open a view to POST alone, and lead who comes by GET to the page with its button, with nothing done.

    `kept` are the parts of the address that the page has as well. Staff are told; pages of the public show no messages.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST":
                return view(request, *args, **kwargs)
            if request.method not in {"GET", "HEAD"}:
                return HttpResponseNotAllowed(["POST"])
            if tell and request.method == "GET" and request.user.is_authenticated:
                messages.info(request, NOT_DONE)
            return redirect(page, **{name: kwargs[name] for name in kept})

        return guarded

    return decorate
