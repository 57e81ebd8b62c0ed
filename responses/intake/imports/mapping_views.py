"""The pages on which it is said how a table is read, and what becomes of its columns and their values."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.permissions import KEYERS, signed_in, staff_page
from common.errors import DomainError
from responses.intake.imports import batches, choosing
from responses.intake.imports.forms import ReadingForm
from responses.intake.imports.mapping import mapping as mappings
from responses.intake.imports.mapping.mapping import Mapping, faults
from responses.intake.imports.mapping.shape import Shape, from_json
from responses.intake.imports.models import ImportBatch
from responses.intake.imports.places import batch_for, place_of, sent, status_of, targets_for
from responses.staff_views.access import page_context


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
    return render(request, "responses/imports/reading.html", context, status=status_of(form))


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
        return sent(batch)
    return redirect("responses_staff:import", batch.exercise.slug, batch.number)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_page(*KEYERS)
def columns(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Say what becomes of each column, forty at a time."""
    batch, shape, mapping = _mapped(request, slug, number)
    targets = targets_for(batch)
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
        return redirect(f"{reverse('responses_staff:import_columns', args=place_of(batch))}?from={following}")
    return redirect("responses_staff:import", *place_of(batch))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_page(*KEYERS)
def values(request: HttpRequest, slug: str, number: int, position: int) -> HttpResponse:
    """Say what each different value of a column means."""
    batch, shape, mapping = _mapped(request, slug, number)
    if position >= len(shape.columns):
        raise Http404
    column, known = shape.columns[position], mapping.columns[position]
    target = targets_for(batch).get(known.to)
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
                return redirect("responses_staff:import_values", *place_of(batch), position)
            return redirect("responses_staff:import", *place_of(batch))
    context = page_context(
        batch.exercise,
        batch=batch,
        column=column,
        known=known,
        target=target,
        rows=choosing.value_rows(column, known, target),
        choices=[("", "Not decided"), (choosing.LEFT, "Leave this answer out"), *target.choices.items()],
        delimiters=[
            (choosing.CODES[sign], name, sign == known.delimiter) for sign, name in choosing.DELIMITERS.items()
        ],
        seen=batch.asked_at.isoformat(),
        refused=refused,
    )
    return render(request, "responses/imports/values.html", context, status=422 if refused else 200)


def _settle(request: HttpRequest, batch: ImportBatch, mapping: Mapping) -> None:
    """Keep a mapping that is still as this page saw it."""
    if request.POST.get("seen") != batch.asked_at.isoformat():
        raise DomainError(
            "Somebody else has changed the mapping since you opened this page. Open it again, then go on."
        )
    batches.settle(batch, mapping, by=signed_in(request), received_on=batch.received_on, channel=batch.channel)


def _mapped(request: HttpRequest, slug: str, number: int) -> tuple[ImportBatch, Shape, Mapping]:
    """Return an import whose mapping may be changed."""
    batch = batch_for(request, slug, number)
    if batch.state not in batches.OPEN or not batch.shape:
        raise Http404
    return batch, from_json(batch.shape), mappings.from_json(batch.mapping)


def _first(request: HttpRequest, count: int) -> int:
    said = request.GET.get("from", "0")
    first = int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 0
    return first if first < count else 0
