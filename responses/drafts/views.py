"""The pages on which an answer is written."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils.html import escape
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_http_methods

from common import clock, throttle
from common.caching import never_kept
from common.posting import only_posted
from engagement import editions, reading
from engagement.deadline import deadline
from engagement.models import Exercise
from footprints.facts import facts
from responses.drafts import access, boxes, framing, progress, saving, whoever
from responses.drafts.access import OpenDraft
from responses.drafts.guard import draft_page, erased
from responses.drafts.models import Draft
from responses.respondent_forms import KindForm
from responses.survey import SurveyPage, survey_of

BEGIN_LIMIT = {"limit": 600, "period": 3600}  # per address: a whole hospital may answer in one hour


def published_or_404(slug: str) -> Exercise:
    """Return an exercise that the public may know of."""
    return reading.of_exercise(slug, clock.now()).row


@require_GET
@never_kept
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """What answering is like, and the button that begins it."""
    row, now = published_or_404(slug), clock.received(request)
    opened = access.find(request, slug) if access.COOKIE in request.COOKIES else None
    varies = {
        "phase": row.phase(now),
        "deadline": deadline(row, now),
        "left": "left" in request.GET,
        "begun": opened is not None and opened.draft.is_open,
        "sent": opened is not None and not opened.draft.is_open,
    }
    return framing.page(request, survey_of(editions.of(row).id), "responses/start.html", filled={}, varies=varies)


@only_posted("responses:start", "slug", tell=False)
@never_kept
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a draft and keep its private link in a cookie."""
    row = published_or_404(slug)
    if not row.phase(clock.received(request)).takes_new_drafts:
        return redirect("responses:start", slug)
    here = access.begun_here(request, slug)
    if here and "another" not in request.POST:
        return render(request, "responses/which.html", here.context(), status=409)
    if not throttle.allow(throttle.address_bucket(request, "begin"), **BEGIN_LIMIT):
        return render(request, "responses/busy.html", {"exercise": editions.of(row), "row": row}, status=429)
    return access.remember(redirect("responses:tasks", slug), request, slug, access.begin(row))


