"""The staff pages: the dashboard, and reports asked for, read and downloaded."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Role, User
from accounts.permissions import DOWNLOADERS, can_see_responses, roles_of, staff_page
from analysis import access, asking, dashboard, formats, reports, standing, tasks, withdrawals
from analysis.forms import EarlyAccessForm, RequestForm
from analysis.models import Report, ReportFile, Tombstone
from analysis.render.pages import Pages, responses_of
from common.errors import DomainError
from common.queue import send_after_commit
from engagement import editions
from engagement.access import exercise_for
from engagement.models import Exercise


def _exercise(request: HttpRequest, slug: str, roles: frozenset[Role] = frozenset()) -> Exercise:
    """Return an exercise that has been published, so that there is something to count and report."""
    return exercise_for(request, slug, roles, among=Exercise.objects.filter(edition__isnull=False))


def _context(row: Exercise, **extra: Any) -> dict[str, Any]:
    return {"row": row, "exercise": editions.of(row), **extra}


@require_safe
@staff_page()
def show_dashboard(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how many have answered; those outside the team see counts by channel, type and day only."""
    row = _exercise(request, slug)
    user = cast(User, request.user)
    return render(
        request,
        "analysis/dashboard.html",
        _context(
            row,
            figures=dashboard.of(row, editions.of(row)),
            is_open=not access.is_over(row),
            in_team=can_see_responses(user, row.organisation_id),
            may_report=bool(roles_of(user, row.organisation_id) & DOWNLOADERS),
            asks_for_footprints=bool(standing.parts_of(editions.of(row))),
            chart_width=dashboard.CHART_WIDTH,
            chart_height=dashboard.CHART_HEIGHT,
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*DOWNLOADERS)
def list_reports(request: HttpRequest, slug: str) -> HttpResponse:
    """List reports, and take the request for a new one."""
    row = _exercise(request, slug, DOWNLOADERS)
    user = cast(User, request.user)
    allowed = access.audiences(user, row)
    form = RequestForm(request.POST or None, audiences=allowed)
    if request.method == "POST":
        if not allowed:
            raise PermissionDenied("Reports open to the steering group once the exercise is over.")
        if form.is_valid():
            return _ask(request, row, form)
    listed = access.readable(user, row).select_related("requested_by").defer("data")
    early = access.early_access(row)
    return render(
        request,
        "analysis/reports.html",
        _context(
            row,
            form=form if allowed else None,
            reports=listed,
            touched=withdrawals.touched(row) if listed else (),
            early=early,
            is_over=access.is_over(row),
            asks_for_footprints=bool(allowed and standing.parts_of(editions.of(row))),
            reports_open_after=access.wait_in_words(row),
            may_grant=access.can_grant(user, row) and not early and not access.is_over(row),
        ),
        status=422 if form.errors else 200,
    )


def _ask(request: HttpRequest, row: Exercise, form: RequestForm) -> HttpResponse:
    try:
        report = asking.ask(
            row, audience=form.cleaned_data["audience"], by=cast(User, request.user), reason=form.cleaned_data["reason"]
        )
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("analysis_staff:reports", row.slug)
    send_after_commit(tasks.build_report, report.pk)
    return redirect("analysis_staff:report", row.slug, report.number)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*DOWNLOADERS)
def grant_early_access(request: HttpRequest, slug: str) -> HttpResponse:
    """Let the steering group have reports before the exercise is over."""
    row = _exercise(request, slug)
    user = cast(User, request.user)
    if not access.can_grant(user, row):
        raise PermissionDenied("Only the communications team can let the steering group in early.")
    form = EarlyAccessForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            access.grant(row, by=user, reason=form.cleaned_data["reason"])
            messages.success(request, "The steering group can have reports now.")
        except DomainError as error:
            messages.error(request, error.message)
        return redirect("analysis_staff:reports", row.slug)
    return render(request, "analysis/early_access.html", _context(row, form=form), status=422 if form.errors else 200)


def _report(request: HttpRequest, slug: str, number: int) -> Report:
    row = _exercise(request, slug, DOWNLOADERS)
    found = access.readable(cast(User, request.user), row)
    return get_object_or_404(found.select_related("exercise", "snapshot", "requested_by").defer("data"), number=number)


