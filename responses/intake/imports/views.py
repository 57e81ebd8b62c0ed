"""The pages of imports: upload, say how it is read, map its columns, check every row, import, take back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import KEYERS, signed_in, staff_page
from common.errors import DomainError
from common.queue import send_after_commit
from common.uploads import takes_files
from engagement import editions
from responses.intake import originals
from responses.intake.imports import batches, choosing, telling, undoing
from responses.intake.imports.forms import ImportForm, ReadingForm, UndoForm, UploadForm
from responses.intake.imports.mapping import mapping as mappings
from responses.intake.imports.mapping import written
from responses.intake.imports.mapping.mapping import Mapping, faults
from responses.intake.imports.mapping.shape import Shape, from_json
from responses.intake.imports.mapping.targets import Target, targets_of
from responses.intake.imports.models import ImportBatch
from responses.intake.imports.tasks import work_on_import
from responses.intake.originals import LARGEST
from responses.staff_views.access import exercise_for, page_context

LISTED = 50


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
            return _sent(batch)
    return render(request, "responses/imports/new.html", page_context(row, form=form), status=_status(form))


@require_safe
@never_cache
@staff_page(*KEYERS)
def detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show how far an import is, and what can be done next."""
    batch = _batch(request, slug, number)
    context = page_context(batch.exercise, batch=batch)
    if "HX-Request" in request.headers or batch.is_working:
        template = "_progress" if "HX-Request" in request.headers else "working"
        return render(request, f"responses/imports/{template}.html", context)
    return _detail_page(request, batch, context)


def _detail_page(request: HttpRequest, batch: ImportBatch, context: dict[str, Any], **extra: Any) -> HttpResponse:
    mapping = mappings.from_json(batch.mapping)
    coming = batch.counts.get("new", 0) + batch.counts.get("late", 0)
    troubles = telling.troubles(batch) if batch.shape else []
    context |= {
        "shape": from_json(batch.shape) if batch.shape else None,
        "mapping": mapping,
        "used": len(mapping.used()),
        "undecided": [(place, column) for place, column in mapping.used().items() if column.undecided],
        "not_imported": _not_imported(batch, mapping),
        "counts": telling.counted(batch),
        "coming": coming,
        "troubles": troubles[: telling.LISTED],
        "more_troubles": max(0, len(troubles) - telling.LISTED),
        "same": originals.same_as([batch.original], batch.exercise),
        "form": ImportForm(invalid=batch.counts.get("invalid", 0), coming=coming) if coming else None,
    }
    return render(request, "responses/imports/detail.html", {**context, **extra}, status=_status(extra.get("form")))


