"""Pages on one person: looking for them, handing out what is held, and asking for an erasure and agreeing to it.

Only the communications team looks for people: it reads responses as well. Who agrees to an erasure sees how much goes
and none of the words, so an administrator may. All is posted: no personal data stands in an address or a log.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import IO, Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.permissions import MODERATORS, PUBLISHERS, signed_in, staff_page
from common import clock
from common.errors import DomainError
from common.posting import only_posted
from engagement.access import exercise_for
from engagement.models import Exercise
from engagement.staff_reads import state_of
from responses.privacy import asking, finding, holds, people
from responses.privacy.finding import Subject
from responses.privacy.person_forms import AskForm, PersonForm, RefuseForm
from responses.privacy.person_models import SoughtBy, SubjectErasure, SubjectExport

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
NOTHING_CHOSEN = "Choose what is theirs"


@never_cache
@get_or_post
@staff_page(*MODERATORS)
def look(request: HttpRequest, slug: str) -> HttpResponse:
    """Look for a person, and show what is held on them and where."""
    row = exercise_for(request, slug, MODERATORS)
    form = PersonForm(request.POST or None)
    subject = _found(row, form)
    return _looked(request, row, form, subject)


@never_cache
@only_posted("responses_staff:person", "slug")
@staff_page(*MODERATORS)
def hand_out(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Hand out what is held on a person, as one file."""
    row = exercise_for(request, slug, MODERATORS)
    form = PersonForm(request.POST)
    subject = _found(row, form)
    chosen = _chosen(request, subject)
    if chosen is None:
        return _looked(request, row, form, subject, NOTHING_CHOSEN)
    name = f"{row.slug}-one-person-{clock.today():%Y-%m-%d}.zip"
    return FileResponse(
        _packed(chosen, by=signed_in(request)), as_attachment=True, filename=name, content_type="application/zip"
    )


def _packed(subject: Subject, **who: Any) -> IO[bytes]:
    """Return the export as one file without a name, which goes when it is closed."""
    made: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by who sends it
    with tempfile.TemporaryDirectory() as folder:
        asking.hand_out(subject, Path(folder, "held"), **who)
        archive = shutil.make_archive(str(Path(folder, "whole")), "zip", folder, "held")
        with Path(archive).open("rb") as whole:
            shutil.copyfileobj(whole, made)
    made.seek(0)
    return made


@never_cache
@only_posted("responses_staff:person", "slug")
@staff_page(*MODERATORS)
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what an erasure takes and what stays; ask for it once a reason is given."""
    row = exercise_for(request, slug, MODERATORS)
    person = PersonForm(request.POST)
    subject = _found(row, person)
    chosen = _chosen(request, subject)
    if chosen is None:
        return _looked(request, row, person, subject, NOTHING_CHOSEN)
    form = AskForm(request.POST if "reason" in request.POST else None)
    if form.is_valid():
        try:
            asked = asking.ask(chosen, by=signed_in(request), reason=form.cleaned_data["reason"])
        except DomainError as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, "Asked for. Somebody else has to agree before anything goes.")
            return redirect("responses_staff:erasure", row.slug, asked.pk)
    context = _context(
        row,
        form=form,
        person=person,
        found=request.POST.getlist("found"),
        sought_by=chosen.asked,
        hold=holds.in_force(row),
        tables=people.going(chosen.rows),
        files=people.shared_files(chosen.rows),
        mentions=people.mentions_of(subject or chosen),
    )
    return render(request, "responses/privacy/erase.html", context, status=422 if form.errors else 200)


@never_cache
@get_or_post
@staff_page(*PUBLISHERS)
def erasure(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show an erasure that was asked for, and agree to it or refuse it."""
    row = exercise_for(request, slug, PUBLISHERS)
    among = SubjectErasure.objects.filter(exercise=row).select_related("asked_by", "decided_by", "exercise")
    asked = get_object_or_404(among, pk=pk)
    user = signed_in(request)
    mine = asked.asked_by_id == user.pk
    refusing = request.method == "POST" and request.POST.get("act") != "agree"
    form = RefuseForm(request.POST if refusing else None, mine=mine)
    refused = ""
    try:
        if request.method == "POST" and not refusing:
            asking.agree(asked, by=user)
            messages.success(request, "Erased. Reports that held the words are withdrawn and made anew.")
            return redirect("responses_staff:erasure", row.slug, pk)
        if form.is_valid():
            asking.refuse(asked, by=user, because=form.cleaned_data["because"])
            messages.success(request, "Nothing was erased.")
            return redirect("responses_staff:personal_data", row.slug)
    except DomainError as said:
        refused = said.message
    rows = asking.rows_of(asked) if asked.state == SubjectErasure.State.WAITING else {}
    context = _context(
        row,
        asked=asked,
        sought_by=SoughtBy(asked.sought_by).label.lower(),
        mine=mine,
        form=form,
        refused=refused,
        hold=holds.in_force(row),
        tables=people.going(rows),
        erased=people.counted(asked.counts),
        files=people.shared_files(rows),
    )
    return render(request, "responses/privacy/erasure.html", context, status=422 if refused or form.errors else 200)


def _found(row: Exercise, form: PersonForm) -> Subject | None:
    """Look for whom a form names; None where there is nobody, which the form then says."""
    if not form.is_valid():
        return None
    try:
        return finding.find(row, form.cleaned_data["sought"])
    except DomainError as nobody:
        form.add_error("text", nobody.message)
        return None


def _chosen(request: HttpRequest, subject: Subject | None) -> Subject | None:
    """Return what was chosen of what was found; None where that is nothing."""
    if subject is None:
        return None
    chosen = finding.limited(subject, people.roots_of(request.POST.getlist("found")))
    return chosen if chosen.rows else None


def _looked(
    request: HttpRequest, row: Exercise, form: PersonForm, subject: Subject | None, wrong: str = ""
) -> HttpResponse:
    """Show the form, and what was found."""
    found: dict[str, Any] = {}
    if subject:
        try:
            found = _shown(row, subject)
        except DomainError as too_many:
            form.add_error("text", too_many.message)
    status = 422 if form.errors or wrong else 200
    context = _context(row, form=form, hold=holds.in_force(row), wrong=wrong if found else "", **found)
    return render(request, "responses/privacy/person.html", context, status=status)


def _shown(row: Exercise, subject: Subject) -> dict[str, Any]:
    before = SubjectExport.objects.filter(exercise=row, person=subject.person).select_related("by")
    erasures = SubjectErasure.objects.filter(exercise=row, person=subject.person).select_related("asked_by")
    return {
        "subject": subject,
        "things": people.things(subject),
        "is_certain": subject.sought.by in (SoughtBy.EMAIL, SoughtBy.REFERENCE),
        "mentions": people.mentions_of(subject),
        "before": before[:10],
        "erasures": erasures[:10],
    }


def _context(row: Exercise, **extra: Any) -> dict[str, Any]:
    state = state_of(row)
    return {"row": row, "state": state, "title": state.title, **extra}
