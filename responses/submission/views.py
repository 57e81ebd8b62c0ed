"""Checking, sending, the receipt, and what can be done with an answer once it is sent."""

from __future__ import annotations

import uuid
from dataclasses import replace as changed
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import signed_in
from common import clock, mail, throttle
from common.errors import DomainError
from common.posting import only_posted
from engagement.phases import Phase
from responses.drafts import framing, progress, saving
from responses.drafts.access import Capability, OpenDraft
from responses.drafts.guard import draft_page
from responses.drafts.models import Draft
from responses.intake import keying
from responses.moderation import author
from responses.moderation.author_reads import decisions_of
from responses.moments import received_in_full
from responses.respondent import about_in_words, sender_in_words
from responses.submission import faults, references, sending, signing
from responses.submission.answers_html import answers_html
from responses.submission.models import Response
from responses.submission.reads import answers_in_words, draft_in_words, newest_of
from responses.submission.signing import SignatureForm
from responses.survey import survey_of

SUBMIT_LIMIT = {"limit": 500, "period": 3600}  # per address; beyond it answers are still taken, and marked


@require_GET
@draft_page()
def check(request: HttpRequest, opened: OpenDraft) -> HttpResponse:
    """All answers on one page, before they are sent."""
    return _check_page(request, opened)


@only_posted("responses:check", "slug", tell=False)
@draft_page(for_sent=None, needs=Capability.SIGN)
def submit(request: HttpRequest, opened: OpenDraft) -> HttpResponse:
    """Send the answers; however often it is pressed there is one response and one receipt."""
    try:
        key = uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return redirect("responses:check", opened.content.slug)
    signature = signing.form_for(opened, request.POST) if opened.draft.is_open else None
    if signature and not signature.is_valid():
        return _check_page(request, opened, signature=signature)
    try:
        seen = request.POST.get("seen", "") if signature and signature.needed else None
        sending.submit(opened.draft, key=key, arrival=_arrival(request, opened, signature), seen=seen)
    except sending.NotReady as error:
        if not opened.draft.is_open:
            return redirect("responses:view", opened.content.slug)
        return _check_page(request, opened, error, signature=signature)
    except sending.TooLate:
        return redirect("responses:start", opened.content.slug)
    return redirect("responses:receipt", opened.content.slug)


def _arrival(request: HttpRequest, opened: OpenDraft, signature: SignatureForm | None) -> sending.Arrival:
    if opened.draft.origin == Draft.Origin.KEYED:
        return changed(keying.arrival(opened.draft, by=signed_in(request)), may_mail=mail.may_go_to)
    many = not throttle.allow(throttle.address_bucket(request, "submit"), **SUBMIT_LIMIT)
    signs = ("Very many answers came from one address within an hour.",) if many else ()
    attach = partial(signing.record, signature) if signature and signature.is_signed else None
    return sending.Arrival(received_at=clock.received(request), signs=signs, may_mail=mail.may_go_to, attach=attach)


@require_GET
@draft_page(for_sent=True)
def receipt(request: HttpRequest, opened: OpenDraft) -> HttpResponse:
    """The reference, and what happens next."""
    response = newest_of(opened.draft)
    if response is None or response.withdrawn_at is not None:
        return redirect("responses:view", opened.content.slug)
    contact = getattr(response, "contact", None)
    filled = {
        "reference": escape(references.grouped(response.reference)),
        "code": escape(response.reference),
        "received": escape(received_in_full(response)),
    }
    varies = {
        "is_late": response.timing == Response.Timing.LATE,
        "wants_copy": bool(contact and contact.details.get("wants_copy")),
        "held_back": bool(contact and contact.held_back),
        "closes_at": opened.exercise.closes_at,
        "can_replace": _can_replace(opened, response),
    }
    if response.supersedes:
        filled["replaced"] = escape(references.grouped(response.supersedes.reference))
    return framing.draft_page(request, opened, "responses/receipt.html", filled=filled, varies=varies)


