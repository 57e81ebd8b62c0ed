"""The pages of imports: upload, check every row, import, take back; what becomes of columns is in mapping_views."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import KEYERS, signed_in, staff_page
from common.errors import DomainError
from common.posting import only_posted
from common.uploads import takes_files
from responses.intake import originals
from responses.intake.imports import batches, progress, telling, undoing
from responses.intake.imports.forms import ImportForm, UndoForm, UploadForm
from responses.intake.imports.mapping import mapping as mappings
from responses.intake.imports.mapping import written
from responses.intake.imports.mapping.mapping import Mapping
from responses.intake.imports.mapping.shape import from_json
from responses.intake.imports.models import ImportBatch
from responses.intake.imports.places import batch_for, place_of, sent, status_of, targets_for
from responses.intake.originals import LARGEST
from responses.staff_views.access import exercise_for, page_context

LISTED = 50
CHANGED = "This import has been changed or checked again since you opened its page. Look again, then decide."


@require_safe
@staff_page(*KEYERS)
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the imports of an exercise, newest first, a page at a time."""
    row = exercise_for(request, slug, KEYERS)
    found = row.imports.all().listed().select_related("original", "uploaded_by")
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 9:
        found = found.filter(number__lt=int(before))
    rows = list(found[: LISTED + 1])
    older = f"?before={rows[LISTED - 1].number}" if len(rows) > LISTED else ""
    context = page_context(row, batches=rows[:LISTED], next_url=older, previous_url="?" if before else "")
    return render(request, "responses/imports/list.html", context)


@takes_files(most=LARGEST + 1024 * 1024)
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*KEYERS)
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a spreadsheet."""
    row = exercise_for(request, slug, KEYERS)
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()), exercise=row)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("channel", "received_on", "note")}
        try:
            batch = batches.upload(row, form.cleaned_data["file"], by=signed_in(request), **said)
        except DomainError as refused:
            form.add_error(None, refused.message)
        else:
            return sent(batch)
    return render(request, "responses/imports/new.html", page_context(row, form=form), status=status_of(form))


@require_safe
@never_cache
@staff_page(*KEYERS)
def detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show how far an import is, and what can be done next."""
    batch = batch_for(request, slug, number)
    context = page_context(batch.exercise, batch=batch, heard=progress.heard(batch))
    if "HX-Request" in request.headers or batch.is_working:
        template = "_progress" if "HX-Request" in request.headers else "working"
        return render(request, f"responses/imports/{template}.html", context)
    return _detail_page(request, batch, context)


def _detail_page(request: HttpRequest, batch: ImportBatch, context: dict[str, Any], **extra: Any) -> HttpResponse:
    mapping = mappings.from_json(batch.mapping)
    coming = batches.coming(batch)
    troubles = telling.troubles(batch) if batch.shape else []
    context |= {
        "shape": from_json(batch.shape) if batch.shape else None,
        "mapping": mapping,
        "used": len(mapping.used()),
        "undecided": [(place, column) for place, column in mapping.used().items() if column.undecided],
        "not_imported": _not_imported(batch, mapping),
        "answers": mappings.answers_anything(mapping, targets_for(batch)),
        "counts": telling.counted(batch),
        "coming": coming,
        "troubles": troubles[: telling.LISTED],
        "more_troubles": max(0, len(troubles) - telling.LISTED),
        "same": originals.same_as([batch.original], batch.exercise),
        "alike": telling.alike(batch),
        "form": ImportForm(counts=batch.counts, coming=coming) if coming or batch.counts.get("maybe") else None,
    }
    return render(request, "responses/imports/detail.html", {**context, **extra}, status=status_of(extra.get("form")))


def _not_imported(batch: ImportBatch, mapping: Mapping) -> list[Any]:
    """Return the columns that hold something and become nothing: what they say is not lost, but not in the answers."""
    if not batch.shape:
        return []
    used = mapping.used()
    return [column for column in from_json(batch.shape).columns if column.filled and column.position not in used]


@only_posted("responses_staff:import", "slug", "number")
@staff_page(*KEYERS)
def check(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Have every row looked at; nothing is imported."""
    batch = batch_for(request, slug, number)
    try:
        batches.ask_to_check(batch, mappings.from_json(batch.mapping), targets_for(batch))
    except DomainError as refused:
        messages.error(request, refused.message)
        return redirect("responses_staff:import", *place_of(batch))
    return sent(batch)


@only_posted("responses_staff:import", "slug", "number")
@staff_page(*KEYERS)
def run(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Have everything that can be imported written, in one go."""
    batch = batch_for(request, slug, number)
    if request.POST.get("seen") != batch.asked_at.isoformat():  # what is said is said of the rows that were shown
        messages.error(request, CHANGED)
        return redirect("responses_staff:import", *place_of(batch))
    form = ImportForm(request.POST, counts=batch.counts, coming=batches.coming(batch))
    if not form.is_valid():
        return _detail_page(request, batch, page_context(batch.exercise, batch=batch), form=form)
    try:
        without = form.cleaned_data.get("without_invalid", False)
        batches.ask_to_import(batch, by=signed_in(request), without_invalid=without, alike_too=form.alike_too)
    except DomainError as refused:
        messages.error(request, refused.message)
        return redirect("responses_staff:import", *place_of(batch))
    return sent(batch)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*KEYERS)
def undo(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take an import back as a whole, and say why."""
    batch = batch_for(request, slug, number)
    standing = undoing.standing_of(batch)
    posted = request.POST if request.method == "POST" else None
    form = UndoForm(posted, acted_on=standing.acted_on)
    if form.is_valid():
        said = form.cleaned_data
        try:
            batches.ask_to_undo(
                batch, by=signed_in(request), why=said["why"], acted_on_too=said.get("acted_on_too", False)
            )
        except DomainError as refused:
            form.add_error(None, refused.message)
        else:
            return sent(batch)
    context = page_context(batch.exercise, batch=batch, standing=standing, form=form)
    return render(request, "responses/imports/undo.html", context, status=status_of(form))


@require_safe
@never_cache
@staff_page(*KEYERS)
def fates(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """Hand out the fate of every row as CSV."""
    batch = batch_for(request, slug, number)
    if not batch.fates:
        raise Http404
    return _file(telling.as_csv(batch), f"{slug}-import-{number}-rows.csv", "text/csv; charset=utf-8")


@require_safe
@never_cache
@staff_page(*KEYERS)
def mapping_file(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """Hand out the mapping, as the command line takes it."""
    batch = batch_for(request, slug, number)
    text = written.dumped(mappings.from_json(batch.mapping))
    return _file([text], f"{slug}-import-{number}.yaml", "application/yaml; charset=utf-8")


def _file(content: Any, name: str, content_type: str) -> HttpResponseBase:
    response = StreamingHttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
