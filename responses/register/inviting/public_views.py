"""What somebody who was invited sees: the invitation, and the page that stops emails."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from common import clock, throttle
from common.caching import never_kept
from engagement import editions
from engagement.deadline import deadline
from engagement.models import Exercise
from responses.drafts import access
from responses.drafts.access import OpenDraft
from responses.drafts.models import Draft
from responses.drafts.views import BEGIN_LIMIT, published_or_404
from responses.register.inviting import entry, stops
from responses.register.inviting.models import InvitedDraft


@require_safe
@never_kept
def invitation(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Follow the link of an invitation: keep it in a cookie and leave it out of the address."""
    row = published_or_404(slug)
    if entry.find(slug, token) is None:
        return _unknown(request, row)
    response = entry.remember(redirect("responses:invited", slug), request, slug, token)
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@never_kept
def invited(request: HttpRequest, slug: str) -> HttpResponse:
    """Say who is invited and what the link does; begin an answer from it."""
    row, delivery = published_or_404(slug), entry.remembered(request, slug)
    if delivery is None:
        return redirect("responses:start", slug)
    delivery.invitation.exercise = delivery.mailing.exercise
    here = _begun_here(request, slug)
    if request.method == "POST" and row.phase(clock.received(request)).takes_new_drafts:
        return _begin(request, row, delivery.invitation, here)
    if request.method == "GET":
        entry.note_opened(delivery.invitation)
    tied = InvitedDraft.objects.filter(draft=here.draft).first() if here else None
    context = {
        "exercise": editions.of(row),
        "row": row,
        "stakeholder": delivery.invitation.stakeholder,
        "organisation": delivery.mailing.exercise.organisation,
        "phase": row.phase(clock.received(request)),
        "deadline": deadline(row, clock.received(request)),
        "here": here,
        "is_ours": tied is not None and tied.invitation_id == delivery.invitation_id,
        "is_others": tied is not None and tied.invitation_id != delivery.invitation_id,
    }
    return render(request, "responses/register/invited.html", context)


def _begin(request: HttpRequest, row: Exercise, of: entry.Invitation, here: OpenDraft | None) -> HttpResponse:
    """Begin an answer, or take the one that is being written on this device for it."""
    if here and "this" in request.POST:
        entry.tie(here.draft, of)
        return redirect("responses:tasks", row.slug)
    if here and "another" not in request.POST:
        return redirect("responses:invited", row.slug)
    if not throttle.allow(throttle.address_bucket(request, "begin"), **BEGIN_LIMIT):
        return render(request, "responses/busy.html", {"exercise": editions.of(row), "row": row}, status=429)
    return access.remember(redirect("responses:tasks", row.slug), request, row.slug, entry.begin(of))


def _begun_here(request: HttpRequest, slug: str) -> OpenDraft | None:
    """Return the answer that a respondent is writing on this device; what staff key in is none."""
    here = access.begun_here(request, slug)
    return here if here and here.draft.origin == Draft.Origin.PUBLIC else None


def _unknown(request: HttpRequest, row: Exercise) -> HttpResponse:
    context = {"exercise": editions.of(row), "row": row}
    return render(request, "responses/register/unknown_link.html", context, status=404)


@csrf_exempt  # mail programs press it for their users, as RFC 8058 asks; whoever holds the link may
@require_http_methods(["GET", "HEAD", "POST"])
@never_kept
def stop(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Ask whether emails to this address shall stop, and stop them at a press of the button."""
    row, delivery = published_or_404(slug), entry.find(slug, token)
    if delivery is None:
        return _unknown(request, row)
    organisation = delivery.mailing.exercise.organisation
    is_done = request.method == "POST"
    if is_done and delivery.contact and delivery.contact.email:
        stops.stop(organisation.pk, delivery.contact.email)
    elif is_done:
        stops.stop_unnamed(organisation.pk, delivery.email_hash)
    context = {"exercise": editions.of(row), "row": row, "organisation": organisation, "is_done": is_done}
    response = render(request, "responses/register/stop.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response
