"""One response: what was answered, what was done to it, and what can be done now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import READERS, can_moderate, staff_page
from common.errors import DomainError
from engagement import editions
from engagement.shapes import EditionContent
from responses.moderation import forms, moderation, queue, reading
from responses.moderation.models import Act
from responses.staff_views.access import response_for
from responses.submission import references
from responses.submission.models import Contact, Response

TEMPLATE = "responses/staff/response.html"


@dataclass(frozen=True)
class Way:
    """One act that a button stands for: its form, its verb and what is said afterwards."""

    form: str
    act: Callable[..., Act]
    done: str


FORMS: dict[str, type[forms.ActForm]] = {
    "accept": forms.AcceptForm,
    "aside": forms.AsideForm,
    "agree": forms.AgreeForm,
    "return": forms.ReturnForm,
    "confirm": forms.ConfirmForm,
    "unconfirm": forms.UnconfirmForm,
}
TITLES = {
    "aside": "Hold it, or leave it out",
    "return": "Return it to the queue",
    "confirm": "Confirm the organisation",
    "unconfirm": "Take the confirmation back",
}
WAYS = {
    "accept": Way("accept", moderation.accept, "Accepted"),
    "accept_next": Way("accept", moderation.accept, "Accepted"),
    "hold": Way("aside", moderation.hold, "Held"),
    "propose": Way("aside", moderation.propose_leaving_out, "Proposed to leave out; a second person has to agree"),
    "agree": Way("agree", moderation.leave_out, "Left out of the analysis"),
    "return": Way("return", moderation.return_to_queue, "Returned to the queue"),
    "confirm": Way("confirm", moderation.confirm_organisation, "The organisation is confirmed"),
    "unconfirm": Way("unconfirm", moderation.unconfirm_organisation, "The confirmation is taken back"),
}


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
    if name not in WAYS:
        return _page(request, response, problem="That button is not known. Choose what to do, and press it again.")
    return _act(request, response, name)


def _act(request: HttpRequest, response: Response, name: str) -> HttpResponse:
    way = WAYS[name]
    form = FORMS[way.form](request.POST, auto_id=f"{way.form}-%s")
    if not form.is_valid():
        return _page(request, response, tried=(way.form, form), status=422)
    try:
        way.act(response.pk, by=request.user, **form.cleaned_data)
    except DomainError as refused:
        fresh = response_for(request, response.exercise.slug, response.reference)
        form = FORMS[way.form]({**request.POST.dict(), "version": fresh.version}, auto_id=f"{way.form}-%s")
        form.add_error(None, refused.message)
        return _page(request, fresh, tried=(way.form, form), status=409)
    messages.success(request, f"{references.grouped(response.reference)}: {way.done}.")
    following = queue.next_to_moderate(response) if name == "accept_next" else response
    if following is None:
        return redirect("responses_staff:queue", response.exercise.slug)
    return redirect("responses_staff:response", response.exercise.slug, following.reference)


def _page(
    request: HttpRequest,
    response: Response,
    *,
    tried: tuple[str, forms.ActForm] | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show the page, with the form that was refused as it was filled in."""
    row = response.exercise
    may_moderate = can_moderate(request.user, row.organisation_id)
    content = editions.compiled(response.edition_id)
    acts = list(response.acts.select_related("by").order_by("version"))
    proposal = next((act for act in reversed(acts) if act.verb == Act.Verb.PROPOSE_LEAVING_OUT), None)
    context = {
        "row": row,
        "exercise": content,
        "response": response,
        "questions": reading.questions_of(response, content),
        "acts": acts,
        "proposal": proposal if response.standing == Response.Standing.LEAVING_OUT else None,
        "may_moderate": may_moderate,
        "ways": _ways(request, response, proposal, tried) if may_moderate else [],
        "form": tried[1] if tried else None,
        "problem": problem,
        **_labels(response, content),
        "neighbours": queue.neighbours(response),
        "following": queue.next_to_moderate(response),
        "contact": _contact(response) if may_moderate else [],
        "originals": list(response.originals.all()),
        "meeting": getattr(response, "meeting", None) if response.kind == Response.Kind.MEETING else None,
    }
    return render(request, TEMPLATE, context, status=422 if problem else status)


def _labels(response: Response, content: EditionContent) -> dict[str, str]:
    """Return what the respondent said about themselves, in the words they chose from."""
    chosen = {"type": response.organisation_type_id, "area": response.area_id, "role": response.role_id}
    known = content.category_by_id
    return {f"{name}_label": known[key].label for name, key in chosen.items() if key in known}


def _ways(
    request: HttpRequest, response: Response, proposal: Act | None, tried: tuple[str, forms.ActForm] | None
) -> list[dict[str, Any]]:
    """Return the forms to offer, and always the one that was refused, so that nothing typed is lost."""
    may_agree = proposal is not None and proposal.by_id != request.user.pk
    names = list(forms.offered(response, may_agree=may_agree))
    if tried and tried[0] not in names:
        names.insert(0, tried[0])
    ways = []
    for name in names:
        is_tried = tried is not None and tried[0] == name
        form = (
            tried[1] if tried and is_tried else FORMS[name](initial={"version": response.version}, auto_id=f"{name}-%s")
        )
        ways.append({"name": name, "title": TITLES.get(name, ""), "form": form, "open": is_tried})
    return ways


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
