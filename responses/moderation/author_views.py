"""Pages of the author of a response: what was decided about it, an appeal, and the permission to publish it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from common import mail
from common.caching import never_kept
from common.errors import DomainError
from engagement import editions
from responses.drafts.access import Capability, OpenDraft
from responses.drafts.guard import draft_page, erased
from responses.drafts.models import Draft
from responses.moderation import appeals, author, author_reads
from responses.submission import references
from responses.submission.models import Response
from responses.submission.reads import newest_of

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
@draft_page(for_sent=True, needs=Capability.SIGN)
def appeal(request: HttpRequest, opened: OpenDraft) -> HttpResponse:
    """Ask the team to look again at a decision."""
    response = _own(opened)
    done = _appeal(request, response)
    if done is True:
        return redirect("responses:view", opened.content.slug)
    context = opened.context(**_context(response), **done)
    return render(request, "responses/appeal.html", context, status=422 if done["problem"] else 200)


@get_or_post
@draft_page(for_sent=True, needs=Capability.SIGN)
def consent(request: HttpRequest, opened: OpenDraft) -> HttpResponse:
    """Change whether the response may be published; it is done at once."""
    response = _own(opened)
    done = _consent(request, response)
    if done is True:
        return redirect("responses:view", opened.content.slug)
    context = opened.context(**_context(response), **done)
    return render(request, "responses/consent.html", context, status=422 if done["problem"] else 200)


@get_or_post
@never_kept
def mine(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """What an author may see and do who came by the link of an email, and may have no private link."""
    response = author_reads.by_token(slug, token)
    if response is None:
        raise Http404("There is no such link.")
    if at := author_reads.erased_at(response):
        return erased(request, slug, at, is_typed=lambda name: name in {"text", "why"})
    act, done = request.POST.get("act", ""), {"problem": "", "typed": ""}
    if request.method == "POST":
        result = {"appeal": _appeal, "consent": _consent, "withdraw": _withdraw}.get(act, _nothing)(request, response)
        if result is True:
            return redirect("responses:mine", slug, token)
        done = result
    context = {"exercise": editions.compiled(response.edition_id), "row": response.exercise, "tried": act}
    status = 422 if done["problem"] else 200
    return render(request, "responses/mine.html", {**context, **_context(response), **done}, status=status)


def _appeal(request: HttpRequest, response: Response) -> Any:
    """Return True once the appeal is made, else what was typed and what is wrong with it."""
    return _try(request, "text", lambda text: appeals.appeal(response, text=text))


def _consent(request: HttpRequest, response: Response) -> Any:
    may_publish = request.POST.get("may_publish") == "yes"
    return _try(request, "why", lambda why: author.change_consent(response, may_publish=may_publish, why=why))


def _withdraw(request: HttpRequest, response: Response) -> Any:
    email = response.contact.email if hasattr(response, "contact") else ""
    author.withdraw(response, may_confirm=not email or mail.may_go_to(email))
    return True


def _nothing(request: HttpRequest, response: Response) -> Any:
    return {"problem": "That button is not known. Choose what to do, and press it again.", "typed": ""}


def _try(request: HttpRequest, field: str, do: Any) -> Any:
    if request.method != "POST":
        return {"problem": "", "typed": ""}
    typed = request.POST.get(field, "")
    try:
        do(typed)
    except DomainError as refused:
        return {"problem": refused.message, "typed": typed}
    return True


def _own(opened: OpenDraft) -> Response:
    """Return the response of a private link; staff who keyed one in have no say over it."""
    response = newest_of(opened.draft)
    if response is None or opened.draft.origin == Draft.Origin.KEYED:
        raise Http404
    return response


def _context(response: Response) -> dict[str, Any]:
    return {
        "response": response,
        "reference": references.grouped(response.reference),
        "decisions": author_reads.decisions_of(response),
        "is_organisation": response.kind == Response.Kind.ORGANISATION,
    }
