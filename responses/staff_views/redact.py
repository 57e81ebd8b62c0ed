"""Hiding words of one answer, and showing them again."""

from __future__ import annotations

import json
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.permissions import MODERATORS, staff_page
from common.errors import DomainError
from common.text import newlines
from engagement import editions
from responses.moderation import marks, policy, reading, redaction, wording
from responses.moderation.forms import ActForm
from responses.moderation.redact_forms import RedactForm, UnredactForm
from responses.staff_views.access import response_for
from responses.submission.models import Answer, Response


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*MODERATORS)
def redact(request: HttpRequest, slug: str, reference: str, answer_id: int) -> HttpResponse:
    """Mark words to be hidden, or take a redaction back."""
    response = response_for(request, slug, reference, MODERATORS)
    answer = get_object_or_404(response.answers.exclude(text=""), pk=answer_id)
    if request.method != "POST":
        return _page(request, response, answer)
    undo = request.POST.get("act") == "undo"
    form = _forms(response, answer, request.POST)[undo]
    if form.is_valid():
        try:
            _do(request, answer, form, undo=undo)
        except DomainError as refused:
            response = response_for(request, slug, reference, MODERATORS)
            form = _forms(response, answer, {**request.POST.dict(), "version": response.version})[undo]
            form.add_error(None, refused.message)
        else:
            messages.success(
                request, "The answer is shown as it was sent." if undo else "The marked words are redacted."
            )
            return redirect("responses_staff:response", slug, reference)
    return _page(request, response, answer, tried=form)


def _do(request: HttpRequest, answer: Answer, form: ActForm, *, undo: bool) -> None:
    said, by = form.cleaned_data, cast(User, request.user)
    if undo:
        redaction.unredact(answer, by=by, reason=said["reason"], version=said["version"], note=said["note"])
        return
    redaction.redact(answer, said["marked"], by=by, reason=said["reason"], note=said["note"], version=said["version"])


def _forms(response: Response, answer: Answer, data: Any = None) -> tuple[RedactForm, UnredactForm]:
    """Return the form to mark words and the one to undo."""
    spans = wording.spans_in_force(answer)
    marked = {"version": response.version, "marked": marks.marked(wording.base_of(answer), spans)}
    rules = policy.of(response.exercise)
    return (
        RedactForm(data, initial=marked, auto_id="redact-%s", policy=rules),
        UnredactForm(data, initial={"version": response.version}, auto_id="undo-%s", policy=rules),
    )


def _by_hand(text: str, form: RedactForm, spans: list[marks.Span]) -> dict[str, str]:
    """Return what the script needs to mark words without typing; nothing where marks cannot be read as they stand."""
    if form.is_bound:
        try:
            spans = marks.parse(text, str(form.data.get("marked", "")))
        except DomainError:
            return {}
    return {"text": newlines(text), "spans": json.dumps(spans)}


def _page(request: HttpRequest, response: Response, answer: Answer, *, tried: ActForm | None = None) -> HttpResponse:
    content = editions.compiled(response.edition_id)
    form, undo = _forms(response, answer)
    item = content.items[answer.item_id]
    text, spans = wording.base_of(answer), wording.spans_in_force(answer)
    redact_form = tried if isinstance(tried, RedactForm) else form
    context = {
        "row": response.exercise,
        "exercise": content,
        "response": response,
        "answer": answer,
        "part": content.part_of_item[answer.item_id],
        "label": reading.label_of(item),
        "stance": reading.stance_of(item),
        "redact_form": redact_form,
        "by_hand": _by_hand(text, redact_form, spans),
        "undo_form": tried if isinstance(tried, UnredactForm) else undo,
        "is_redacted": bool(spans),
        "doubled": marks.OPEN in text or marks.CLOSE in text,
        "form": tried,
    }
    return render(request, "responses/staff/redact.html", context, status=422 if tried else 200)
