"""Pages of one visitor, which no browser or proxy may keep."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from django.http import HttpResponse

P = ParamSpec("P")
NOWHERE = "no-store, no-cache, must-revalidate, max-age=0, private"


def never_kept(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Do what Django's never_cache does, which works the same header out anew for each reply, and a date beside it."""

    @wraps(view)
    def answered(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(*args, **kwargs)
        response.headers["Cache-Control"] = NOWHERE
        return response

    return answered
