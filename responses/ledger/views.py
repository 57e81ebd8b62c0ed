"""The ledger: everything that came in, one response with all that was done to it, and what may be taken out."""

from __future__ import annotations

import tempfile
from typing import IO, Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import MODERATORS, READERS, can_moderate, signed_in, staff_page
from common.errors import DomainError
from engagement.models import Exercise
from responses.ledger import casefile, chains, entries, exporting, files, foi, held, watching
from responses.ledger.forms import ExportForm, FileForm, LedgerForm
from responses.ledger.models import Export, Seal
from responses.privacy import holds
from responses.staff_views.access import exercise_for, page_context, response_for

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXPORTS_SHOWN = 20


@require_safe
@staff_page(*READERS)
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that came in, limited by filters, page by page."""
    row = exercise_for(request, slug)
    form = LedgerForm(request.GET, exercise=row)
    page = entries.page(row, form.filters, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    hashes = files.hashes(page.rows)
    holding = held.acts(entry.row for entry in page.rows if entry.sort == "response")
    context = page_context(
        row,
        form=_shown(form, row),
        narrowed=bool(form.chosen),
        rows=[
            (entry, hashes.get(key, []), holding.get(entry.row.pk) if entry.sort == "response" else None)
            for entry in page.rows
            for key in [(entry.sort, entry.row.pk)]
        ],
        legal_hold=holds.in_force(row),
        previous_url=_moved(form, before=page.before),
        next_url=_moved(form, after=page.after),
        export_query=_query(form.chosen),
        may_export=can_moderate(request.user, row.organisation_id),
        check=watching.last_check(row),
        seal=Seal.objects.filter(exercise=row).order_by("-number").first(),
    )
    return render(request, "responses/ledger/list.html", context)


def _shown(form: LedgerForm, row: Exercise) -> LedgerForm:
    return LedgerForm(form.chosen, exercise=row, people=form.people)


def _query(chosen: dict[str, str]) -> str:
    query = QueryDict(mutable=True)
    query.update(chosen)
    return query.urlencode()


def _moved(form: LedgerForm, **keys: str) -> str:
    """Return this address with another place to start from, or nothing where there is none."""
    return f"?{_query({**form.chosen, **keys})}" if all(keys.values()) else ""


@require_safe
@staff_page(*READERS)
def entry(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """One response: what came in, everything that was done to it, and the seal that covers it."""
    response = response_for(request, slug, reference)
    row = response.exercise
    context = page_context(
        row,
        response=response,
        history=chains.of(response),
        held=held.acts([response]).get(response.pk),
        legal_hold=holds.in_force(row),
        meeting=getattr(response, "meeting", None),
        may_export=can_moderate(request.user, row.organisation_id),
    )
    return render(request, "responses/ledger/entry.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*MODERATORS)
def export(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Take the ledger out without anybody's personal data, for a freedom-of-information request."""
    row = exercise_for(request, slug, MODERATORS)
    limits = LedgerForm(request.GET, exercise=row)
    form = ExportForm(request.POST or None)
    if form.is_valid():
        kind, reason = form.cleaned_data["kind"], form.cleaned_data["reason"]
        try:
            exporting.ledger(row, limits.filters, kind=kind, by=signed_in(request), reason=reason)
        except DomainError as refused:
            form.add_error("kind", refused.message)
        else:
            return _excel(row, limits) if kind == Export.Kind.XLSX else _csv(row, limits)
    context = page_context(
        row,
        form=form,
        narrowed=bool(limits.chosen),
        limits=[(limits.fields[name].label, _said(limits, name)) for name in limits.chosen],
        exports=Export.objects.filter(exercise=row).select_related("by", "response")[:EXPORTS_SHOWN],
    )
    return render(request, "responses/ledger/export.html", context, status=422 if form.errors else 200)


def _said(form: LedgerForm, name: str) -> str:
    """Return what a filter is set to, in words."""
    choices: Any = getattr(form.fields[name], "choices", ())
    return str({str(key): label for key, label in choices}.get(form.chosen[name], form.chosen[name]))


def _csv(row: Exercise, limits: LedgerForm) -> HttpResponseBase:
    answer = StreamingHttpResponse(foi.lines(row, limits.filters), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{row.slug}-ledger.csv"'
    return answer


def _excel(row: Exercise, limits: LedgerForm) -> HttpResponseBase:
    made: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the answer
    foi.write_excel(row, limits.filters, made)
    made.seek(0)
    return FileResponse(made, as_attachment=True, filename=f"{row.slug}-ledger.xlsx", content_type=EXCEL)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*MODERATORS)
def whole_file(request: HttpRequest, slug: str, reference: str) -> HttpResponseBase:
    """Take out the whole file on one response, for a complaint."""
    response = response_for(request, slug, reference, MODERATORS)
    form = FileForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        exporting.casefile(response, by=signed_in(request), reason=reason)
        made = casefile.make(response, by=signed_in(request), reason=reason)
        return FileResponse(
            made, as_attachment=True, filename=f"{slug}-{reference}.zip", content_type="application/zip"
        )
    context = page_context(
        response.exercise,
        response=response,
        form=form,
        exports=Export.objects.filter(response=response).select_related("by", "response"),
    )
    return render(request, "responses/ledger/file.html", context, status=422 if form.errors else 200)