@require_http_methods(["GET", "POST"])
@never_kept
def link(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Follow a private link: keep it in the cookie and leave it out of the address.

    Where another answer is being written on this device, both are shown first: only a button leaves that one.
    """
    opened = access.find(request, slug, token)
    if opened is None:
        row, at = published_or_404(slug), access.erased_at(request, slug, token)
        if at:
            return erased(request, slug, at)
        context = {"reason": "bad-link", "exercise": editions.of(row), "row": row}
        return render(request, "responses/stopped.html", context, status=404)
    here = access.begun_here(request, slug)
    if request.method == "GET" and here and here.draft.pk != opened.draft.pk:
        response = render(request, "responses/which.html", here.context(linked=opened.draft))
        response["Referrer-Policy"] = "origin"  # the button has to say which site it is on, and not the address
        return response
    target = "responses:tasks" if opened.draft.is_open else "responses:view"
    response = access.remember(redirect(target, slug), request, slug, token)
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_GET
@draft_page()
def tasks(request: HttpRequest, opened: OpenDraft) -> HttpResponse:
    """The list of what can be answered and what has been."""
    if _is_meeting(opened):
        return redirect("responses_staff:points", opened.content.slug, opened.draft.pk)
    stored = saving.all_boxes(opened.draft)
    done = progress.of(opened.survey, opened.draft, stored)
    return framing.draft_page(
        request,
        opened,
        "responses/tasks.html",
        filled={_state(state.page): state.tag for state in done.pages},
        varies={"who_is_complete": done.who_is_complete, "can_be_sent": done.can_be_sent},
        context=lambda hole: {"tasks": [{"page": page, "tag": hole(_state(page))} for page in opened.survey.pages]},
    )


def _is_meeting(opened: OpenDraft) -> bool:
    """Whether it is the note of a meeting, whose answers are made of its points on a page of their own."""
    return opened.draft.origin == Draft.Origin.KEYED and opened.draft.is_meeting


def _state(page: SurveyPage) -> str:
    """Return a name that no other part of the template has, whatever the pack calls its questions."""
    return f"state of {page.key}"


@require_http_methods(["GET", "POST"])
@draft_page()
def who(request: HttpRequest, opened: OpenDraft) -> HttpResponse:
    """Individual or organisation: the one thing that must be said."""
    if opened.draft.is_meeting:
        return redirect("responses_staff:arrival", opened.content.slug, opened.draft.pk)
    if request.method == "GET":
        form_html = framing.form_html(request, KindForm(initial=opened.draft.who))
        return framing.draft_page(request, opened, "responses/who.html", filled={"drawn_form": form_html})
    form = KindForm(request.POST)
    if form.is_valid():
        whoever.save(opened.draft, form.cleaned_data)
        return redirect("responses:about", opened.content.slug)
    return render(request, "responses/who.html", opened.context(form=form))


@require_http_methods(["GET", "POST"])
@draft_page()
def about(request: HttpRequest, opened: OpenDraft) -> HttpResponse:
    """About the respondent, as an individual or for an organisation."""
    draft = opened.draft
    if draft.is_meeting:
        return redirect("responses_staff:arrival", opened.content.slug, draft.pk)
    if "kind" not in draft.who:
        return redirect("responses:who", opened.content.slug)
    if request.method == "POST":
        shown = whoever.posted(draft, opened.content, request.POST)
        if shown.is_settled:
            return HttpResponseRedirect(boxes.first_page(opened.survey))
        context = opened.context(form=shown.form, base=shown.base, others=shown.others, kind=draft.who["kind"])
        return render(request, "responses/about.html", context)
    shown = whoever.fresh(draft, opened.content)
    return framing.draft_page(
        request,
        opened,
        "responses/about.html",
        filled={"base": escape(shown.base), "drawn_form": framing.form_html(request, shown.form)},
        varies={"kind": draft.who["kind"]},
    )


@require_http_methods(["GET", "POST"])
@draft_page()
def page(request: HttpRequest, opened: OpenDraft, page_key: str) -> HttpResponse:
    """One page of questions; saves what was typed, valid or not, and goes on when it is valid."""
    survey_page = opened.survey.page_by_key.get(page_key)
    if survey_page is None:
        raise Http404
    if _is_meeting(opened):
        return redirect("responses_staff:points", opened.content.slug, opened.draft.pk)
    if request.method == "GET":
        return _fresh_page(request, opened, survey_page)
    if "X-Autosave" in request.headers:
        saved = boxes.save_posted(opened.draft, survey_page, request.POST, only_named=True)
        if saved.conflicts:
            return JsonResponse({"conflict": True}, status=409)
        return JsonResponse({"base": saved.base, "saved_at": f"{localtime(clock.now()):%H:%M}"})
    shown = boxes.posted(opened.draft, survey_page, request.POST)
    if not shown.is_settled:
        around = _around(opened, survey_page)
        context = opened.context(form=shown.form, base=shown.base, others=shown.others, **around)
        return render(request, "responses/page.html", context)
    if "later" in request.POST:
        return redirect("responses:later", opened.content.slug)
    if box := next((box for box in survey_page.boxes if box.item.key == request.POST.get("draw")), None):
        return redirect("responses:draw", opened.content.slug, box.part.key)
    return HttpResponseRedirect(boxes.page_after(opened.survey, survey_page))


def _fresh_page(request: HttpRequest, opened: OpenDraft, survey_page: SurveyPage) -> HttpResponse:
    """Return a page of questions as the draft has it: neither errors nor words of other windows."""
    shown = boxes.fresh(opened.draft, survey_page)
    return framing.draft_page(
        request,
        opened,
        "responses/page.html",
        filled={"base": escape(shown.base), "drawn_form": framing.form_html(request, shown.form)},
        context=lambda _: _around(opened, survey_page),
    )


def _around(opened: OpenDraft, survey_page: SurveyPage) -> dict[str, Any]:
    """Return what a page of questions shows beside its form."""
    option = survey_page.option
    return {
        "page": survey_page,
        "around": opened.survey.around[survey_page.key],
        "facts": facts(opened.content, option.number) if option else "",
    }


@require_GET
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """All questions on one page, to read or print before answering."""
    row = published_or_404(slug)
    content = editions.of(row)
    return render(
        request, "responses/questions.html", {"exercise": content, "row": row, "survey": survey_of(content.id)}
    )
