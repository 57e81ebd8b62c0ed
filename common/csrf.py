"""A form that came without its CSRF token: expired page, second tab, cookies off. Nothing typed is lost."""

from collections.abc import Callable, Mapping

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token

MAX_FIELDS = 100
MAX_CHARACTERS = 400_000
UNNAMED = "What you typed"
# Rooms above tell here what the boxes of their pages are called: name of a field -> its label.
labellers: list[Callable[[HttpRequest], Mapping[str, str]]] = []
NOT_SHOWN = ("csrfmiddlewaretoken", "password", "secret", "code")


@requires_csrf_token
def failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """
    Show what was posted in a form with a fresh token, to be sent again by the person.

    A form of another site that was posted here is shown without a button: a page of ours must not offer to do what
    somebody else has filled in. Browsers name the site that a form comes from.
    """
    fields = labelled(request)
    foreign = reason.startswith(("Origin checking failed", "Referer checking failed"))
    context = {"action": request.get_full_path(), "fields": fields, "reason": reason, "foreign": foreign}
    return render(request, "403_csrf.html", context, status=403)


def labelled(request: HttpRequest) -> list[tuple[str, str, str]]:
    """Return names, labels and values of what was posted, in their order."""
    labels: dict[str, str] = {}
    for of in labellers:
        labels |= of(request)
    return [(name, labels.get(name, UNNAMED), value) for name, value in posted_fields(request)]


def posted_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Return names and values in their order, without passwords, up to a bound."""
    try:
        posted = request.POST
    except (RequestDataTooBig, TooManyFieldsSent, RawPostDataException):
        return []
    fields: list[tuple[str, str]] = []
    room = MAX_CHARACTERS
    for name, values in posted.lists():
        if any(word in name.lower() for word in NOT_SHOWN):
            continue
        for value in values:
            room -= len(name) + len(value)
            if room < 0 or len(fields) == MAX_FIELDS:
                return fields
            fields.append((name, value))
    return fields
