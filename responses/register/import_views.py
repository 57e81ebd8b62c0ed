"""Staff pages on which a spreadsheet is brought to the register: looked at, then taken in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import KEYERS, signed_in, staff_page
from common.errors import DomainError
from common.uploads import takes_files
from crispy_nhsuk.layout import Button, FileInput, NHSUKHelper
from responses.intake.imports.mapping import nearness, values
from responses.register import exporting, vocabulary
from responses.register.importing import taking
from responses.register.importing.planning import LEFT_OUT, Plan
from responses.register.importing.reading import LARGEST
from responses.register.models import RegisterImport
from responses.register.vocabulary import Vocabulary
from responses.staff_views.access import exercise_for, page_context

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
MEGABYTE = 1024 * 1024
SHOWN, LISTED = 100, 10
SAID = {"types": "type", "areas": "area"}  # what a person says the meaning of, and how a page calls one


class BringForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label="Spreadsheet",
        help_text=f"CSV or Excel, up to {LARGEST // MEGABYTE} MB",
        error_messages={"required": "Choose a file", "empty": "The file is empty. Choose another"},
    )
    use_required_attribute = False
    helper = NHSUKHelper(FileInput("file"), Button("Look at it"))

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise ValidationError(f"The file must be smaller than {LARGEST // MEGABYTE} MB")
        return file


@takes_files(most=LARGEST)
@get_or_post
@staff_page(*KEYERS)
def bring(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring a file; nothing changes by this but that it can be looked at."""
    row = exercise_for(request, slug, KEYERS)
    posted: tuple[Any, ...] = (request.POST, request.FILES) if request.method == "POST" else ()
    form = BringForm(*posted)
    if form.is_valid():
        file: Any = form.cleaned_data["file"]
        try:
            made = taking.look_at(row.organisation, file.file, name=file.name, by=signed_in(request))
        except DomainError as refused:
            form.add_error("file", refused.message)
        else:
            return redirect("responses_staff:stakeholders_look", row.slug, made.pk)
    done = RegisterImport.objects.filter(organisation=row.organisation_id, state=RegisterImport.State.DONE)
    context = page_context(
        row, form=form, words=vocabulary.of_exercise(row), done=done.select_related("done_by")[:LISTED]
    )
    return render(request, "responses/register/import.html", context, status=422 if form.errors else 200)


@get_or_post
@staff_page(*KEYERS)
def look(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What the file would add, change and leave; take it in."""
    row = exercise_for(request, slug, KEYERS)
    brought = get_object_or_404(RegisterImport, organisation=row.organisation_id, pk=pk)
    words, problem = vocabulary.of_exercise(row), ""
    if request.method == "POST" and request.POST.get("say") in SAID:
        return _say(request, slug, brought, words)
    if request.method == "POST":
        try:
            done = taking.take_in(brought, words, by=signed_in(request), seen=request.POST.get("seen", ""))
        except DomainError as refused:
            problem = refused.message
        else:
            messages.success(request, f"{len(done.new)} added, {len(done.changed)} changed.")
            return redirect("responses_staff:stakeholders", row.slug)
    brought.refresh_from_db()
    if brought.state == RegisterImport.State.DONE:
        messages.info(request, problem or "This file has been taken in.")
        return redirect("responses_staff:stakeholders_import", row.slug)
    plan = taking.plan_of(brought, words)
    context = page_context(
        row,
        brought=brought,
        plan=plan,
        takes_in=_takes_in(plan),
        unknown_types=_unknown(brought.rows.get("types", {}), plan.unknown_types, words.types),
        types=[("", "Not decided"), (LEFT_OUT, "Take in without a type"), *words.types.items()],
        unknown_areas=_unknown(brought.rows.get("areas", {}), plan.unknown_areas, words.areas),
        areas=[("", "Not decided"), (LEFT_OUT, "Take in without this area"), *words.areas.items()],
        words=words,
        problem=problem,
        shown=SHOWN,
        shown_slice=f":{SHOWN}",
    )
    return render(request, "responses/register/look.html", context, status=409 if problem else 200)


def _takes_in(plan: Plan) -> str:
    """Say what the button does: 'Add 4 organisations', 'Add 1 organisation and change 2'."""
    done = [(word, len(rows)) for word, rows in (("add", plan.new), ("change", plan.changed)) if rows]
    told = [f"{word} {count}" for word, count in done]
    if told:
        told[0] += " organisation" if done[0][1] == 1 else " organisations"
    return " and ".join(told).capitalize()


@dataclass(frozen=True)
class Unknown:
    """A type or an area as the file writes it, in how many rows, and what it means: as said, or only suggested."""

    number: int
    said: str
    times: int
    chosen: str
    is_suggested: bool


def _unknown(meant: dict[str, str], written: dict[str, int], known: Mapping[str, str]) -> list[Unknown]:
    found = []
    for number, (said, times) in enumerate(list(written.items())[:SHOWN]):
        near = "" if meant.get(said) else values.meant(said, known) or nearness.suggested(said, known)
        found.append(Unknown(number, said, times, meant.get(said) or near, bool(near)))
    return found


def _say(request: HttpRequest, slug: str, brought: RegisterImport, words: Vocabulary) -> HttpResponse:
    """Remember what the unknown types or areas of a file mean, and look at it again."""
    sort = request.POST["say"]
    name = SAID[sort]
    posted = {request.POST.get(f"said-{nth}", ""): request.POST.get(f"{name}-{nth}", "") for nth in range(SHOWN)}
    try:
        taking.say(brought, sort, posted, words)
    except DomainError as refused:
        messages.info(request, refused.message)
    return redirect("responses_staff:stakeholders_look", slug, brought.pk)


@require_safe
@staff_page(*KEYERS)
def template(request: HttpRequest, slug: str) -> HttpResponse:
    """An empty list with the headings that the import knows."""
    exercise_for(request, slug, KEYERS)
    return exporting.as_file([exporting.HEADINGS], "stakeholders-template.csv")
