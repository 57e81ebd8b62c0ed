"""Staff pages on who is one voice."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.permissions import MODERATORS, READERS, can_moderate, staff_page
from common.errors import DomainError
from engagement import editions
from responses.copies import listing, reads, voices
from responses.copies.errors import NotOneVoice
from responses.copies.forms import PartForm, VoiceForm, WithForm
from responses.copies.voice_models import SameVoice
from responses.copies.voices import Seen
from responses.moderation import reading
from responses.staff_views.access import exercise_for, page_context, response_for
from responses.submission.models import Response
from responses.submission.references import normalise

WITH = "with-%s"


@require_safe
@staff_page(*READERS)
def listing_page(request: HttpRequest, slug: str) -> HttpResponse:
    """List pairs of responses that may be of one voice."""
    row = exercise_for(request, slug)
    after = request.GET.get("after", "")
    pairs, following = listing.open_pairs(row, after=int(after) if after.isdecimal() and len(after) < 19 else 0)
    context = page_context(
        row,
        pairs=pairs,
        next_url=f"?after={following}" if following else "",
        may_moderate=can_moderate(request.user, row.organisation_id),
    )
    return render(request, "responses/copies/voices.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*MODERATORS)
def pair_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show two responses side by side, and decide whether they are of one voice."""
    row = exercise_for(request, slug, MODERATORS)
    pair = get_object_or_404(SameVoice.objects.select_related("earlier", "later", "by"), exercise=row, pk=pk)
    if request.method != "POST":
        return _page(request, pair, VoiceForm(initial=_versions(pair)))
    form = VoiceForm(request.POST)
    one = request.POST.get("act") == "one"
    if not form.is_valid():
        return _page(request, pair, form, status=422)
    said = form.cleaned_data
    seen = [Seen(pair.earlier_id, said["earlier"]), Seen(pair.later_id, said["later"])]
    try:
        voices.decide(pair, seen, one=one, by=cast(User, request.user), note=said["note"])
    except DomainError as refused:
        fresh = SameVoice.objects.select_related("earlier", "later", "by").get(pk=pk)
        form = VoiceForm({**request.POST.dict(), **_versions(fresh)})
        form.add_error(None, refused.message)
        return _page(request, fresh, form, status=409)
    messages.success(request, "They are counted as one voice." if one else "They stay two voices.")
    return redirect("responses_staff:voices", slug)


def _versions(pair: SameVoice) -> dict[str, int]:
    return {"earlier": pair.earlier.version, "later": pair.later.version}


def _page(request: HttpRequest, pair: SameVoice, form: VoiceForm, *, status: int = 200) -> HttpResponse:
    sides = [
        {
            "response": one,
            "questions": reading.questions_of(one, editions.compiled(one.edition_id)),
            "others": reads.others_of_voice(one),
        }
        for one in (pair.earlier, pair.later)
    ]
    is_open = pair.state == SameVoice.State.OPEN
    context = page_context(pair.exercise, pair=pair, sides=sides, form=form, is_open=is_open)
    return render(request, "responses/copies/same_voice.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*READERS)
def voice_page(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Show the responses of one voice with this one; take this one out of it, or join it with another."""
    response = response_for(request, slug, reference)
    if request.method != "POST":
        return _voice(request, response, _forms(response))
    if not can_moderate(request.user, response.exercise.organisation_id):
        raise PermissionDenied("Analysts see who is one voice; the communications team decides it.")
    joins = request.POST.get("act") == "join"
    form = WithForm(request.POST, auto_id=WITH) if joins else PartForm(request.POST)
    if not form.is_valid():
        return _voice(request, response, _forms(response, form), tried=form, status=422)
    said, by = form.cleaned_data, cast(User, request.user)
    seen = Seen(response.pk, said["version"])
    try:
        if joins:
            voices.join_with(seen, normalise(said["other"]), by=by, note=said["note"])
        else:
            voices.part(seen, by=by, note=said["note"])
    except DomainError as refused:
        fresh = response_for(request, slug, reference)
        again = {**request.POST.dict(), "version": fresh.version}
        form = WithForm(again, auto_id=WITH) if joins else PartForm(again)
        form.add_error("other" if joins and isinstance(refused, NotOneVoice) else None, refused.message)
        return _voice(request, fresh, _forms(fresh, form), tried=form, status=409)
    messages.success(
        request, "They are counted as one voice." if joins else "It is counted as a voice of its own again."
    )
    return redirect("responses_staff:response", slug, reference)


def _forms(response: Response, tried: PartForm | WithForm | None = None) -> tuple[PartForm, WithForm]:
    """Return both forms of the page, one of them as it was tried."""
    initial = {"version": response.version}
    part = tried if isinstance(tried, PartForm) else PartForm(initial=initial)
    return part, tried if isinstance(tried, WithForm) else WithForm(initial=initial, auto_id=WITH)


def _voice(
    request: HttpRequest,
    response: Response,
    both: tuple[PartForm, WithForm],
    *,
    tried: PartForm | WithForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = page_context(
        response.exercise,
        response=response,
        others=reads.others_of_voice(response),
        form=tried,
        part_form=both[0],
        with_form=both[1],
        may_moderate=can_moderate(request.user, response.exercise.organisation_id),
    )
    return render(request, "responses/copies/voice.html", context, status=status)