@require_GET
@draft_page(for_sent=True)
def view(request: HttpRequest, opened: OpenDraft) -> HttpResponse:
    """What was sent, and what can still be done with it."""
    response = newest_of(opened.draft)
    if response and opened.draft.origin == Draft.Origin.KEYED:  # staff have a page that says more
        return redirect("responses_staff:response", opened.content.slug, response.reference)
    pages = answers_in_words(response) if response and response.withdrawn_at is None else []
    about = sender_in_words(opened.content, response) if pages and response else []
    answers = answers_html(survey_of(response.edition_id), pages) if pages and response else ""
    decisions = decisions_of(response) if response else None
    context = _context(opened, response) | {"answers": answers, "about": about, "decisions": decisions}
    return render(request, "responses/view.html", context)


@only_posted("responses:view", "slug", tell=False)
@draft_page(for_sent=True, needs=Capability.SIGN)
def replace(request: HttpRequest, opened: OpenDraft) -> HttpResponse:
    """Open the answers again to send changed ones; what was sent stands until then."""
    _only_by_its_author(opened)
    if opened.phase is not Phase.OPEN:
        return redirect("responses:view", opened.content.slug)
    try:
        author.reopen(opened.draft)
    except DomainError as error:
        context = _context(opened, newest_of(opened.draft)) | {"problem": error.message}
        return render(request, "responses/view.html", context, status=409)
    return redirect("responses:tasks", opened.content.slug)


@require_http_methods(["GET", "POST"])
@draft_page(for_sent=True, needs=Capability.SIGN)
def withdraw(request: HttpRequest, opened: OpenDraft) -> HttpResponse:
    """Take back what was sent, after a page that says what this means."""
    _only_by_its_author(opened)
    response = newest_of(opened.draft)
    if response is None or not response.is_current:
        return redirect("responses:view", opened.content.slug)
    if request.method == "POST":
        email = response.contact.email if hasattr(response, "contact") else ""
        author.withdraw(response, may_confirm=not email or mail.may_go_to(email))
        return redirect("responses:view", opened.content.slug)
    return render(request, "responses/withdraw.html", _context(opened, response))


def _only_by_its_author(opened: OpenDraft) -> None:
    """Staff who keyed a response in have no say over it; what is done to it goes through moderation, on record."""
    if opened.draft.origin == Draft.Origin.KEYED:
        raise Http404


def _check_page(
    request: HttpRequest,
    opened: OpenDraft,
    error: sending.NotReady | None = None,
    *,
    signature: SignatureForm | None = None,
) -> HttpResponse:
    survey, draft = opened.survey, opened.draft
    signature = signature or signing.form_for(opened)
    stored = saving.all_boxes(draft)
    pages = draft_in_words(survey, {item_id: box.raw for item_id, box in stored.items()})
    about = about_in_words(opened.content, draft.who)
    filled = {
        "answers": answers_html(survey, pages, with_links=True),
        "about": render_to_string("responses/_about.html", {"about": about}) if about else SafeString(),
        "key": escape(draft.submission_key),
        "seen": escape(saving.mark_of(draft, stored)),
        "sign_off": signature.helper.render_layout(signature, None) if signature else SafeString(),
    }
    done = progress.of(survey, draft, stored)
    varies = {
        "who_is_complete": done.who_is_complete,
        "can_be_sent": done.can_be_sent,
        "may_send": opened.may_send,
        "replaces": draft.replaces_id is not None,
        "phase": opened.phase,
        "too_late_to_replace": sending.comes_too_late_to_replace(draft, opened.phase),
    }
    unsigned = faults.of_form(signature) if signature and signature.errors else []
    if error is None and not unsigned:
        return framing.draft_page(request, opened, "responses/check.html", filled=filled, varies=varies)
    wrong = {
        "problem": error.message if error else "",
        "who_faults": faults.of_who(survey, draft) if error else [],
        "faults": [*(faults.of_answers(survey, error.errors) if error else []), *unsigned],
    }
    context = opened.context(error=True, **{**filled, **varies, **wrong})
    return render(request, "responses/check.html", context, status=422)


def _context(opened: OpenDraft, response: Response | None) -> dict[str, Any]:
    return opened.context(
        response=response,
        reference=references.grouped(response.reference) if response else "",
        can_replace=_can_replace(opened, response),
    )


def _can_replace(opened: OpenDraft, response: Response | None) -> bool:
    return opened.phase is Phase.OPEN and response is not None and response.is_current
