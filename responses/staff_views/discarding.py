"""What was begun by mistake: put aside with a reason, looked at, and taken up again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.permissions import KEYERS, signed_in, staff_page
from common.errors import DomainError
from responses.drafts import saving
from responses.drafts.models import Draft
from responses.intake import discarding
from responses.intake.forms import DiscardForm
from responses.intake.mail import acting, further
from responses.intake.mail.models import FurtherAnswer
from responses.intake.models import KeyingNote
from responses.respondent import about_in_words
from responses.staff_views.access import exercise_for
from responses.staff_views.drafts import keying_context, opened
from responses.submission.answers_html import answers_html
from responses.submission.reads import draft_in_words
from responses.survey import survey_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_page(*KEYERS)
def page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say what it means to put aside what is being keyed in, and do it; of what was put aside, take it up again."""
    row = exercise_for(request, slug, KEYERS)
    keyed = Draft.objects.filter(exercise=row, origin=Draft.Origin.KEYED).select_related("exercise")
    draft = get_object_or_404(keyed, pk=pk)
    form = DiscardForm(request.POST if request.POST.get("act") == "discard" else None)
    try:
        if request.POST.get("act") == "take_up":
            discarding.take_up(draft, by=signed_in(request))
            return opened(request, draft)
        if form.is_valid():
            return _discarded(request, draft, form.cleaned_data["reason"])
        if not draft.discarded_at:
            discarding.refuse_unless_keyed(draft)
    except DomainError as refused:
        messages.error(request, refused.message)
        return redirect("responses_staff:key_in", slug)
    return _page(request, draft, form)


def _discarded(request: HttpRequest, draft: Draft, reason: str) -> HttpResponse:
    done = discarding.discard(draft, by=signed_in(request), reason=reason)
    slug = draft.exercise.slug
    if done.message:
        done.message.refresh_from_db(fields=["state"])
        stays = done.message.state in acting.KEYED
        said = (
            "Given up. The email stays with its other answers." if stays else "Put back. The email is as it was before."
        )
        messages.success(request, said)
        return redirect("responses_staff:mail_message", slug, done.message_id)
    messages.success(request, "Discarded. It is kept at the end of this page, and can be keyed in after all.")
    return redirect("responses_staff:key_in", slug)


def _page(request: HttpRequest, draft: Draft, form: DiscardForm) -> HttpResponse:
    survey = survey_of(draft.edition_id)
    raws = {item_id: box.raw for item_id, box in saving.all_boxes(draft).items() if box.raw}
    discard = discarding.standing(draft) if draft.discarded_at else None
    message = discard.message if discard else discarding.message_of(draft)
    is_further = FurtherAnswer.objects.filter(draft=draft).exists()
    context = keying_context(
        draft,
        form=form,
        discard=discard,
        message=message,
        stays=is_further or (message is not None and bool(further.of(message))),
        may_take_up=message is None or is_further or message.state in acting.FREE,
        answers=answers_html(survey, draft_in_words(survey, raws)) if raws else "",
        about=about_in_words(survey.content, draft.who) if draft.who else [],
        notes=list(KeyingNote.objects.filter(draft=draft)),
    )
    return render(request, "responses/staff/discard.html", context, status=422 if form.errors else 200)
