"""Staff pages on copies and campaigns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django import forms as django_forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.permissions import READERS, can_moderate, staff_page
from common.errors import DomainError
from responses.copies import deciding, forms, listing
from responses.copies.errors import DecidedMeanwhile
from responses.copies.models import Campaign, CopyGroup, CopyRun
from responses.copies.voice_models import SameVoice
from responses.staff_views.access import exercise_for, page_context
from responses.submission.models import Response

TABS = [("", "All"), ("suggested", "Suggested"), ("named", "Campaigns"), ("taken_apart", "Taken apart")]
LISTS = {
    "": "All",
    "adds": "Add words of their own",
    "varied": "Changed in places",
    "exact": "The same words",
    "new": "New since it was named",
    "out": "Taken out",
}


@require_safe
@staff_page(*READERS)
def listing_page(request: HttpRequest, slug: str) -> HttpResponse:
    """List groups of copies, the largest first."""
    row = exercise_for(request, slug)
    state = request.GET.get("state", "")
    state = state if state in CopyGroup.State.values else ""
    page = listing.page(row, state=state, after=request.GET.get("after", ""))
    context = page_context(
        row,
        page=page,
        next_url=f"?state={state}&after={page.after}" if page.after else "",
        state=state,
        tabs=[{"label": label, "url": f"?state={name}", "current": name == state} for name, label in TABS],
        run=CopyRun.objects.filter(exercise=row).first(),
        undecided=SameVoice.objects.filter(exercise=row, state=SameVoice.State.OPEN).exists(),
    )
    return render(request, "responses/copies/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*READERS)
def group_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show one group: its text once, and each copy beside it; and decide about it."""
    row = exercise_for(request, slug)
    group = get_object_or_404(CopyGroup.objects.select_related("campaign", "by"), exercise=row, pk=pk)
    if request.method != "POST":
        return _page(request, group)
    if not can_moderate(request.user, row.organisation_id):
        raise PermissionDenied("Analysts read copies; the communications team decides about them.")
    return _act(request, group)


def token(group: CopyGroup) -> str:
    """Return how a group stands, so that a decision is about what its decider saw."""
    return f"{group.state}-{group.at.timestamp() if group.at else 0}-{group.template_id}"


def seen_now(group: CopyGroup) -> str:
    """Return what a form carries: how the group stands, and the newest copy in it."""
    return f"{token(group)}:{listing.newest(group)}"


def _newest(request: HttpRequest) -> int:
    """Return the newest copy that there was when the page was made."""
    newest = request.POST.get("seen", "").rpartition(":")[2]
    return int(newest) if newest.isdecimal() and len(newest) < 19 else 0


def _act(request: HttpRequest, group: CopyGroup) -> HttpResponse:
    act = request.POST.get("act", "")
    if act not in ACTS:
        return _page(request, group, problem="That button is not known. Choose what to do, and press it again.")
    form = FORMS[act](request.POST, auto_id=f"{act}-%s") if act in FORMS else None
    if form is not None and not form.is_valid():
        return _page(request, group, tried=(act, form))
    try:
        if request.POST.get("seen", "").rpartition(":")[0] != token(group):
            raise DecidedMeanwhile
        said = ACTS[act](request, group, form.cleaned_data if form else {})
    except DomainError as refused:
        fresh = CopyGroup.objects.select_related("campaign", "by").get(pk=group.pk)
        if form is None:
            return _page(request, fresh, problem=refused.message, status=409)
        again = FORMS[act]({**request.POST.dict(), "seen": seen_now(fresh)}, auto_id=f"{act}-%s")
        again.add_error(None, refused.message)
        return _page(request, fresh, tried=(act, again), status=409)
    messages.success(request, said)
    return redirect("responses_staff:copy_group", group.exercise.slug, group.pk)


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


def _name(request: HttpRequest, group: CopyGroup, said: dict[str, Any]) -> str:
    campaign = deciding.name(group, campaign=said["name"], by=_user(request), note=said["note"], seen=_newest(request))
    return f"It is the campaign \N{LEFT SINGLE QUOTATION MARK}{campaign.name}\N{RIGHT SINGLE QUOTATION MARK} now."