def _not_imported(batch: ImportBatch, mapping: Mapping) -> list[Any]:
    """Return the columns that hold something and become nothing: what they say is not lost, but not in the answers."""
    if not batch.shape:
        return []
    used = mapping.used()
    return [column for column in from_json(batch.shape).columns if column.filled and column.position not in used]


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*KEYERS)
def reading(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Say how the table is read: sheet, headings, dates, and what holds for all rows."""
    batch, shape, mapping = _mapped(request, slug, number)
    initial = {
        "sheet": mapping.sheet,
        "encoding": mapping.encoding,
        "header_rows": shape.header_rows,
        "dates": mapping.dates,
        "same_rows": mapping.same_rows,
        "channel": batch.channel,
        "received_on": batch.received_on,
    }
    posted = request.POST if request.method == "POST" else None
    form = ReadingForm(posted, initial=initial, exercise=batch.exercise, sheets=shape.told.get("sheets", []))
    if form.is_valid():
        try:
            return _read_so(request, batch, shape, mapping, form.cleaned_data)
        except DomainError as refused:
            form.add_error(None, refused.message)
    context = page_context(batch.exercise, batch=batch, shape=shape, form=form)
    return render(request, "responses/imports/reading.html", context, status=_status(form))


def _read_so(
    request: HttpRequest, batch: ImportBatch, shape: Shape, mapping: Mapping, said: dict[str, Any]
) -> HttpResponse:
    changes = {name: said[name] for name in ("sheet", "encoding", "dates", "same_rows", "header_rows") if name in said}
    changed = replace(mapping, **changes)
    about = {"received_on": said["received_on"], "channel": said["channel"]}
    batches.settle(
        batch, replace(mapping, dates=changed.dates, same_rows=changed.same_rows), by=signed_in(request), **about
    )
    was = (mapping.sheet, mapping.encoding, shape.header_rows)
    if (changed.sheet, changed.encoding, changed.header_rows) != was:
        batches.read_again(batch, changed)
        return _sent(batch)
    return redirect("responses_staff:import", batch.exercise.slug, batch.number)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_page(*KEYERS)
def columns(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Say what becomes of each column, forty at a time."""
    batch, shape, mapping = _mapped(request, slug, number)
    targets = _targets(batch)
    first = _first(request, len(shape.columns))
    errors: dict[int, str] = {}
    refused = ""
    if request.method == "POST":
        mapping = choosing.chosen(shape, mapping, targets, request.POST.dict())
        errors = faults(mapping, targets)
        here = {place: fault for place, fault in errors.items() if first <= place < first + choosing.ON_A_PAGE}
        if not here:
            try:
                _settle(request, batch, mapping)
            except DomainError as error:
                refused = error.message
            else:
                return _after(batch, first, len(shape.columns), request.POST.get("then", ""))
    context = page_context(
        batch.exercise,
        batch=batch,
        shape=shape,
        rows=choosing.rows(shape, mapping, targets, first=first, errors=errors),
        refused=refused,
        first=first,
        last=min(first + choosing.ON_A_PAGE, len(shape.columns)),
        has_more=first + choosing.ON_A_PAGE < len(shape.columns),
        seen=batch.asked_at.isoformat(),
        errors=sorted(errors.items()),
    )
    return render(request, "responses/imports/columns.html", context, status=422 if errors or refused else 200)


def _after(batch: ImportBatch, first: int, count: int, then: str) -> HttpResponse:
    """Go on to the next columns, or back to the import."""
    following = first + choosing.ON_A_PAGE
    if then != "done" and following < count:
        return redirect(f"{reverse('responses_staff:import_columns', args=_place(batch))}?from={following}")
    return redirect("responses_staff:import", *_place(batch))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_page(*KEYERS)
def values(request: HttpRequest, slug: str, number: int, position: int) -> HttpResponse:
    """Say what each different value of a column means."""
    batch, shape, mapping = _mapped(request, slug, number)
    if position >= len(shape.columns):
        raise Http404
    column, known = shape.columns[position], mapping.columns[position]
    target = _targets(batch).get(known.to)
    if target is None or not (target.takes_values or target.sort == "tick"):
        raise Http404
    refused = ""
    if request.method == "POST":
        said = choosing.with_values(column, known, target, request.POST.dict())
        changed = mapping.with_column(position, values=said.values, others=said.others, delimiter=said.delimiter)
        try:
            _settle(request, batch, changed)
        except DomainError as error:
            refused, known = error.message, said
        else:
            if said.delimiter != known.delimiter:
                return redirect("responses_staff:import_values", *_place(batch), position)
            return redirect("responses_staff:import", *_place(batch))
    context = page_context(
        batch.exercise,
        batch=batch,
        column=column,
        known=known,
        target=target,
        rows=choosing.value_rows(column, known),
        choices=[("", "Not decided"), (choosing.LEFT, "Leave this answer out"), *target.choices.items()],
        delimiters=[
            (choosing.CODES[sign], name, sign == known.delimiter) for sign, name in choosing.DELIMITERS.items()
        ],
        seen=batch.asked_at.isoformat(),
        refused=refused,
    )
    return render(request, "responses/imports/values.html", context, status=422 if refused else 200)


@require_POST
@staff_page(*KEYERS)
def check(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Have every row looked at; nothing is imported."""
    batch = _batch(request, slug, number)
    try:
        batches.ask_to_check(batch, mappings.from_json(batch.mapping), _targets(batch))
    except DomainError as refused:
        messages.error(request, refused.message)
        return redirect("responses_staff:import", *_place(batch))
    return _sent(batch)


@require_POST
@staff_page(*KEYERS)
def run(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Have everything that can be imported written, in one go."""
    batch = _batch(request, slug, number)
    coming = batch.counts.get("new", 0) + batch.counts.get("late", 0)
    form = ImportForm(request.POST, invalid=batch.counts.get("invalid", 0), coming=coming)
    if not form.is_valid():
        return _detail_page(request, batch, page_context(batch.exercise, batch=batch), form=form)
    try:
        batches.ask_to_import(
            batch, by=signed_in(request), without_invalid=form.cleaned_data.get("without_invalid", False)
        )
    except DomainError as refused:
        messages.error(request, refused.message)
        return redirect("responses_staff:import", *_place(batch))
    return _sent(batch)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*KEYERS)
def undo(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take an import back as a whole, and say why."""
    batch = _batch(request, slug, number)
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
            return _sent(batch)
    context = page_context(batch.exercise, batch=batch, standing=standing, form=form)
    return render(request, "responses/imports/undo.html", context, status=_status(form))


@require_safe
@never_cache
@staff_page(*KEYERS)
def fates(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """Hand out the fate of every row as CSV."""
    batch = _batch(request, slug, number)
    if not batch.fates:
        raise Http404
    return _file(telling.as_csv(batch), f"{slug}-import-{number}-rows.csv", "text/csv; charset=utf-8")


@require_safe
@never_cache
@staff_page(*KEYERS)
def mapping_file(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """Hand out the mapping, as the command line takes it."""
    batch = _batch(request, slug, number)
    text = written.dumped(mappings.from_json(batch.mapping))
    return _file([text], f"{slug}-import-{number}.yaml", "application/yaml; charset=utf-8")


def _file(content: Any, name: str, content_type: str) -> HttpResponseBase:
    response = StreamingHttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _batch(request: HttpRequest, slug: str, number: int) -> ImportBatch:
    row = exercise_for(request, slug, KEYERS)
    related = ImportBatch.objects.select_related("exercise", "original", "uploaded_by", "imported_by", "undone_by")
    return get_object_or_404(related, exercise=row, number=number)


def _mapped(request: HttpRequest, slug: str, number: int) -> tuple[ImportBatch, Shape, Mapping]:
    """Return an import whose mapping may be changed."""
    batch = _batch(request, slug, number)
    if batch.state not in batches.OPEN or not batch.shape:
        raise Http404
    return batch, from_json(batch.shape), mappings.from_json(batch.mapping)


def _targets(batch: ImportBatch) -> dict[str, Target]:
    return targets_of(editions.of(batch.exercise))


def _settle(request: HttpRequest, batch: ImportBatch, mapping: Mapping) -> None:
    """Keep a mapping that is still as this page saw it."""
    if request.POST.get("seen") != batch.asked_at.isoformat():
        raise DomainError(
            "Somebody else has changed the mapping since you opened this page. Open it again, then go on."
        )
    batches.settle(batch, mapping, by=signed_in(request), received_on=batch.received_on, channel=batch.channel)


def _sent(batch: ImportBatch) -> HttpResponse:
    """Have a worker begin now, and show how far it is."""
    send_after_commit(work_on_import, batch.pk)
    return redirect("responses_staff:import", *_place(batch))


def _place(batch: ImportBatch) -> tuple[str, int]:
    return batch.exercise.slug, batch.number


def _first(request: HttpRequest, count: int) -> int:
    said = request.GET.get("from", "0")
    first = int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 0
    return first if first < count else 0


def _status(form: Any) -> int:
    return 422 if form is not None and form.is_bound and form.errors else 200
