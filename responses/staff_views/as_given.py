"""What came and cannot be keyed in as it stands: kept as a note, with the boxes left empty."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from common.errors import DomainError
from responses.drafts.models import Draft
from responses.intake import as_given
from responses.intake.forms import KeyingNoteForm
from responses.intake.models import KeyingNote
from responses.staff_views.drafts import draft_for, keyed_page, keying_context


@require_http_methods(["GET", "HEAD", "POST"])
@keyed_page
def page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show what clashes and what was noted; note more."""
    draft = draft_for(request, slug, pk)
    if request.method != "POST":
        return _page(request, draft, KeyingNoteForm())
    form = KeyingNoteForm(request.POST if request.POST.get("act") == "note" else None)
    try:
        if not _done(request, draft, form):
            return _page(request, draft, form)
    except DomainError as refused:
        messages.error(request, refused.message)
    return redirect("responses_staff:as_given", slug, pk)


def _done(request: HttpRequest, draft: Draft, form: KeyingNoteForm) -> bool:
    user = cast(User, request.user)
    match request.POST.get("act"):
        case "blank":
            as_given.leave_blank(draft, by=user)
        case "note" if form.is_valid():
            as_given.note(draft, form.cleaned_data["text"], by=user)
        case "note":
            return False
        case "remove" if (number := request.POST.get("note", "")).isdecimal() and len(number) < 12:
            as_given.remove(draft, int(number))
    return True


def _page(request: HttpRequest, draft: Draft, form: KeyingNoteForm) -> HttpResponse:
    notes = KeyingNote.objects.filter(draft=draft).select_related("by")
    context = keying_context(draft, form=form, clashes=as_given.clashes_of(draft), notes=list(notes))
    return render(request, "responses/staff/as_given.html", context, status=422 if form.errors else 200)