def _apart(request: HttpRequest, group: CopyGroup, said: dict[str, Any]) -> str:
    deciding.take_apart(group, by=_user(request), note=said["note"])
    return "The group is taken apart. Its responses count each by itself, as before."


def _again(request: HttpRequest, group: CopyGroup, said: dict[str, Any]) -> str:
    deciding.suggest_again(group, by=_user(request))
    return "The decision is taken back. The group is a suggestion again."


def _confirm(request: HttpRequest, group: CopyGroup, said: dict[str, Any]) -> str:
    confirmed = deciding.confirm_new(group, by=_user(request), seen=_newest(request))
    return f"{confirmed:,} new cop{'y' if confirmed == 1 else 'ies'} confirmed."


def _out(request: HttpRequest, group: CopyGroup, said: dict[str, Any]) -> str:
    note = request.POST.get("note", "")
    taken = deciding.take_out(group, _ticked(request), by=_user(request), note=note)
    return f"{taken:,} taken out of the group." if taken else "Nothing was ticked, so nothing was taken out."


def _back(request: HttpRequest, group: CopyGroup, said: dict[str, Any]) -> str:
    back = deciding.put_back(group, _ticked(request), by=_user(request))
    return f"{back:,} put back into the group." if back else "Nothing was ticked, so nothing was put back."


def _ticked(request: HttpRequest) -> list[int]:
    return [int(one) for one in request.POST.getlist("answer")[: listing.PAGE] if one.isdecimal() and len(one) < 19]


def _accept(request: HttpRequest, group: CopyGroup, said: dict[str, Any]) -> str:
    result = deciding.accept_exact(group, by=_user(request), note=said["note"])
    passed = f" {result.passed_over:,} were passed over, since somebody acted on them." if result.passed_over else ""
    return f"{result.accepted:,} response{'' if result.accepted == 1 else 's'} accepted.{passed}"


ACTS: dict[str, Callable[[HttpRequest, CopyGroup, dict[str, Any]], str]] = {
    "name": _name,
    "apart": _apart,
    "again": _again,
    "confirm": _confirm,
    "out": _out,
    "back": _back,
    "accept": _accept,
}
FORMS: dict[str, type[django_forms.Form]] = {
    "name": forms.NameForm,
    "apart": forms.ApartForm,
    "accept": forms.AcceptForm,
}


def _page(
    request: HttpRequest,
    group: CopyGroup,
    *,
    tried: tuple[str, django_forms.Form] | None = None,
    problem: str = "",
    status: int = 0,
) -> HttpResponse:
    row = group.exercise
    only = request.GET.get("only", "")
    only = only if only in LISTS else ""
    copies = listing.copies(group, only=only, after=request.GET.get("after", ""))
    counts = listing.counts(group)
    may_moderate = can_moderate(request.user, row.organisation_id)
    seen = seen_now(group)
    made = {name: form(initial={"seen": seen}, auto_id=f"{name}-%s") for name, form in FORMS.items()}
    named = group.state == CopyGroup.State.NAMED
    context = page_context(
        row,
        described=listing.described(group),
        group=group,
        copies=copies,
        counts=counts,
        only=only,
        tabs=[
            {"label": label, "count": counts[name], "url": f"?only={name}", "current": name == only}
            for name, label in LISTS.items()
            if counts[name] or name in ("", only)
        ],
        next_url=f"?only={only}&after={copies.after}" if copies.after else "",
        may_moderate=may_moderate,
        acceptable=_acceptable(group) if named and may_moderate else 0,
        most_at_once=deciding.MOST_AT_ONCE,
        forms=made | (dict([tried]) if tried else {}),
        form=tried[1] if tried else None,
        opened=tried[0] if tried else "",
        campaigns=Campaign.objects.filter(exercise=row, groups__isnull=False).distinct()[:20],
        problem=problem,
        typed_note=request.POST.get("note", "") if problem else "",
        ticked=_ticked(request) if problem else [],
        seen=seen,
        stands_open=deciding.stands_open(group),
    )
    return render(request, "responses/copies/group.html", context, status=status or (422 if tried or problem else 200))


def _acceptable(group: CopyGroup) -> int:
    waiting = Response.objects.current().filter(deciding.acceptable(group), exercise=group.exercise_id)
    return waiting.order_by()[: deciding.MOST_AT_ONCE + 1].count()
