"""The work page 'Names to match': whom a response is from, decided name by name."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.permissions import KEYERS, signed_in, staff_page
from common.errors import DomainError
from common.posting import only_posted
from engagement.models import Exercise
from responses.register import matching, reads
from responses.register.models import Stakeholder, StakeholderMatch
from responses.staff_views.access import exercise_for, page_context, response_for
from responses.submission import references
from responses.submission.models import Response

AT_ONCE = 10
FOUND = 20
NOBODY = "nobody"


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*KEYERS)
def names(request: HttpRequest, slug: str) -> HttpResponse:
    """List the names that nobody has decided on, with suggestions; keep what was decided of them."""
    row = exercise_for(request, slug, KEYERS)
    if request.method == "POST":
        done, refused = _decide(request, row)
        _tell(request, done, refused)
        return redirect(f"{reverse('responses_staff:names', args=[row.slug])}{_onwards(request)}")
    waiting = matching.undecided(row)
    rows = list(_after(waiting, request.GET.get("after", ""))[: AT_ONCE + 1])
    context = page_context(
        row,
        undecided=matching.suggested(row, rows[:AT_ONCE]),
        count=waiting.order_by()[: reads.COUNT_LIMIT].count(),
        is_narrowed=bool(request.GET.get("after")),
        next_url=f"?after={rows[AT_ONCE - 1].reference}" if len(rows) > AT_ONCE else "",
    )
    return render(request, "responses/register/names.html", context)


def _after(waiting: matching.QuerySet[Response], reference: str) -> matching.QuerySet[Response]:
    place = Response.objects.filter(reference=reference).values_list("received_at", "pk").first() if reference else None
    if place is None:
        return waiting
    received_at, pk = place
    beyond = matching.Q(received_at__gt=received_at) | matching.Q(received_at=received_at, pk__gt=pk)
    return waiting.filter(beyond)


def _onwards(request: HttpRequest) -> str:
    """Return the place to go on from: the last name shown, if it was left for later."""
    after = request.GET.get("after", "")
    return f"?after={after}" if references.is_valid(after) else ""


def _decide(request: HttpRequest, row: Exercise) -> tuple[int, list[str]]:
    """Do what was chosen name by name; return how many were decided, and what was refused."""
    done, refused = 0, []
    chosen = {
        key.removeprefix("is-"): str(said) for key, said in request.POST.items() if key.startswith("is-") and said
    }
    found = matching.undecided(row).select_related("exercise").filter(reference__in=list(chosen)[:AT_ONCE])
    by_reference = {response.reference: response for response in found}
    for reference, value in list(chosen.items())[:AT_ONCE]:
        response = by_reference.get(reference)
        try:
            if response is None:
                raise DomainError("Somebody else has decided on it since, or its author took it back.")
            _one(request, response, value, suffix=f"-{reference}")
            done += 1
        except DomainError as error:
            refused.append(f"{references.grouped(reference)}: {error.message}")
    return done, refused


def _one(request: HttpRequest, response: Response, value: str, *, suffix: str = "") -> None:
    """Carry out one decision. Raises DomainError."""
    version, by = _number(request.POST.get(f"version{suffix}", "")), signed_in(request)
    if value == NOBODY:
        matching.set_apart(response, by=by, version=version)
        return
    organisation = response.exercise.organisation_id
    stakeholder = Stakeholder.objects.active().filter(organisation=organisation, pk=_number(value)).first()
    if stakeholder is None:
        raise DomainError("The organisation chosen is not on the register any more. Choose again.")
    matching.match(response, stakeholder, by=by, version=version, remember=f"remember{suffix}" in request.POST)


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else -1


def _tell(request: HttpRequest, done: int, refused: list[str]) -> None:
    if done:
        messages.success(request, f"{done} decided.")
    for told in refused:
        messages.warning(request, told)
    if not done and not refused:
        messages.warning(request, "Nothing was chosen, so nothing was decided.")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*KEYERS)
def match(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """One response: whom it is from, chosen from the suggestions or by a search through the register."""
    response = response_for(request, slug, reference, KEYERS)
    row = response.exercise
    if response.kind != Response.Kind.ORGANISATION:
        messages.warning(request, "Only answers of organisations are tied to the register.")
        return redirect("responses_staff:response", row.slug, response.reference)
    problem = ""
    if request.method == "POST":
        value = request.POST.get("is", "")
        try:
            if not value:
                raise DomainError("Choose an organisation, or that it is from nobody on the register.")
            _one(request, response, value)
        except DomainError as error:
            problem = error.message
        else:
            messages.success(request, f"{references.grouped(response.reference)} is decided.")
            return redirect("responses_staff:names", row.slug)
    search = request.GET.get("search", "").strip()[:200]
    found = reads.filtered(row.organisation_id, reads.Filters(search=search)) if search else Stakeholder.objects.none()
    listed = list(reads.with_details(found).order_by("key", "id")[: FOUND + 1])
    context = page_context(
        row,
        response=response,
        undecided=matching.suggested(row, [response])[0],
        decided=StakeholderMatch.objects.select_related("stakeholder", "by").filter(response=response).first(),
        search=search,
        found=listed[:FOUND],
        more_found=len(listed) > FOUND,
        add_query=QueryDict(mutable=True),
        problem=problem,
    )
    context["add_query"]["name"] = response.organisation_name
    return render(request, "responses/register/match.html", context, status=422 if problem else 200)


@only_posted("responses_staff:match", "slug", "reference")
@staff_page(*KEYERS)
def unmatch(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Take the decision on a response back."""
    response = response_for(request, slug, reference, KEYERS)
    try:
        matching.unmatch(response, by=signed_in(request), version=_number(request.POST.get("version", "")))
    except DomainError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, f"The decision on {references.grouped(response.reference)} is taken back.")
    return redirect("responses_staff:match", response.exercise.slug, response.reference)
