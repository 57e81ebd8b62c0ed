"""What was keyed in, beside what came, for a second person to compare, put right and record."""

from __future__ import annotations

from dataclasses import replace as changed
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.permissions import KEYERS, staff_page
from common import mail
from common.errors import DomainError
from common.posting import only_posted
from responses.drafts import saving
from responses.drafts.models import Draft
from responses.intake import checking, keying
from responses.intake.forms import CheckRuleForm
from responses.intake.models import CheckRule, KeyingNote
from responses.respondent import about_in_words
from responses.staff_views.access import exercise_for, page_context
from responses.staff_views.drafts import draft_for, keyed_page, keying_context, opened
from responses.submission import faults, references, sending
from responses.submission.answers_html import answers_html
from responses.submission.reads import draft_in_words
from responses.survey import survey_of


@only_posted("responses_staff:key_in", "slug")
@keyed_page
def hand_over(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let what was keyed in wait for a second person."""
    draft = draft_for(request, slug, pk)
    try:
        checking.hand_over(draft, by=cast(User, request.user))
    except DomainError as refused:
        messages.error(request, refused.message)
        return opened(request, draft, redirect("responses:check", slug))
    messages.success(request, "It waits for a check. Whoever checks it finds it on this page.")
    return redirect("responses_staff:key_in", slug)


@only_posted("responses_staff:key_in", "slug")
@keyed_page
def take_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Key on in what waited for a check."""
    draft = draft_for(request, slug, pk)
    try:
        checking.take_back(draft)
    except DomainError as refused:
        messages.error(request, refused.message)
        return redirect("responses_staff:key_in", slug)
    return opened(request, draft)


@require_http_methods(["GET", "HEAD", "POST"])
@keyed_page
def check(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Compare what was keyed in with what came, and record it."""
    draft = draft_for(request, slug, pk)
    if request.method != "POST":
        return _check_page(request, draft)
    user = cast(User, request.user)
    try:
        arrival = keying.checked_arrival(draft, by=user, seen=request.POST.get("seen", ""))
        arrival = changed(arrival, may_mail=mail.may_go_to)
        sent = sending.submit(draft, key=draft.submission_key, arrival=arrival)
    except DomainError as refused:
        draft.refresh_from_db()
        if not draft.is_open:
            messages.error(request, refused.message)
            return redirect("responses_staff:key_in", slug)
        return _check_page(request, draft, refused)
    messages.success(request, f"{references.grouped(sent.reference)}: checked and recorded.")
    return redirect("responses_staff:key_in", slug)


def _check_page(request: HttpRequest, draft: Draft, refused: DomainError | None = None) -> HttpResponse:
    try:
        found = checking.waiting(draft)
    except checking.NotWaiting as gone:
        messages.error(request, gone.message)
        return redirect("responses_staff:key_in", draft.exercise.slug)
    survey = survey_of(draft.edition_id)
    raws = {item_id: box.raw for item_id, box in saving.all_boxes(draft).items()}
    errors = refused.errors if isinstance(refused, sending.NotReady) else {}
    context = keying_context(
        draft,
        check=found,
        may_check=checking.may_check(found, cast(User, request.user)),
        answers=answers_html(survey, draft_in_words(survey, raws)),
        about=about_in_words(survey.content, draft.who),
        put_right=checking.put_right(found, raws),
        notes=list(KeyingNote.objects.filter(draft=draft).select_related("by")),
        seen=checking.mark_of(draft),
        refused=refused.message if refused else "",
        faults=faults.of_answers(survey, errors),
    )
    return render(request, "responses/staff/second_check.html", context, status=409 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*KEYERS)
def rule(request: HttpRequest, slug: str) -> HttpResponse:
    """Say of which channels a second person checks everything, and why."""
    row = exercise_for(request, slug, KEYERS)
    latest = checking.rule_of(row)
    posted = request.POST if request.method == "POST" else None
    form = CheckRuleForm(posted, initial={"channels": latest.channels if latest else []})
    if form.is_valid():
        said = form.cleaned_data
        checking.set_rule(row, said["channels"], by=cast(User, request.user), reason=said["reason"])
        messages.success(request, "The rule is in force.")
        return redirect("responses_staff:key_in", slug)
    rules = CheckRule.objects.filter(exercise=row).select_related("by")[:50]
    context = page_context(row, form=form, rules=rules)
    return render(request, "responses/staff/check_rule.html", context, status=422 if form.errors else 200)
