"""The note of a meeting split into its points, and the points with the host's corrections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.contrib import messages
from django.core.files.base import ContentFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from common.errors import DomainError
from common.posting import only_posted
from common.uploads import takes_files
from responses.drafts.models import Draft
from responses.intake import keying, reading_originals
from responses.intake.forms import MOST_FILES
from responses.intake.mail import further
from responses.intake.meetings import points, reads, splitting
from responses.intake.meetings.forms import NoteForm, PointForm, initial
from responses.intake.meetings.points import Noted
from responses.intake.models import Original
from responses.intake.originals import LARGEST
from responses.staff_views.drafts import draft_for, keyed_page, keying_context, opened
from responses.survey import survey_of

AT_ONCE = 40  # points on one page
DOCUMENTS = "application/vnd."


@require_http_methods(["GET", "HEAD", "POST"])
@keyed_page
def points_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show the points of a note, some dozens at once, and take what was made of them."""
    draft = draft_for(request, slug, pk)
    if not draft.is_meeting:
        return redirect("responses_staff:arrival", slug, pk)
    every = points.of(draft)
    first = _first(request, len(every))
    if request.method != "POST":
        return _page(request, draft, every, first, _fresh(draft, every[first : first + AT_ONCE]))
    forms = _posted(request, draft)
    if all(form.is_valid() for form in forms):
        changed = _as_asked(forms)
        last = first + _number(request.POST.get("shown"), AT_ONCE)
        whole = [*every[:first], *changed, *every[last:]]
        try:
            seen = _number(request.POST.get("seen"), 10**9)
            points.save(draft, whole, seen=seen, survey=survey_of(draft.edition_id))
        except DomainError as refused:
            return _page(request, draft, every, first, forms, problem=refused.message, status=409)
        return _following(request, draft, first)
    return _page(request, draft, every, first, forms, status=422)


def _following(request: HttpRequest, draft: Draft, first: int) -> HttpResponse:
    """Go where the button says: on with the points, or to the check of all, once every point is settled."""
    slug, every = draft.exercise.slug, points.of(draft)
    here = redirect("responses_staff:points", slug, draft.pk)
    if "check" in request.POST:
        open_ = next((number for number, point in enumerate(every) if not point.is_settled), None)
        if open_ is None:
            return opened(request, draft, redirect("responses:check", slug))
        messages.error(request, f"Point {open_ + 1} is not settled: say what it is about, or that it is no point.")
        here["Location"] += f"?from={open_ // AT_ONCE * AT_ONCE}#id_p{open_ % AT_ONCE}-about"
        return here
    messages.success(request, "The points are saved.")
    following = first + AT_ONCE if "on" in request.POST and first + AT_ONCE < len(every) else first
    here["Location"] += f"?from={following}" if following else ""
    return here


def _first(request: HttpRequest, count: int) -> int:
    asked = _number(request.GET.get("from"), 10**6)
    return min(asked, max(count - 1, 0)) // AT_ONCE * AT_ONCE


def _number(text: str | None, most: int) -> int:
    return min(int(text), most) if text and text.isascii() and text.isdigit() and len(text) < 12 else 0


def _choices(draft: Draft) -> dict[str, Any]:
    attending = (draft.intake.get("meeting") or {}).get("attending") or []
    return {
        "about": reads.choices(survey_of(draft.edition_id).content),
        "by": [one["organisation"] for one in attending],
    }


def _fresh(draft: Draft, shown: Sequence[Noted]) -> list[PointForm]:
    """Return a form for each point, and an empty one for what was forgotten."""
    choices = _choices(draft)
    return [
        PointForm(initial=initial(point), prefix=f"p{number}", **choices)
        for number, point in enumerate([*shown, Noted("")])
    ]


def _posted(request: HttpRequest, draft: Draft) -> list[PointForm]:
    choices = _choices(draft)
    count = _number(request.POST.get("shown"), AT_ONCE) + 1
    return [PointForm(request.POST, prefix=f"p{number}", **choices) for number in range(count)]


