"""Staff pages on which boundaries are brought, looked at, put to use and taken out of use."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.permissions import PUBLISHERS, signed_in, staff_page
from common.errors import DomainError
from common.uploads import takes_files
from engagement import editions
from engagement.access import exercise_for
from engagement.models import Exercise
from engagement.staff_reads import state_of
from footprints import geography
from footprints.maps.boundaries import loading, sheets
from footprints.maps.boundaries.faults import BoundaryFaults
from footprints.maps.boundaries.geojson import LARGEST
from footprints.maps.models import BoundarySet
from footprints.maps.showing import ShownMap, previewed_map
from footprints.maps.staff_forms import BoundariesForm, DecisionForm, kinds_of

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def page_of(row: Exercise) -> tuple[str, str] | None:
    """Return the way to these pages, for exercises that have something to draw."""
    return ("Boundaries on maps", reverse("footprints_staff:boundaries", args=[row.slug])) if kinds_of(row) else None


@takes_files(most=LARGEST)
@get_or_post
@staff_page(*PUBLISHERS)
def boundaries(request: HttpRequest, slug: str) -> HttpResponse:
    """What maps show now, everything that was brought before, and a form to bring a file."""
    row = exercise_for(request, slug, PUBLISHERS)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = BoundariesForm(*posted, exercise=row)
    if form.is_valid():
        try:
            made = _look_at(request, row, form.cleaned_data)
        except BoundaryFaults as refused:
            for fault in refused.faults:
                form.add_error("file", fault)
        else:
            return redirect("footprints_staff:boundary_set", row.slug, made.pk)
    sets = row.boundary_sets.select_related("made_by")
    context = _context(row, form=form, sets=sets, kinds=kinds_of(row))
    return render(request, "footprints/staff/boundaries.html", context, status=422 if form.errors else 200)


def _look_at(request: HttpRequest, row: Exercise, said: dict[str, Any]) -> BoundarySet:
    return loading.look_at(
        row,
        kind=said["kind"],
        data=said["file"].read(LARGEST + 1),
        file_name=said["file"].name,
        name_field=said["name_field"],
        attribution=said["attribution"],
        by=signed_in(request),
    )


@get_or_post
@staff_page(*PUBLISHERS)
def boundary_set(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What was made of a file, the map as it would be, and the way to use it or to take it out of use."""
    row = exercise_for(request, slug, PUBLISHERS)
    made = get_object_or_404(BoundarySet.objects.select_related("exercise"), exercise=row, pk=pk)
    form = _form_of(made, request)
    if form is not None and form.is_valid():
        act = loading.take_out if made.state == BoundarySet.State.IN_USE else loading.use
        try:
            act(made, by=signed_in(request), reason=form.cleaned_data["reason"])
        except DomainError as refused:
            form.add_error(None, refused.message)
        else:
            is_used = made.state == BoundarySet.State.IN_USE
            messages.success(request, "Maps show these boundaries." if is_used else "Maps show tiles again.")
            return redirect("footprints_staff:boundaries", row.slug)
    found = sheets.of(made)
    shown = _map_of(row, found)
    context = _context(row, form=form, made=made, rows=_rows(row, found), map=shown, missing=loading.missing(made))
    is_wrong = form is not None and bool(form.errors)
    return render(request, "footprints/staff/boundary_set.html", context, status=422 if is_wrong else 200)


def _form_of(made: BoundarySet, request: HttpRequest) -> DecisionForm | None:
    if made.state == BoundarySet.State.REPLACED:
        return None
    if made.state == BoundarySet.State.IN_USE:
        return DecisionForm(request.POST or None, button="Take them out of use", kind="warning")
    return DecisionForm(request.POST or None, button="Show these boundaries on maps")


@dataclass(frozen=True)
class Row:
    """A boundary of the file and what it was taken for; `target` is where the map's link to it leads."""

    target: str
    name: str
    name_in_file: str


def _rows(row: Exercise, found: sheets.Found) -> list[Row]:
    of_districts = found.row.kind == BoundarySet.Kind.DISTRICT
    groups = row.area_groups.filter(kind="district") if of_districts else row.areas.all()
    names = dict(groups.values_list("key", "name"))
    before = "place" if of_districts else "area"
    return [Row(f"{before}-{one.key}", names.get(one.key, one.key), one.name_in_file) for one in found.boundaries]


def _map_of(row: Exercise, found: sheets.Found) -> ShownMap | None:
    """Return the map of the first option of which these are boundaries, as the newest edition has it."""
    newest = row.editions.order_by("number").last()
    shape = geography.of(editions.compiled(newest.pk)) if newest else None
    if shape is None:
        return None
    footprint = next((one for one in shape.footprints if one.made_of == found.row.kind), None)
    if footprint is None:
        return None
    shown = previewed_map(shape, footprint, shape.scenario(""), found)
    return replace(shown, choices=()) if shown else None


def _context(row: Exercise, **more: Any) -> dict[str, Any]:
    state = state_of(row)
    return {"row": row, "state": state, "title": state.title, **more}
