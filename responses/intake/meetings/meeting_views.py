"""A meeting's recorded points, its host's corrections, and the copy that goes to the host."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.permissions import KEYERS, staff_page
from common.errors import DomainError
from engagement import editions
from responses.intake.meetings import correcting, hosts, reads
from responses.intake.meetings.forms import CorrectionForm, HostForm
from responses.intake.meetings.models import HostCopy, Point, Proposal
from responses.intake.meetings.reads import PointView
from responses.intake.models import Meeting
from responses.staff_views.access import response_for
from responses.submission.models import Response

DONE = {"correct": "The point is corrected.", "take": "The point reads as the host proposes."}


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*KEYERS)
def meeting(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Show the points with what was proposed; correct them, decide, send them to the host."""
    response = response_for(request, slug, reference, KEYERS)
    found = get_object_or_404(Meeting.objects.prefetch_related("attendance"), response=response)
    if request.method != "POST":
        return _page(request, response, found)
    match request.POST.get("act"):
        case "send":
            return _send(request, response, found)
        case "correct" | "take":
            return _correct(request, response, found)
        case "refuse":
            _refuse(request, response)
        case "stop":
            hosts.stop(_of(request, HostCopy.objects.filter(meeting=found), "copy"))
            messages.success(request, "The link is closed.")
    return redirect("responses_staff:meeting", slug, reference)


def _of(request: HttpRequest, queryset: Any, name: str) -> Any:
    """Return what a button stands for, if it belongs to this meeting."""
    number = request.POST.get(name, "")
    if not (number.isascii() and number.isdecimal() and len(number) < 12):
        raise Http404
    return get_object_or_404(queryset, pk=number)


def _send(request: HttpRequest, response: Response, found: Meeting) -> HttpResponse:
    form = HostForm(request.POST)
    if not form.is_valid():
        return _page(request, response, found, host_form=form, status=422)
    try:
        hosts.send_copy(found, form.cleaned_data["email"], by=cast(User, request.user))
    except DomainError as refused:
        form.add_error("email", refused.message)
        return _page(request, response, found, host_form=form, status=422)
    messages.success(request, "The points are on their way to the host.")
    return redirect("responses_staff:meeting", response.exercise.slug, response.reference)


def _correct(request: HttpRequest, response: Response, found: Meeting) -> HttpResponse:
    points = Point.objects.filter(response=response).select_related("answer", "response")
    point = _of(request, points, "point")
    form = CorrectionForm(request.POST, prefix=None)
    if not form.is_valid():
        return _page(request, response, found, tried=form, status=422)
    said, user = form.cleaned_data, cast(User, request.user)
    words = {"by": user, "version": said["version"], "note": said["note"]}
    try:
        if said["proposal"]:
            proposals = Proposal.objects.filter(point=point).select_related("point__answer", "point__response")
            correcting.take(_of(request, proposals, "proposal"), said["text"], **words)
        else:
            correcting.correct(point, said["text"], **words)
    except DomainError as refused:
        fresh = response_for(request, response.exercise.slug, response.reference, KEYERS)
        form = CorrectionForm({**request.POST.dict(), "version": fresh.version})
        form.is_valid()
        form.add_error("text", refused.message)
        return _page(request, fresh, found, tried=form, status=409)
    messages.success(request, DONE["take" if said["proposal"] else "correct"])
    return redirect("responses_staff:meeting", response.exercise.slug, response.reference)


def _refuse(request: HttpRequest, response: Response) -> None:
    proposal = _of(request, Proposal.objects.filter(point__response=response), "proposal")
    try:
        correcting.refuse(proposal, by=cast(User, request.user))
    except DomainError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, "The point stays as it is. What the host proposed is kept.")


def _page(
    request: HttpRequest,
    response: Response,
    found: Meeting,
    *,
    host_form: HostForm | None = None,
    tried: CorrectionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    points = reads.points_of(response)
    context = {
        "row": response.exercise,
        "exercise": editions.compiled(response.edition_id),
        "response": response,
        "meeting": found,
        "groups": [
            (about, [_shown(one, response, tried) for one in group]) for about, group in reads.by_question(points)
        ],
        "count": len(points),
        "copies": list(HostCopy.objects.filter(meeting=found).select_related("sent_by")),
        "host_form": host_form or HostForm(initial={"email": found.host_email, "act": "send"}),
        "form": tried or (host_form if host_form and host_form.errors else None),
        "forms": [one for one in (tried, host_form) if one],
    }
    return render(request, "responses/staff/meeting.html", context, status=status)


def _shown(point: PointView, response: Response, tried: CorrectionForm | None) -> dict[str, Any]:
    """Return a point with a form for each proposal that waits and one of our own; the refused one as it was typed."""
    forms = {one.pk: _form(point, response, one) for one in point.waiting}
    own = _form(point, response)
    is_tried = tried is not None and str(tried["point"].value()) == str(point.id)
    if tried is not None and is_tried:
        number = str(tried["proposal"].value() or "")
        if number.isdecimal() and int(number) in forms:
            forms[int(number)] = tried
        else:
            own = tried
    return {
        "point": point,
        "waiting": list(zip(point.waiting, forms.values(), strict=True)),
        "own": own,
        "open": own is tried,
    }


def _form(point: PointView, response: Response, proposal: Proposal | None = None) -> CorrectionForm:
    text = proposal.text if proposal else point.text
    said = {"version": response.version, "point": point.id, "proposal": proposal.pk if proposal else "", "text": text}
    return CorrectionForm(initial=said, auto_id=f"{'take' if proposal else 'own'}-{point.id}-%s")
