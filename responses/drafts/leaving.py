"""Leaving an answer for a while: the private link, the draft as a file, and forgetting it on this device."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from common import clock, mail, outbox, throttle
from engagement import editions
from engagement.deadline import deadline
from responses.drafts import access, saving, wordfile
from responses.drafts.access import OpenDraft, private_address
from responses.drafts.forms import LinkForm
from responses.drafts.guard import draft_page
from responses.drafts.models import Draft
from responses.drafts.views import published_or_404
from responses.submission.reads import draft_in_words

LINK_LIMIT = {"limit": 10, "period": 3600}  # per draft


@require_http_methods(["GET", "POST"])
@draft_page(for_sent=None)
def later(request: HttpRequest, opened: OpenDraft) -> HttpResponse:
    """How to come back: the private link on the page or by email, or the draft as a file."""
    if opened.draft.origin == Draft.Origin.KEYED:  # colleagues go on with it from their list, without a link
        return redirect("responses_staff:key_in", opened.content.slug)
    wants_to_see = "show" in request.POST
    form = LinkForm(None if wants_to_see else request.POST or None)
    context = opened.context(form=form, deadline=deadline(opened.exercise, clock.received(request)))
    if not wants_to_see and not form.is_valid():
        return render(request, "responses/later.html", context)
    if not throttle.allow(f"link:{opened.draft.pk}", **LINK_LIMIT):
        return render(request, "responses/later.html", context | {"too_many": True}, status=429)
    copied = access.own_copy(request, opened)
    if wants_to_see:
        link = private_address(opened.draft, opened.capability, **copied)
        return render(request, "responses/later.html", context | {"link": link})
    email = form.cleaned_data["email"]
    if not mail.may_go_to(email):
        return render(request, "responses/later.html", context | {"mailbox_is_full": True}, status=429)
    said = {"draft": opened.draft.pk, "email": email, "capability": opened.capability}
    said |= {"called": copied["called"]} if copied else {}
    outbox.put("responses.draft_link", said)
    return render(request, "responses/later.html", context | {"form": LinkForm(), "sent_to": email})


@require_GET
@draft_page()
def word(request: HttpRequest, opened: OpenDraft) -> HttpResponse:
    """The draft as a Word file, e.g. for a committee's papers."""
    stored = saving.all_boxes(opened.draft)
    pages = draft_in_words(opened.survey, {item_id: box.raw for item_id, box in stored.items()})
    now = clock.received(request)
    start = request.build_absolute_uri(reverse("responses:start", args=[opened.content.slug]))
    sending = wordfile.Sending(deadline=deadline(opened.exercise, now), address=start, made_at=now)
    made = wordfile.of_draft(opened.content, opened.draft.who, pages, sending=sending)
    response = HttpResponse(made, content_type=wordfile.TYPE)
    response["Content-Disposition"] = f'attachment; filename="draft-{opened.content.slug}.docx"'
    return response


@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Forget the draft on this device, after a page that says what this means; its private link still opens it."""
    if request.method == "POST":
        start_page = reverse("responses:start", args=[slug])
        return access.forget(redirect(f"{start_page}?left=1"), slug)
    row = published_or_404(slug)
    return render(request, "responses/leave.html", {"exercise": editions.of(row), "row": row})
