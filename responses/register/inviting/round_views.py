"""Staff pages of rounds of emails: written, looked at, tried out, confirmed; and all that were sent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import KEYERS, signed_in, staff_page
from common.errors import DomainError
from common.posting import only_posted
from engagement import wording
from engagement.models import Exercise
from responses.moments import stamp
from responses.register import vocabulary
from responses.register.inviting import mails, reads, rounds
from responses.register.inviting.forms import LATER, RoundForm
from responses.register.inviting.models import Mailing
from responses.staff_views.access import exercise_for, page_context

Sort = Mailing.Sort
FARED = {"sent": "sent", "waiting": "waiting", "bounced": "came back"}
NOT_SENT = {
    "answered": "had answered by then",
    "opened": "had opened their link by then",
    "stopped": "asked for no more",
    "bounced_before": "had come back before",
    "ended": "not expected any more",
    "gone": "taken off the register",
    "cancelled": "when it was cancelled",
    "closed": "after the close",
}
EXAMPLE = "Your organisation"


@require_safe
@staff_page(*KEYERS)
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    """All rounds: what they said, who sent them and when, how their emails fared."""
    row = exercise_for(request, slug, KEYERS)
    context = page_context(row, rounds=[(mailing, *_fared(counts)) for mailing, counts in reads.rounds_of(row)])
    return render(request, "responses/register/rounds.html", context)


def _fared(counts: dict[str, int]) -> tuple[list[str], list[str]]:
    """Say how the emails of a round fared: what became of those put down, and why others were not sent."""
    fared, not_sent = (
        [f"{counts[key]:,} {said}" for key, said in words.items() if counts.get(key)] for words in (FARED, NOT_SENT)
    )
    return fared, not_sent


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*KEYERS)
def write(request: HttpRequest, slug: str, sort: str) -> HttpResponse:
    """Write a round, look at it as it will be read and at whom it goes to, try it out, and confirm it."""
    row = exercise_for(request, slug, KEYERS)
    form = RoundForm(
        request.POST if request.method == "POST" else None, exercise=row, sort=sort, initial=_begin_with(row, sort)
    )
    if not form.is_valid() or request.POST.get("act") == "change":
        return _form_page(request, row, form, sort)
    act, said = request.POST.get("act"), form.cleaned_data
    if act == "try":
        _try_out(request, row, form)
    elif act == "confirm":
        try:
            mailing = rounds.plan(
                row,
                sort=sort,
                number=said["number"],
                subject=said["subject"],
                text=said["text"],
                planned_for=form.planned_for,
                narrowed_to=form.narrowing,
                by=signed_in(request),
            )
        except DomainError as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _told(mailing, later=said["when"] == LATER))
        return redirect("responses_staff:rounds", row.slug)
    return _preview(request, row, form, sort)


def _begin_with(row: Exercise, sort: str) -> dict[str, Any]:
    """Return words to begin with."""
    content = vocabulary.newest(row)
    title = content.title if content else row.slug
    closes = wording.until(row.closes_at)
    if sort == Sort.REMINDER:
        text = (
            f"We asked you for your views on “{title}”, and have not had an answer from you yet.\n\n"
            f"You can still answer until {closes}. It does not have to be long: you can answer as many or as few "
            "of the questions as you like.\n\nIf you have answered by another way, thank you: there is nothing to do."
        )
        subject = f"Reminder: your views on {title}"
    else:
        text = (
            f"We would like to hear what your organisation thinks of “{title}”.\n\n"
            f"{content.summary if content else ''}\n\nYou can answer until {closes}."
        )
        subject = f"Your views on {title}"
    return {
        "sort": sort,
        "number": rounds.next_number(row, sort),
        "subject": subject[:120],
        "text": text,
        "when": "now",
    }


def _form_page(request: HttpRequest, row: Exercise, form: RoundForm, sort: str) -> HttpResponse:
    context = page_context(
        row,
        form=form,
        sort=sort,
        reach=rounds.reach(row, sort, str(form["narrowed_to"].value() or "") if sort == Sort.REMINDER else ""),
        may_be_sent=rounds.may_be_sent(row),
    )
    is_wrong = form.is_bound and bool(form.errors)
    return render(request, "responses/register/write.html", context, status=422 if is_wrong else 200)


def _preview(request: HttpRequest, row: Exercise, form: RoundForm, sort: str) -> HttpResponse:
    said, reach = form.cleaned_data, rounds.reach(row, sort, form.narrowing)
    example = reach.example.stakeholder.name if reach.example else EXAMPLE
    email = mails.written(
        row, subject=said["subject"], text=said["text"], stakeholder=example, sort=sort, **mails.example_links(row)
    )
    context = page_context(
        row,
        form=form,
        sort=sort,
        reach=reach,
        email=email,
        when=stamp(form.planned_for) if said["when"] == LATER else "",
        carried=[(name, form.data.get(name, "")) for name in form.fields],
        may_be_sent=rounds.may_be_sent(row),
    )
    return render(request, "responses/register/preview.html", context)


def _try_out(request: HttpRequest, row: Exercise, form: RoundForm) -> None:
    said, person = form.cleaned_data, signed_in(request)
    reach = rounds.reach(row, said["sort"])
    mails.try_out(
        row,
        sort=said["sort"],
        subject=said["subject"],
        text=said["text"],
        stakeholder=reach.example.stakeholder.name if reach.example else EXAMPLE,
        to=person.email,
    )
    messages.success(request, f"A trial is on its way to {person.email}.")


def _told(mailing: Mailing, *, later: bool) -> str:
    what = f"{mailing.get_sort_display()} {mailing.number}"
    return f"{what} goes out on {stamp(mailing.planned_for)}." if later else f"{what} goes out within a minute."


@only_posted("responses_staff:rounds", "slug")
@staff_page(*KEYERS)
def cancel(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Cancel a round that has not been sent to the end."""
    row = exercise_for(request, slug, KEYERS)
    mailing = get_object_or_404(Mailing, exercise=row, pk=pk)
    try:
        rounds.cancel(mailing, by=signed_in(request))
    except DomainError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, "The round is cancelled. What had been sent of it by then cannot be called back.")
    return redirect("responses_staff:rounds", row.slug)