def _as_asked(forms: Sequence[PointForm]) -> list[Noted]:
    """Merge and split the points as it was ticked."""
    found: list[Noted] = []
    for form in forms:
        point = form.noted
        if not point.text.strip():
            continue
        if form.cleaned_data["split"]:
            lines = [line for line in point.text.splitlines() if line.strip()]
            found += [Noted(line, point.item_id, point.left_out, point.said_by) for line in lines]
        elif form.cleaned_data["merge"] and found:
            before = found.pop()
            text = f"{before.text.rstrip()}\n{point.text.lstrip()}"
            found.append(Noted(text, before.item_id, before.left_out, before.said_by))
        else:
            found.append(point)
    return found


def _page(
    request: HttpRequest,
    draft: Draft,
    every: Sequence[Noted],
    first: int,
    forms: Sequence[PointForm],
    *,
    problem: str = "",
    note_form: NoteForm | None = None,
    status: int = 200,
) -> HttpResponse:
    tried = request.method == "POST" and note_form is None
    context = keying_context(
        draft,
        rows=[(first + number, form) for number, form in enumerate(forms, start=1)],
        forms=forms,
        count=len(every),
        open=sum(not point.is_settled for point in every),
        shown=_number(request.POST.get("shown"), AT_ONCE) if tried else len(every[first : first + AT_ONCE]),
        seen=request.POST.get("seen", "") if tried and not problem else draft.revision,
        first=first,
        starts=range(0, len(every), AT_ONCE) if len(every) > AT_ONCE else (),
        size=AT_ONCE,
        note_form=note_form or NoteForm(),
        readable=_readable(draft) if not every else [],
        problem=problem,
        form=note_form if note_form and note_form.is_bound else None,
    )
    return render(request, "responses/staff/points.html", context, status=status)


def _readable(draft: Draft) -> list[Original]:
    return list(Original.objects.filter(further.with_drafts([draft]), erased_at=None))


def _words_of(original: Original) -> str:
    """Return the words of a note; each line of a document is a paragraph of its own."""
    text = reading_originals.text_of(original)
    return text.replace("\n", splitting.BETWEEN) if original.content_type.startswith(DOCUMENTS) else text


@takes_files(most=MOST_FILES * LARGEST)
@only_posted("responses_staff:points", "slug", "pk")
@keyed_page
def split(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Add the points that a note suggests: one that is typed or sent now, or a file that is there already."""
    draft = draft_for(request, slug, pk)
    if not draft.is_meeting:
        return redirect("responses_staff:arrival", slug, pk)
    every = points.of(draft)
    number = request.POST.get("original", "")
    form = NoteForm(request.POST, request.FILES)
    if number.isdecimal() and len(number) < 12:
        texts = [_words_of(one) for one in _readable(draft) if one.pk == int(number)]
    elif not form.is_valid():
        return _page(request, draft, every, 0, _fresh(draft, every[:AT_ONCE]), note_form=form, status=422)
    else:
        note = form.cleaned_data["note"]
        pasted = [ContentFile(note.encode(), name="the note as it was pasted.txt")] if note.strip() else []
        kept = keying.add_files(draft, [*pasted, *form.cleaned_data["file"]], by=cast(User, request.user))
        every = points.of(draft)  # as they stand now that the file is kept: a colleague may have saved in between
        texts = [note] * bool(pasted) + [_words_of(one) for one in kept[len(pasted) :]]
    suggested = [Noted(text) for whole in texts for text in splitting.suggest(whole)]
    if not suggested:
        messages.error(request, "No words could be read from this. Paste the note instead, or write the points below.")
        return redirect("responses_staff:points", slug, pk)
    try:
        points.save(draft, [*every, *suggested], seen=draft.revision, survey=survey_of(draft.edition_id))
    except DomainError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, f"{len(suggested)} point{'s' if len(suggested) > 1 else ''} suggested.")
    return redirect("responses_staff:points", slug, pk)
