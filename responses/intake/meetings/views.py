"""The page on which a meeting's host reads its points and says where they are wrong, by a private link."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from common import throttle
from common.caching import never_kept
from engagement import editions
from responses.drafts.views import published_or_404
from responses.intake.meetings import hosts, reads

LIMIT = {"limit": 60, "period": 3600}


@require_http_methods(["GET", "POST"])
@never_kept
def host(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Show the points in words that may leave the team; keep what the host proposes."""
    copy = hosts.opened(slug, token) if len(token) <= 100 else None
    if copy is None:
        row = published_or_404(slug)
        return render(request, "responses/host_gone.html", {"exercise": editions.of(row), "row": row}, status=404)
    response = copy.meeting.response
    row, content = response.exercise, editions.compiled(response.edition_id)
    if request.method == "POST":
        if not throttle.allow(throttle.address_bucket(request, "host"), **LIMIT):
            return render(request, "responses/busy.html", {"exercise": content, "row": row}, status=429)
        prefix = "point-"
        texts = {
            int(name.removeprefix(prefix)): str(text)
            for name, text in request.POST.items()
            if name.startswith(prefix) and name.removeprefix(prefix).isdecimal() and len(name) < 20
        }
        hosts.propose(copy, texts, remark=request.POST.get("remark", ""))
        return redirect("responses:host", slug, token)
    hosts.note_opened(copy)
    proposed = {one.point_id: one.text for one in copy.proposals.filter(state="waiting")}
    shown = [
        (about, [(one, proposed.get(one.id, "" if one.is_redacted else one.in_public)) for one in group])
        for about, group in reads.by_question(reads.points_of(response))
    ]
    context = {"exercise": content, "row": row, "copy": copy, "meeting": copy.meeting, "groups": shown}
    context |= {"name": hosts.name_of(copy.meeting), "proposed": len(proposed), "longest": hosts.LONGEST}
    return render(request, "responses/host.html", context)