@require_safe
@staff_page(*DOWNLOADERS)
@never_cache
def show_report(request: HttpRequest, slug: str, number: int, page: str = "") -> HttpResponse:
    """Show a report: a page of it when it is ready, how far it is before, what to do where it failed."""
    report = _report(request, slug, number)
    files = {file.format: file for file in report.files.all()}
    context = _context(report.exercise, report=report)
    asks_how_far = "HX-Request" in request.headers
    if asks_how_far or report.state != Report.State.READY:
        done = sum(file.state == ReportFile.State.READY for file in files.values()) + (report.snapshot is not None)
        template = "analysis/_progress.html" if asks_how_far else "analysis/report_waiting.html"
        return render(request, template, {**context, "done": done, "total": len(files) + 1})
    if causes := withdrawals.causes_of(report):
        return _withdrawn(request, report, causes, status=200)
    with files[ReportFile.Format.HTML].file.open("rb") as made:
        kept = Pages(made)
        pages = kept.listed
        here = next((place for place, one in enumerate(pages) if one["key"] == page), 0 if not page else None)
        if here is None:
            raise Http404
        html = _addressed(kept.html(pages[here]["key"]), report)
    context |= {
        "title": kept.title,
        "pages": pages,
        "here": {**pages[here], "html": html},
        "before": pages[here - 1] if here else None,
        "after": pages[here + 1] if here + 1 < len(pages) else None,
        "downloads": [files[name] for name in formats.DOWNLOADS],
        "newer": _newer(request, report),
    }
    return render(request, "analysis/report.html", context)


def _newer(request: HttpRequest, report: Report) -> Report | None:
    """Return the latest report for the same readers, where it is not this one."""
    newer = access.readable(cast(User, request.user), report.exercise).filter(
        audience=report.audience, state=Report.State.READY, number__gt=report.number
    )
    return newer.defer("data").order_by("-number").first()


def _withdrawn(request: HttpRequest, report: Report, causes: set[str], *, status: int) -> HttpResponse:
    """Say why a report's pages and files are no longer handed out, and what to do."""
    newer = _newer(request, report)
    if newer and withdrawals.is_touched(newer):
        newer = None
    may_ask = bool(access.audiences(cast(User, request.user), report.exercise))
    context = _context(
        report.exercise, report=report, newer=newer, may_ask=may_ask, why=withdrawals.why(causes), files=_had(report)
    )
    return render(request, "analysis/report_withdrawn.html", context, status=status)


def _had(report: Report) -> list[dict[str, Any]]:
    """Return what is known of the files of a report that has been buried."""
    stone = Tombstone.objects.filter(report=report).first()
    names = dict(ReportFile.Format.choices)
    return [{**file, "name": names.get(file["format"], file["format"])} for file in stone.files] if stone else []


def _addressed(html: str, report: Report) -> str:
    """Point charts, other pages and responses at where they are served."""
    top = reverse("analysis_staff:report", args=[report.exercise.slug, report.number])
    html = html.replace('"charts/', f'"{top}charts/').replace('"pages/', f'"{top}')
    return html.replace('"responses/', f'"{responses_of(report.exercise.slug)}')


@require_safe
@staff_page(*DOWNLOADERS)
def show_chart(request: HttpRequest, slug: str, number: int, key: str, shape: str) -> HttpResponse:
    """Send a chart of a report."""
    report = _report(request, slug, number)
    if withdrawals.is_touched(report):
        raise Http404
    file = get_object_or_404(ReportFile, report=report, format=ReportFile.Format.HTML, state=ReportFile.State.READY)
    with file.file.open("rb") as made:
        drawn = Pages(made).chart(key, shape)
    if drawn is None:
        raise Http404
    return HttpResponse(drawn, content_type="image/svg+xml", headers={"Cache-Control": "private, max-age=86400"})


@require_safe
@staff_page(*DOWNLOADERS)
@never_cache
def download(request: HttpRequest, slug: str, number: int, name: str) -> HttpResponseBase:
    """Send a file of a report that is ready."""
    report = _report(request, slug, number)
    if report.state != Report.State.READY or name not in formats.DOWNLOADS:
        raise Http404
    if causes := withdrawals.causes_of(report):
        return _withdrawn(request, report, causes, status=410)
    file = get_object_or_404(ReportFile, report=report, format=name, state=ReportFile.State.READY)
    return FileResponse(
        file.file.open("rb"),
        as_attachment=True,
        filename=reports.filename(report, name),
        content_type=formats.CONTENT_TYPES[ReportFile.Format(name)],
    )
