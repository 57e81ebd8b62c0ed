"""Staff pages of the register: list, one stakeholder, add, edit, retire, and the list as a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import KEYERS, signed_in, staff_page
from common.errors import DomainError
from common.posting import only_posted
from engagement.models import Exercise
from responses.register import exporting, paging, reads, stakeholders, vocabulary
from responses.register.errors import NameTaken
from responses.register.forms import FilterForm, StakeholderForm
from responses.register.inviting import stops
from responses.register.inviting.reads import history_of
from responses.register.models import Stakeholder
from responses.staff_views.access import exercise_for, page_context

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@staff_page(*KEYERS)
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    """The register, limited by filters, page by page."""
    row = exercise_for(request, slug, KEYERS)
    form = FilterForm(request.GET, words=vocabulary.of_exercise(row))
    found = reads.filtered(row.organisation_id, form.filters)
    page = paging.page(
        reads.with_details(found), after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    context = page_context(
        row,
        filter_form=form,
        narrowed=any(vars(form.filters).values()),
        page=page,
        count=found.order_by()[: reads.COUNT_LIMIT].count(),
        previous_url=paging.moved(request.GET, before=page.before),
        next_url=paging.moved(request.GET, after=page.after),
        export_query=request.GET.urlencode(),
    )
    return render(request, "responses/register/list.html", context)


@require_safe
@staff_page(*KEYERS)
def export(request: HttpRequest, slug: str) -> HttpResponse:
    """The list as a spreadsheet that can be brought back: names, types, areas, contacts."""
    row = exercise_for(request, slug, KEYERS)
    form = FilterForm(request.GET, words=vocabulary.of_exercise(row))
    return exporting.as_file(exporting.register(reads.filtered(row.organisation_id, form.filters)), "stakeholders.csv")


@get_or_post
@staff_page(*KEYERS)
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Put an organisation on the register."""
    row = exercise_for(request, slug, KEYERS)
    initial = {"name": request.GET.get("name", "")[:200]}
    form = StakeholderForm(_sent(request), words=vocabulary.of_exercise(row), initial=initial)
    if form.is_valid():
        try:
            made = stakeholders.add(row.organisation, form.said_now, by=signed_in(request))
        except NameTaken as refused:
            form.add_error("name", refused.message)
        else:
            messages.success(request, f"{made.name} is on the register.")
            return redirect("responses_staff:stakeholder", row.slug, made.pk)
    return _form_page(request, row, form)


@get_or_post
@staff_page(*KEYERS)
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change what the register holds of an organisation."""
    row, stakeholder = _found(request, slug, pk)
    form = StakeholderForm(
        _sent(request),
        words=vocabulary.of_exercise(row),
        said=reads.said_of(stakeholder),
        initial={"version": stakeholder.version},
    )
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            stakeholders.change(
                stakeholder, form.said_now, by=signed_in(request), version=-1 if version is None else version
            )
        except NameTaken as refused:
            form.add_error("aliases" if "aliases" in form.changed_data else "name", refused.message)
        except DomainError as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, f"{stakeholder.name} is saved.")
            return redirect("responses_staff:stakeholder", row.slug, stakeholder.pk)
    return _form_page(request, row, form, stakeholder=stakeholder)


def _form_page(request: HttpRequest, row: Exercise, form: StakeholderForm, **more: Any) -> HttpResponse:
    context = page_context(row, form=form, **more)
    return render(request, "responses/register/form.html", context, status=422 if form.errors else 200)


@require_safe
@staff_page(*KEYERS)
def detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One stakeholder: what is known of it, what it was sent, what came from it."""
    row, stakeholder = _found(request, slug, pk)
    context = page_context(
        row,
        stakeholder=stakeholder,
        aliases=[name.text for name in stakeholder.names.all() if name.is_alias],
        contacts=stops.contacts_of(stakeholder),
        history=(history := history_of(stakeholder)),
        here_invited=any(told.invitation.exercise_id == row.pk for told in history),
    )
    return render(request, "responses/register/stakeholder.html", context)


@only_posted("responses_staff:stakeholder", "slug", "pk")
@staff_page(*KEYERS)
def retire(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Retire a stakeholder, or bring it back."""
    row, stakeholder = _found(request, slug, pk)
    is_back = "back" in request.POST
    act = stakeholders.bring_back if is_back else stakeholders.retire
    try:
        act(stakeholder, by=signed_in(request))
    except DomainError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, f"{stakeholder.name} is {'in use again' if is_back else 'retired'}.")
    return redirect("responses_staff:stakeholder", row.slug, stakeholder.pk)


@only_posted("responses_staff:stakeholder", "slug", "pk")
@staff_page(*KEYERS)
def stop(request: HttpRequest, slug: str, pk: int, contact: int) -> HttpResponse:
    """Stop emails to an address of a stakeholder because somebody asked for it, or let them go out again."""
    row, stakeholder = _found(request, slug, pk)
    found = get_object_or_404(stakeholder.contacts, pk=contact)
    if "lift" in request.POST:
        stops.lift(row.organisation_id, found.email, by=signed_in(request))
        messages.success(request, f"Emails may go to {found.email} again.")
    else:
        stops.stop(row.organisation_id, found.email, by=signed_in(request))
        messages.success(request, f"No more invitations or reminders go to {found.email}.")
    return redirect("responses_staff:stakeholder", row.slug, stakeholder.pk)


def _found(request: HttpRequest, slug: str, pk: int) -> tuple[Exercise, Stakeholder]:
    """Return a stakeholder on the register of the exercise's organisation; any other does not exist here."""
    row = exercise_for(request, slug, KEYERS)
    rows = Stakeholder.objects.select_related("created_by", "changed_by", "retired_by")
    return row, get_object_or_404(rows, organisation=row.organisation_id, pk=pk)


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None
