"""One response: what was answered, what was done to it, and what can be done now."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.permissions import READERS, can_moderate, staff_page
from common.errors import DomainError
from engagement import editions
from engagement.shapes import EditionContent
from responses.copies import reads as copies
from responses.intake.mail import further
from responses.intake.models import Original
from responses.ledger import held
from responses.moderation import naming, policy, queue, reading, suggestions, telling
from responses.moderation.forms import ActForm
from responses.moderation.models import Act
from responses.moderation.redact_forms import SuggestionsForm
from responses.privacy import holds
from responses.staff_views.access import response_for
from responses.staff_views.ways import FORMS, WAYS, open_appeal, suggestions_form, took_part, ways_for
from responses.submission import references
from responses.submission.models import Contact, Response

TEMPLATE = "responses/staff/response.html"


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*READERS)
def detail(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Show a response; do what was asked for with it."""
    response = response_for(request, slug, reference)
    if request.method != "POST":
        return _page(request, response)
    if not can_moderate(request.user, response.exercise.organisation_id):
        raise PermissionDenied("Analysts read responses; the communications team moderates them.")
    name = request.POST.get("act", "")
    if name == "suggestions":
        return _decide(request, response)
    if name not in WAYS:
        return _page(request, response, problem="That button is not known. Choose what to do, and press it again.")
    return _act(request, response, name)


def _act(request: HttpRequest, response: Response, name: str) -> HttpResponse:
    way = WAYS[name]
    rules = policy.of(response.exercise)
    form = FORMS[way.form](request.POST, auto_id=f"{way.form}-%s", policy=rules)
    if not form.is_valid():
        return _page(request, response, tried=(way.form, form), status=422)
    try:
        act = way.act(response.pk, by=request.user, **form.cleaned_data)
    except DomainError as refused:
        fresh = response_for(request, response.exercise.slug, response.reference)
        data = {**request.POST.dict(), "version": fresh.version}
        form = FORMS[way.form](data, auto_id=f"{way.form}-%s", policy=rules)
        form.add_error(None, refused.message)
        return _page(request, fresh, tried=(way.form, form), status=409)
    messages.success(request, f"{references.grouped(response.reference)}: {way.said(act)}")
    following = queue.next_to_moderate(response) if name == "accept_next" else response
    if following is None:
        return redirect("responses_staff:queue", response.exercise.slug)
    return redirect("responses_staff:response", response.exercise.slug, following.reference)


def _decide(request: HttpRequest, response: Response) -> HttpResponse:
    """Hide or leave what is suggested, as was chosen for each."""
    form = SuggestionsForm(request.POST, auto_id="suggestions-%s", policy=policy.of(response.exercise))
    if not form.is_valid():
        return _page(request, response, tried=("suggestions", form), status=422)
    try:
        done = suggestions.decide(response, form.said, by=cast(User, request.user), **form.cleaned_data)
    except DomainError as refused:
        fresh = response_for(request, response.exercise.slug, response.reference)
        data = {**request.POST.dict(), "version": fresh.version}
        form = SuggestionsForm(data, auto_id="suggestions-%s", policy=policy.of(response.exercise))
        form.add_error(None, refused.message)
        return _page(request, fresh, tried=("suggestions", form), status=409)
    messages.success(request, f"Suggestions: {done.hidden} hidden, {done.left} left as they are.")
    return redirect("responses_staff:response", response.exercise.slug, response.reference)


def _page(
    request: HttpRequest,
    response: Response,
    *,
    tried: tuple[str, ActForm] | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show the page, with the form that was refused as it was filled in."""
    row = response.exercise
    may_moderate = can_moderate(request.user, row.organisation_id)
    content = editions.compiled(response.edition_id)
    rules = policy.of(row)
    can_act = may_moderate and response.is_current
    acts = list(response.acts.select_related("by", "told", "appeal", "appeal_answered").order_by("version"))
    questions = reading.questions_of(response, content, suggest=can_act)
    proposal = next((act for act in reversed(acts) if act.verb == Act.Verb.PROPOSE_LEAVING_OUT), None)
    context = {
        "row": row,
        "exercise": content,
        "response": response,
        "questions": questions,
        "suggested": sum(len(each.suggestions) for one in questions for part in one.parts for each in part.rows),
        "suggestions_form": suggestions_form(response, rules, tried),
        "chosen": request.POST if tried and tried[0] == "suggestions" else {},
        "acts": acts,
        "proposal": proposal if response.standing == Response.Standing.LEAVING_OUT else None,
        "held": held.acts([response]).get(response.pk),
        "legal_hold": holds.in_force(row),
        "open_appeal": open_appeal(acts),
        "named": naming.named(response) if may_moderate else [],
        "copies": copies.of_response(response),
        "voice": copies.others_of_voice(response),
        "signs": copies.signs_of(response),
        "took_part": took_part(request.user.pk, acts),
        "said_with": _said_with(acts) if may_moderate else {},
        "has_address": bool(may_moderate and telling.address_of(response.pk)),
        "no_email": telling.NO_EMAIL,
        "may_moderate": may_moderate,
        "ways": ways_for(request.user.pk, response, acts, tried, rules) if may_moderate else [],
        "form": tried[1] if tried else None,
        "problem": problem,
        **_labels(response, content),
        "neighbours": queue.neighbours(response),
        "following": queue.next_to_moderate(response),
        "contact": _contact(response) if may_moderate else [],
        "same_email": further.beside(response),
        "originals": list(Original.objects.filter(further.with_responses([response]))),
        "meeting": getattr(response, "meeting", None) if response.kind == Response.Kind.MEETING else None,
    }
    return render(request, TEMPLATE, context, status=422 if problem else status)


def _said_with(acts: list[Act]) -> dict[int, str]:
    """Return what was said with an act between the team and the author, by the act."""
    said: dict[int, str] = {}
    for act in acts:
        for name, what in (("told", "text"), ("appeal", "text"), ("appeal_answered", "answer")):
            if hasattr(act, name):
                said[act.pk] = getattr(getattr(act, name), what)
    return said


def _labels(response: Response, content: EditionContent) -> dict[str, str]:
    """Return what the respondent said about themselves, in the words they chose from."""
    chosen = {"type": response.organisation_type_id, "area": response.area_id, "role": response.role_id}
    known = content.category_by_id
    return {f"{name}_label": known[key].label for name, key in chosen.items() if key in known}


CONTACT_LABELS = {
    "contact_name": "Name",
    "email": "Email",
    "telephone": "Telephone",
    "wants_copy": "Wants a copy",
    "may_contact": "May be asked about it",
}


def _contact(response: Response) -> list[tuple[str, str]]:
    """Return the contact details, which only the communications team sees."""
    contact = Contact.objects.filter(response=response).first()
    details = contact.details if contact else {}
    return [
        (label, "Yes" if details[name] is True else str(details[name]))
        for name, label in CONTACT_LABELS.items()
        if details.get(name)
    ]
