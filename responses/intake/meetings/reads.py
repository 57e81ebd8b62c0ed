"""A meeting's points in the words that are in force, each with what stood there first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count

from engagement.models import Exercise
from engagement.shapes import EditionContent
from responses.intake.meetings import splitting
from responses.intake.meetings.models import Point, PointPlace, Proposal
from responses.intake.meetings.points import about_in_words
from responses.moderation import marks
from responses.moderation.marks import Span
from responses.moderation.models import FieldRevision, Revision
from responses.submission.models import Answer, Response
from responses.survey import survey_of

Place = tuple[int, int]


@dataclass(frozen=True)
class PointView:
    """A point: what it is about, who made it, and its words.

    `first` is empty while the point stands as it was recorded; `pieces` say which words are redacted. `is_lost` is true
    where its answer was corrected as a whole since, so that its own stretch is not known any more.
    """

    id: int
    number: int
    about: str
    by: str
    by_in_public: str  # as somebody outside the team may see it
    text: str
    pieces: list[tuple[str, bool]]
    first: str
    is_lost: bool = False
    proposals: list[Proposal] = field(default_factory=list)

    @property
    def is_redacted(self) -> bool:
        return any(hidden for _, hidden in self.pieces)

    @property
    def in_public(self) -> str:
        """The words as somebody outside the team may see them."""
        return "".join(marks.BLOCK if hidden else piece for piece, hidden in self.pieces)

    @property
    def waiting(self) -> list[Proposal]:
        return [one for one in self.proposals if one.state == Proposal.State.WAITING]


@dataclass(frozen=True)
class Wording:
    """An answer's words in force, unredacted, what is hidden of them, and where its points stand in them."""

    text: str
    spans: list[Span]
    places: Mapping[int, Place]


def points_of(response: Response) -> list[PointView]:
    """Return the points of a meeting's response in the order of the note; six queries, however many there are."""
    points = list(Point.objects.filter(response=response).select_related("said_by").order_by("position"))
    answers = {answer.pk: answer for answer in Answer.objects.filter(response=response)}
    wordings = wordings_of(response, answers.values(), points)
    proposals = defaultdict(list)
    for one in Proposal.objects.filter(point__response=response).select_related("decided_by", "copy").order_by("id"):
        proposals[one.point_id].append(one)
    boxes = survey_of(response.edition_id).boxes
    shown = _attended(response)
    return [
        _view(
            point, answers[point.answer_id], wordings[point.answer_id], about_in_words(box, box.item), proposals, shown
        )
        for point in points
        if (box := boxes.get(answers[point.answer_id].item_id))
    ]


def _attended(response: Response) -> dict[int, str]:
    """Return how those who attended are shown outside the team, where words of a name are or were hidden."""
    rows = FieldRevision.objects.filter(response=response, attendance__isnull=False).order_by("version")
    return {pk: text for pk, text in rows.values_list("attendance_id", "text") if pk}


def _view(
    point: Point,
    answer: Answer,
    wording: Wording,
    about: str,
    proposals: Mapping[int, list[Proposal]],
    attended: Mapping[int, str],
) -> PointView:
    first = answer.text[point.start : point.end]
    place = wording.places.get(point.pk)
    start, end = place or (0, 0)
    text = wording.text[start:end]
    by = point.said_by.organisation if point.said_by else "The meeting"
    return PointView(
        id=point.pk,
        number=point.position,
        about=about,
        by=by,
        by_in_public=attended.get(point.said_by_id or 0, by),
        text=text,
        pieces=marks.pieces(text, _within(wording.spans, start, end)),
        first=first if text != first else "",
        is_lost=place is None,
        proposals=proposals.get(point.pk, []),
    )


def _within(spans: Iterable[Span], start: int, end: int) -> list[Span]:
    """Return the parts of spans that lie in a stretch, counted from its beginning."""
    return [(max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start]


def wordings_of(response: Response, answers: Iterable[Answer], points: Iterable[Point]) -> dict[int, Wording]:
    """Return the words in force of each answer, by its id."""
    revisions = defaultdict(list)
    for revision in Revision.objects.filter(answer__response=response).order_by("version"):
        revisions[revision.answer_id].append(revision)
    moved: dict[int, dict[int, Place]] = defaultdict(dict)
    for place in PointPlace.objects.filter(point__response=response):
        moved[place.revision_id][place.point_id] = (place.start, place.end)
    of_answer = defaultdict(list)
    for point in points:
        of_answer[point.answer_id].append(point)
    return {one.pk: _wording(one, revisions[one.pk], of_answer[one.pk], moved) for one in answers}


def _wording(
    answer: Answer, revisions: list[Revision], points: list[Point], moved: Mapping[int, Mapping[int, Place]]
) -> Wording:
    spans = [(start, end) for start, end in revisions[-1].spans] if revisions else []
    corrected = [one for one in revisions if one.kind == Revision.Kind.CORRECTED]
    if not corrected:
        return Wording(answer.text, spans, {point.pk: (point.start, point.end) for point in points})
    latest = corrected[-1]
    if latest.pk in moved:
        return Wording(latest.whole, spans, moved[latest.pk])
    paragraphs = splitting.places_in(latest.whole)  # corrected as a whole, on the page of the response
    if len(paragraphs) != len(points):
        return Wording(latest.whole, spans, {})
    in_order = sorted(points, key=lambda point: point.start)
    return Wording(latest.whole, spans, {point.pk: place for point, place in zip(in_order, paragraphs, strict=True)})


def by_question(points: Iterable[PointView]) -> list[tuple[str, list[PointView]]]:
    """Return points grouped by what they are about, in the order in which that first comes up."""
    grouped: dict[str, list[PointView]] = defaultdict(list)
    for point in points:
        grouped[point.about].append(point)
    return list(grouped.items())


def points_by_response(responses: Iterable[int]) -> dict[int, int]:
    """Return how many points each of these responses holds; those without any are left out."""
    counted = Point.objects.filter(response__in=list(responses)).order_by().values_list("response_id")
    return dict(counted.annotate(n=Count("pk")))


def counted(exercise: Exercise) -> int:
    """Return how many points from meetings an exercise has now: not what is withdrawn, replaced or left out."""
    current = Response.objects.filter(exercise=exercise).current().exclude(standing=Response.Standing.LEFT_OUT)
    return Point.objects.filter(response__in=current).count()


def choices(content: EditionContent) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what a point can be about, question by question, for a list to choose from."""
    boxes = survey_of(content.id).boxes
    groups = []
    for question in content.questions:
        found = [
            (str(item.id), about_in_words(box, item))
            for part in question.parts
            for item in part.items
            if (box := boxes.get(item.id)) and box.kind.is_text and not box.kind.has_picture
        ]
        if found:
            groups.append((f"{question.number}. {question.title}", found))
    return groups
