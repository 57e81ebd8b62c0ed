"""Staff pages of invitations: who is on the list and how far each has got, and whom has not been heard from."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Role, User
from accounts.permissions import KEYERS, READERS, can_key, can_see_responses, signed_in, staff_page
from common import clock
from common.errors import DomainError
from common.posting import only_posted
from engagement.models import Exercise
from engagement.phases import Phase
from responses.register import exporting, paging, vocabulary
from responses.register.inviting import listing
from responses.register.inviting import reads as invitations
from responses.register.inviting.forms import ChooseForm, FilterForm
from responses.register.inviting.models import Invitation
from responses.register.models import Stakeholder
from responses.staff_views.access import exercise_for, page_context

HEARERS = READERS | {Role.STEERING}
OVER = frozenset({Phase.LATE, Phase.OVER})  # whatever is on time has arrived
SHOWN_NAMES = 30


@require_safe
@staff_page(*KEYERS)
def invited(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody on the list, with how far they have got."""
    row = exercise_for(request, slug, KEYERS)
    form = FilterForm(request.GET, words=vocabulary.of_exercise(row))
    found = invitations.of_exercise(row, form.invited)
    page = paging.page(found, by="stakeholder__key", **paging.place_in(request.GET))
    context = page_context(
        row,
        filter_form=form,
        narrowed=any(vars(form.invited).values()),
        page=page,
        rows=[(one, invitations.IN_WORDS[invitations.standing_of(one)]) for one in page.rows],
        total=invitations.summary(row).total,
        previous_url=paging.moved(request.GET, before=page.before),
        next_url=paging.moved(request.GET, after=page.after),
    )
    return render(request, "responses/register/invited_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*KEYERS)
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose by type and area whom to put on the list; say who that is before it is done."""
    row = exercise_for(request, slug, KEYERS)
    said = request.POST if request.method == "POST" else request.GET
    form = ChooseForm(said if "chosen" in said else None, words=vocabulary.of_exercise(row))
    chosen: list[int] | None = None
    if form.is_valid():
        chosen = listing.chosen(row, types=form.cleaned_data["types"], areas=form.cleaned_data["areas"])
        if request.method == "POST" and form.cleaned_data["seen"] == len(chosen):
            added = listing.invite(row, chosen, by=signed_in(request))
            messages.success(request, f"{added} put on the list. Nothing has been sent to them yet.")
            return redirect("responses_staff:invited", row.slug)
    is_other = request.method == "POST" and chosen is not None
    context = page_context(
        row,
        form=form,
        chosen=chosen,
        shown=Stakeholder.objects.filter(pk__in=(chosen or [])[:SHOWN_NAMES]).order_by("key"),
        more=max(0, len(chosen or []) - SHOWN_NAMES),
        is_other=is_other,
        on_register=Stakeholder.objects.active().filter(organisation=row.organisation_id).exists(),
    )
    return render(request, "responses/register/choose.html", context, status=409 if is_other else 200)


@only_posted("responses_staff:stakeholder", "slug", "pk")
@staff_page(*KEYERS)
def invite_one(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put one stakeholder on the list, take it off, or put it back."""
    row = exercise_for(request, slug, KEYERS)
    stakeholder = get_object_or_404(Stakeholder, organisation=row.organisation_id, pk=pk)
    invitation = Invitation.objects.filter(exercise=row, stakeholder=stakeholder).first()
    try:
        said = _act(request, row, stakeholder, invitation)
    except DomainError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, said)
    return redirect("responses_staff:stakeholder", row.slug, stakeholder.pk)


def _act(request: HttpRequest, row: Exercise, stakeholder: Stakeholder, invitation: Invitation | None) -> str:
    if invitation is None:
        listing.invite(row, [stakeholder.pk], by=signed_in(request))
        return f"{stakeholder.name} is on the list. Nothing has been sent yet."
    if "end" in request.POST:
        listing.end(invitation, by=signed_in(request))
        return f"No answer is expected from {stakeholder.name} any more."
    listing.expect_again(invitation)
    return f"An answer is expected from {stakeholder.name} again."


def may_see_names(user: User, row: Exercise) -> bool:
    """Whether the person may see who has not answered: the team always, the steering group once all is in.

    Its members are respondents too; while the exercise is open they see counts and no names.
    """
    return can_see_responses(user, row.organisation_id) or row.phase(clock.now()) in OVER


@require_safe
@staff_page(*HEARERS)
def unheard(request: HttpRequest, slug: str) -> HttpResponse:
    """Whom have we not heard from: by type, by place, and by name for those who may see names."""
    row = exercise_for(request, slug, HEARERS)
    with_names = may_see_names(cast(User, request.user), row)
    words = vocabulary.of_exercise(row)
    found = invitations.of_exercise(row, invitations.Filters(show="unanswered")).prefetch_related("stakeholder__areas")
    page = paging.page(found, by="stakeholder__key", size=200, **paging.place_in(request.GET)) if with_names else None
    context = page_context(
        row,
        summary=invitations.summary(row, type_order=words.types, area_order=words.areas),
        with_names=with_names,
        may_invite=can_key(request.user, row.organisation_id),
        names_are_plain=not can_key(request.user, row.organisation_id),
        rows=[(one, invitations.IN_WORDS[invitations.standing_of(one)]) for one in page.rows] if page else [],
        previous_url=paging.moved(request.GET, before=page.before) if page else "",
        next_url=paging.moved(request.GET, after=page.after) if page else "",
        now=clock.now(),
    )
    return render(request, "responses/register/unheard.html", context)


@require_safe
@staff_page(*HEARERS)
def unheard_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as a file: each stakeholder not heard from, or the counts where names are not to be seen."""
    row = exercise_for(request, slug, HEARERS)
    if may_see_names(cast(User, request.user), row):
        return exporting.as_file(exporting.unheard(row), f"not-heard-from-{row.slug}.csv")
    words = vocabulary.of_exercise(row)
    made = invitations.summary(row, type_order=words.types, area_order=words.areas)
    return exporting.as_file(exporting.counts(made), f"heard-from-{row.slug}.csv")
