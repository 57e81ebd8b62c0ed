"""The pages about mail: what came in by email, one message, and the upload of saved emails."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import KEYERS, signed_in, staff_page
from common.errors import DomainError
from common.uploads import takes_files
from engagement.models import Exercise
from responses.drafts import access
from responses.intake import discarding
from responses.intake.forms import MOST_FILES
from responses.intake.mail import acting, further, keeping, polling, reads, taking_in, uploading
from responses.intake.mail.child import Reader, Stumbled
from responses.intake.mail.forms import ApartForm, SortForm, UploadForm
from responses.intake.mail.models import Message, MessagePart
from responses.intake.originals import tidy_name
from responses.staff_views.access import exercise_for, page_context

State = Message.State
TABS = [
    (State.WAITING, "Waiting"),
    (State.KEYING, "Being keyed in"),
    (State.ANSWERED, "Keyed in"),
    (State.SET_APART, "Set apart"),
    (State.POISON, "Could not be read"),
    (State.ARRIVED, "Being read"),
]


@require_safe
@never_cache
@staff_page(*KEYERS)
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    """List messages by where they stand, page by page."""
    row = exercise_for(request, slug, KEYERS)
    form = SortForm(request.GET)
    state, sort = form.chosen
    page = reads.page(
        row, state=state, sort=sort, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    mailbox = reads.mailbox_of(row)
    context = page_context(
        row,
        page=page,
        state=state,
        sort=sort,
        filter_form=SortForm({"state": state or "all", "sort": sort}),
        tabs=_tabs(row, state),
        previous_url=_moved(request, before=page.before),
        next_url=_moved(request, after=page.after),
        mailbox=mailbox,
        is_fetched=row.slug in polling.boxes(),
        is_overdue=mailbox is None or polling.overdue(mailbox),
        collections=reads.collections_of(row),
    )
    return render(request, "responses/mail/list.html", context)


def _tabs(row: Exercise, current: str) -> list[dict[str, object]]:
    counts = reads.counts(row)
    address = reverse("responses_staff:mail", args=[row.slug])
    return [
        {"label": label, "count": counts[state], "url": f"{address}?state={state}", "current": state == current}
        for state, label in TABS
        if state != State.ARRIVED or counts[state] != "0" or current == state
    ]


def _moved(request: HttpRequest, **key: str) -> str:
    """Return this address with another place to start from, or nothing where there is none."""
    if not all(key.values()):
        return ""
    kept = {name: value for name, value in request.GET.items() if name in {"state", "sort"}}
    return f"?{urlencode(kept | key)}"


@takes_files(most=MOST_FILES * keeping.LARGEST)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_page(*KEYERS)
def upload(request: HttpRequest, slug: str) -> HttpResponse:
    """Take emails that were saved as files, and say what became of each."""
    row = exercise_for(request, slug, KEYERS)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if not form.is_valid():
        context = page_context(row, form=form)
        return render(request, "responses/mail/upload.html", context, status=422 if form.errors else 200)
    results = uploading.receive(form.cleaned_data["emails"], exercise=row, by=signed_in(request))
    return render(request, "responses/mail/upload.html", page_context(row, form=UploadForm(), results=results))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_page(*KEYERS)
def detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show a message as text; do what was asked for with it."""
    message = _message(request, slug, pk)
    if request.method != "POST":
        return _page(request, message)
    act = request.POST.get("act", "")
    form = ApartForm(request.POST) if act == "set_apart" else None
    if form is not None and not form.is_valid():
        return _page(request, message, form=form, status=422)
    try:
        return _done(request, message, act, form)
    except DomainError as refused:
        return _page(request, _message(request, slug, pk), form=form, problem=refused.message, status=409)


def _done(request: HttpRequest, message: Message, act: str, form: ApartForm | None) -> HttpResponse:
    by, slug = signed_in(request), message.exercise.slug
    if act == "key_in":
        draft = acting.key_in(message, by=by)
        return access.remember(redirect("responses:tasks", slug), request, slug, access.mint_link(draft))
    if act == "key_more":
        draft = acting.key_in_further(message, by=by)
        return access.remember(redirect("responses:tasks", slug), request, slug, access.mint_link(draft))
    if form is not None:
        acting.set_apart(message, by=by, note=form.cleaned_data["note"])
        messages.success(request, "Set apart. It is kept under ‘Set apart’, and can be put back.")
        return redirect("responses_staff:mail", slug)
    if act == "put_back":
        acting.put_back(message, by=by)
        messages.success(request, "Put back among the messages that wait.")
    elif act == "try_again":
        acting.try_again(message, by=by)
        taking_in.read_all([message.pk])
        message.refresh_from_db(fields=["state"])
        if message.state == State.POISON:
            messages.warning(request, "It was read again, and could not be read this time either.")
        else:
            messages.success(request, "It was read again, and can be read now.")
    else:
        return _page(request, message, problem="That button is not known. Choose what to do, and press it again.")
    return redirect("responses_staff:mail_message", slug, message.pk)


def _page(
    request: HttpRequest, message: Message, *, form: ApartForm | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    state, is_held = State(message.state), not message.original.erased_at
    context = page_context(
        message.exercise,
        message=message,
        parts=list(message.parts.all()),
        twins=reads.twins(message),
        acts=list(message.acts.select_related("by")),
        form=form,
        apart_form=form or ApartForm(),
        problem=problem,
        may_key_in=state in acting.FREE and is_held,
        may_key_more=state in acting.KEYED and is_held,
        further=further.of(message),
        given_up=discarding.typed_from(message),
        may_set_apart=state in {State.WAITING, State.POISON},
        bounced=message.bounced.get("addresses", []),
    )
    return render(request, "responses/mail/message.html", context, status=status)


@require_safe
@never_cache
@staff_page(*KEYERS)
def part(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """Hand out an attachment as it came. It is only ever saved, never shown by the browser."""
    message = _message(request, slug, pk)
    if message.original.erased_at:
        raise Http404
    found = get_object_or_404(MessagePart, message=message, number=number, size__gt=0)
    try:
        with message.original.file.open("rb") as file, Reader() as reader:
            data = reader.part(file.read(), number)
    except Stumbled as stumbled:
        problem = f"{stumbled} Save the whole email instead, and open the attachment in your mail program."
        return _page(request, message, problem=problem, status=409)
    response = HttpResponse(data, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, tidy_name(found.name)) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _message(request: HttpRequest, slug: str, pk: int) -> Message:
    """Return a message to an exercise of an organisation in which the visitor keys in."""
    visible = Message.objects.visible_to(signed_in(request), *KEYERS)
    related = visible.select_related("exercise__organisation", "original", "response", "draft__keyed_by", "collection")
    return get_object_or_404(related, exercise__slug=slug, pk=pk)
