"""The page on which an answer is shared with others who write it too."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from common import mail, throttle
from common.errors import DomainError
from responses.drafts import sharing
from responses.drafts.access import OpenDraft
from responses.drafts.forms import ShareForm
from responses.drafts.guard import draft_page
from responses.drafts.leaving import LINK_LIMIT
from responses.drafts.models import Draft

TEMPLATE = "responses/share.html"
TOO_MANY = "Many links have been made within the last hour. The earlier ones still work. Wait an hour to make another."
MAILBOX_IS_FULL = (
    "We have not sent the link: very many emails have gone to that address from here today. Leave the address empty "
    "to see the link here, and pass it on yourself."
)


@require_http_methods(["GET", "POST"])
@draft_page(for_sent=None)
def share(request: HttpRequest, opened: OpenDraft) -> HttpResponse:
    """Make a link for somebody, or stop one."""
    if opened.draft.origin == Draft.Origin.KEYED:  # colleagues find it in their list
        return redirect("responses_staff:key_in", opened.content.slug)
    if request.method != "POST":
        return _page(request, opened, ShareForm(capability=opened.capability))
    if "stop" in request.POST:
        return _stop(request, opened)
    form = ShareForm(request.POST, capability=opened.capability)
    if not form.is_valid():
        return _page(request, opened, form, status=422)
    return _make(request, opened, form)


def _make(request: HttpRequest, opened: OpenDraft, form: ShareForm) -> HttpResponse:
    said = form.cleaned_data
    refusal = ("", TOO_MANY) if not throttle.allow(f"link:{opened.draft.pk}", **LINK_LIMIT) else None
    if refusal is None and said["email"] and not mail.may_go_to(said["email"]):
        refusal = ("email", MAILBOX_IS_FULL)
    if refusal is not None:
        form.add_error(refusal[0] or None, refusal[1])
        return _page(request, opened, form, status=429)
    what = {"called": said["called"], "capability": said["capability"]}
    fresh = ShareForm(capability=opened.capability)
    if said["email"]:
        sharing.send(opened.draft, email=said["email"], **what)
        return _page(request, opened, fresh, sent_to=said["email"])
    return _page(request, opened, fresh, link=sharing.make(opened.draft, **what), called=said["called"])


def _stop(request: HttpRequest, opened: OpenDraft) -> HttpResponse:
    form = ShareForm(capability=opened.capability)
    if not opened.may_send:
        return _page(request, opened, form, problem="Only whoever may send the answer can stop a link.", status=403)
    try:
        sharing.stop(opened.draft, _number(request.POST["stop"]))
    except DomainError as refused:
        return _page(request, opened, form, problem=refused.message, status=404)
    return redirect("responses:share", opened.content.slug)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def _page(request: HttpRequest, opened: OpenDraft, form: ShareForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context = opened.context(form=form, links=list(sharing.links(opened.draft)), **more)
    return render(request, TEMPLATE, context, status=status)
