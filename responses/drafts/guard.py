"""The door in front of every page of a draft: who may pass, and a helpful page for who may not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from common.caching import never_kept
from common.csrf import labelled
from engagement import editions
from engagement.models import Exercise
from engagement.phases import Phase
from responses.drafts import access
from responses.drafts.access import Capability, OpenDraft
from responses.drafts.models import Draft
from responses.drafts.saving import SentMeanwhile

NOT_TYPED = frozenset({"base", "key", "later", "show", "another"})
P = ParamSpec("P")
DraftView = Callable[Concatenate[HttpRequest, OpenDraft, P], HttpResponse]


def draft_page(
    *, for_sent: bool | None = False, needs: str = Capability.VIEW
) -> Callable[[DraftView[P]], Callable[..., HttpResponse]]:
    """Open a page to whoever holds the draft's private link.

    Pages for writing turn those who have sent their answers to what they sent; pages about what was sent
    (`for_sent`) turn the others to their tasks; None opens to both. Links that only read post nothing, and what `needs`
    to be signed takes a link that may send. Whatever was posted in vain is shown, to be copied.
    """

    def decorate(view: DraftView[P]) -> Callable[..., HttpResponse]:
        @never_kept
        @wraps(view)
        def guarded(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            opened = access.find(request, slug)
            if opened is None:
                at = access.erased_at(request, slug)
                return erased(request, slug, at) if at else stopped(request, slug, "no-draft", status=404)
            if opened.draft.origin == Draft.Origin.KEYED:
                refusal = access.refuse_keyed(request, opened.draft)
                if refusal is not None:
                    return refusal
                if opened.draft.discarded_at:
                    return stopped(request, slug, "discarded", status=409)
            elif opened.phase is Phase.OVER and (for_sent is False or (for_sent is None and opened.draft.is_open)):
                return stopped(request, slug, "over", status=410)
            if not _lets(opened, request, needs):
                return stopped(request, slug, "not-allowed", status=403)
            was_sent = not opened.draft.is_open or opened.draft.replaces_id is not None
            if for_sent is True and not was_sent:
                return redirect("responses:tasks", slug)
            if for_sent is False and not opened.draft.is_open:
                if request.method == "POST":
                    return stopped(request, slug, "sent", status=409)
                return redirect("responses:view", slug)
            try:
                return view(request, opened, *args, **kwargs)
            except SentMeanwhile:
                opened.draft.refresh_from_db(fields=["discarded_at"])
                return stopped(request, slug, "discarded" if opened.draft.discarded_at else "sent", status=409)

        return guarded

    return decorate


def _lets(opened: OpenDraft, request: HttpRequest, needs: str) -> bool:
    """Whether the link that was followed lets its holder do this."""
    if needs == Capability.SIGN:
        return opened.may_send
    return opened.may_write or request.method in {"GET", "HEAD"}


def _is_typed(name: str) -> bool:
    return name not in NOT_TYPED


def erased(
    request: HttpRequest, slug: str, at: dt.datetime, *, is_typed: Callable[[str], bool] = _is_typed
) -> HttpResponse:
    """Tell whoever holds a link to an answer that it was erased, and nothing else of it."""
    return stopped(request, slug, "erased", status=410, is_typed=is_typed, at=at)


def stopped(
    request: HttpRequest,
    slug: str,
    reason: str,
    *,
    status: int,
    is_typed: Callable[[str], bool] = _is_typed,
    at: dt.datetime | None = None,
) -> HttpResponse:
    """Say why the page cannot be opened and what to do; words that were posted are shown."""
    row = Exercise.objects.published().filter(slug=slug).first()
    context = {
        "reason": reason,
        "at": at,
        "exercise": editions.of(row) if row else None,
        "row": row,
        "fields": [each for each in labelled(request) if is_typed(each[0]) and each[2]],
    }
    return render(request, "responses/stopped.html", context, status=status)
