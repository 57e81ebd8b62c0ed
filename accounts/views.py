"""Staff pages on which administrators look after who may sign in, and to do what."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import people as acts
from accounts.forms import InviteForm, ReasonForm, RolesForm
from accounts.models import Invitation, Organisation, Role
from accounts.permissions import organisations_with, signed_in, staff_page
from accounts.teams import Member, latest_acts, member_of, teams_of
from common.errors import DomainError
from common.posting import only_posted


@require_safe
@staff_page(Role.ADMINISTRATOR)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with a role in the organisations that the administrator looks after, and who is invited."""
    teams = teams_of(organisations_with(request.user, Role.ADMINISTRATOR))
    return render(request, "accounts/people.html", {"teams": teams})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Role.ADMINISTRATOR)
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite somebody by email to one role."""
    organisation = _organisation(request, slug)
    form = InviteForm(_sent(request))
    if form.is_valid():
        try:
            invitation = acts.invite(organisation=organisation, by=signed_in(request), **form.cleaned_data)
        except DomainError as refused:
            form.add_error("email", refused.message)
        else:
            messages.success(request, f"An invitation is on its way to {invitation.email}.")
            return redirect("accounts_staff:people")
    return _page(request, "accounts/invite.html", {"organisation": organisation, "form": form})


@only_posted("accounts_staff:people")
@staff_page(Role.ADMINISTRATOR)
def revoke(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Withdraw an invitation that nobody has taken up."""
    invitation = get_object_or_404(
        Invitation.objects.select_related("organisation"), pk=pk, organisation=_organisation(request, slug)
    )
    try:
        acts.revoke(invitation=invitation, by=signed_in(request))
    except DomainError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, f"The invitation to {invitation.email} is withdrawn and its link no longer works.")
    return redirect("accounts_staff:people")


@require_safe
@staff_page(Role.ADMINISTRATOR)
def record(request: HttpRequest, slug: str) -> HttpResponse:
    """What was done lately to whose access, by whom."""
    organisation = _organisation(request, slug)
    context = {"organisation": organisation, "acts": latest_acts(organisation)}
    return render(request, "accounts/record.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Role.ADMINISTRATOR)
def person(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One person: their roles, to be changed here, and what was done to their access."""
    organisation, member = _member(request, slug, pk)
    form = RolesForm(_sent(request), initial={"roles": member.roles})
    if form.is_valid():
        try:
            acts.set_roles(
                person=member.user, organisation=organisation, roles=form.cleaned_data["roles"], by=signed_in(request)
            )
        except DomainError as refused:
            form.add_error("roles", refused.message)
        else:
            messages.success(request, f"The roles of {member.user} are saved.")
            return redirect("accounts_staff:people")
    context = {
        "organisation": organisation,
        "member": member,
        "form": form,
        "acts": latest_acts(organisation, subject=member.user),
    }
    return _page(request, "accounts/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Role.ADMINISTRATOR)
def reset(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask for a reason, then close a person's sign-in and email them how to open it again."""
    said = "{person} has been emailed a link to choose a new password."
    return _act(request, slug, pk, acts.reset, "accounts/reset.html", button="Reset the sign-in", said=said)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Role.ADMINISTRATOR)
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask for a reason, then end all of a person's roles in the organisation."""
    said = "{person} no longer has a role in {organisation}."
    return _act(
        request, slug, pk, acts.remove, "accounts/remove.html", button="Remove from the organisation", said=said
    )


def _act(
    request: HttpRequest, slug: str, pk: int, act: Callable[..., object], template: str, *, button: str, said: str
) -> HttpResponse:
    """Say what an act does to a person and ask why; do it, and say so."""
    organisation, member = _member(request, slug, pk)
    form = ReasonForm(_sent(request), button=button)
    if form.is_valid():
        try:
            act(person=member.user, organisation=organisation, by=signed_in(request), **form.cleaned_data)
        except DomainError as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, said.format(person=member.user, organisation=organisation))
            return redirect("accounts_staff:people")
    return _page(request, template, {"organisation": organisation, "member": member, "form": form})


def _sent(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, even if nothing was filled in."""
    return request.POST if request.method == "POST" else None


def _organisation(request: HttpRequest, slug: str) -> Organisation:
    """Return an organisation the visitor administers; any other does not exist for them."""
    return get_object_or_404(organisations_with(request.user, Role.ADMINISTRATOR), slug=slug)


def _member(request: HttpRequest, slug: str, pk: int) -> tuple[Organisation, Member]:
    organisation = _organisation(request, slug)
    member = member_of(organisation, pk)
    if member is None:
        raise Http404("Nobody of the organisation.")
    return organisation, member


def _page(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """Show a page with a form; one that comes back with errors says so in its status."""
    form = context["form"]
    return render(request, template, context, status=422 if form.errors else 200)  # type: ignore[attr-defined]
