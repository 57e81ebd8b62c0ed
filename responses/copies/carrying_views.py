"""The page on which a redaction is carried over to the other copies of the same text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.permissions import MODERATORS, staff_page
from common.errors import DomainError
from common.queue import send_after_commit
from engagement import editions
from responses.copies import carrying
from responses.copies.also_open import also_open
from responses.copies.carried_models import CarriedRedaction
from responses.copies.carrying import Others, Redacted
from responses.copies.forms import CarryForm
from responses.copies.models import Copy
from responses.copies.tasks import redact_copies
from responses.moderation import policy, suggestions
from responses.staff_views.access import response_for
from responses.submission.models import Answer, Response

SHOWN = 50
WHY = {
    carrying.CHANGED: "somebody acted on it after you had looked",
    carrying.UNCLEAR: "its words are written differently, so that their place is not certain",
    carrying.NOT_NOW: "nothing is left to hide in it: it was withdrawn, replaced, or done by somebody else",
}


@dataclass(frozen=True)
class PassedOver:
    response: Response
    why: str


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*MODERATORS)
def page(request: HttpRequest, slug: str, reference: str, answer_id: int) -> HttpResponse:
    """Show what is hidden in an answer and in how many others the same words stand open; hide them there too."""
    response = response_for(request, slug, reference, MODERATORS)
    answer = get_object_or_404(response.answers.exclude(text=""), pk=answer_id)
    source = carrying.redacted(answer)
    if request.method != "POST" or source is None:
        return _page(request, response, answer, source)
    form = CarryForm(request.POST, policy=policy.of(response.exercise))
    if form.is_valid():
        said = form.cleaned_data
        try:
            asked = carrying.ask(
                source, form.responses, by=cast(User, request.user), reason=said["reason"], note=said["note"]
            )
        except DomainError as refused:
            form.add_error(None, refused.message)
        else:
            _begin(request, asked)
            return redirect("responses_staff:redact_copies", slug, reference, answer_id)
    return _page(request, response, answer, source, tried=form)


def _begin(request: HttpRequest, asked: CarriedRedaction) -> None:
    """Do it now where they are few; else a worker does."""
    if asked.count > carrying.AT_ONCE:
        send_after_commit(redact_copies, asked.pk)
        messages.success(request, "It has begun. This page shows how far it is; you need not wait.")
        return
    carrying.run(asked.pk)


def _page(
    request: HttpRequest, response: Response, answer: Answer, source: Redacted | None, *, tried: CarryForm | None = None
) -> HttpResponse:
    others = carrying.others(source) if source else Others()
    also = also_open(source) if source else []
    last = CarriedRedaction.objects.filter(answer=answer).select_related("by").last()
    content = editions.compiled(response.edition_id)
    context = {
        "row": response.exercise,
        "exercise": content,
        "response": response,
        "part": content.part_of_item[answer.item_id],
        "hidden": source.hidden if source else [],
        "count": len(others.open),
        "unclear": _responses(others.unclear[:SHOWN]),
        "more_unclear": max(len(others.unclear) - SHOWN, 0),
        "also": _responses(also[:SHOWN]),
        "more_also": max(len(also) - SHOWN, 0),
        "also_count": len(also),
        "is_exact": Copy.objects.filter(answer=answer, sort=Copy.Sort.EXACT).exists(),
        "last": last,
        "passed_over": _passed_over(last) if last else [],
        "more_passed_over": max(len(last.passed_over) - SHOWN, 0) if last else 0,
        "carry_form": _form(response, others, tried),
        "form": tried,
    }
    return render(request, "responses/copies/redact.html", context, status=422 if tried else 200)


def _form(response: Response, others: Others, tried: CarryForm | None) -> CarryForm:
    """Return the form; one that was refused keeps what was typed and is about what is there now."""
    rules = policy.of(response.exercise)
    seen = " ".join(f"{one}-{version}" for one, version in sorted(others.open.items()))
    if tried is None:
        initial = {"seen": seen, "reason": suggestions.usual_reason(rules)}
        return CarryForm(initial=initial, policy=rules, count=len(others.open), auto_id="carry-%s")
    data = {"reason": str(tried.data.get("reason", "")), "note": str(tried.data.get("note", "")), "seen": seen}
    again = CarryForm(data, policy=rules, count=len(others.open), auto_id="carry-%s")
    again.is_valid()
    again.errors.clear()
    for name, errors in tried.errors.items():
        for message in errors:
            again.add_error(None if name in ("__all__", "seen") else name, message)
    return again


def _passed_over(last: CarriedRedaction) -> list[PassedOver]:
    some = last.passed_over[:SHOWN]
    found = Response.objects.in_bulk([response for response, _ in some])
    return [PassedOver(found[response], WHY[why]) for response, why in some if response in found]


def _responses(pks: list[int]) -> list[Response]:
    found = Response.objects.in_bulk(pks)
    return [found[pk] for pk in dict.fromkeys(pks) if pk in found]
