"""Where invitations stand: written to, opened, begun, answered. One expression each, so that lists and counts agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from engagement.models import Exercise
from responses.register import vocabulary
from responses.register.inviting.models import Delivery, Invitation, InvitedDraft, Mailing
from responses.register.models import Stakeholder, StakeholderArea, StakeholderMatch
from responses.register.names import key_of
from responses.submission.models import Response

ANSWERED, BEGUN, OPENED, WRITTEN, LISTED, ENDED = "answered", "begun", "opened", "written", "listed", "ended"
IN_WORDS = {
    ANSWERED: "Answered",
    BEGUN: "Begun, not sent",
    OPENED: "Opened the link",
    WRITTEN: "Written to",
    LISTED: "Not written to yet",
    ENDED: "No answer expected",
}
# Somebody who follows the link and answers for themselves has not answered for the organisation, and whose link it was
# is told to nobody.
CURRENT: dict[str, bool | str] = {
    "superseded_at__isnull": True,
    "withdrawn_at__isnull": True,
    "kind": Response.Kind.ORGANISATION,
}


def _current(path: str) -> dict[str, bool | str]:
    """Return what holds for responses of organisations that stand; their kind makes it a response at all."""
    return {f"{path}__{name}": value for name, value in CURRENT.items()}


def answered() -> Q:
    """Hold for invitations whose stakeholder has answered: from the link, or as a person decided.

    A person's decision on a response goes before the link that it was begun from. A newer answer from the same draft
    is from the same stakeholder until a person says otherwise.
    """
    of_stakeholder = StakeholderMatch.objects.filter(
        stakeholder=OuterRef("stakeholder"), response__exercise=OuterRef("exercise")
    )
    decided = of_stakeholder.filter(**_current("response"))
    replaced = of_stakeholder.filter(
        response__draft__responses__stakeholder_match__isnull=True, **_current("response__draft__responses")
    )
    linked = InvitedDraft.objects.filter(
        invitation=OuterRef("pk"), draft__responses__stakeholder_match__isnull=True, **_current("draft__responses")
    )
    return Q(Exists(decided)) | Q(Exists(replaced)) | Q(Exists(linked))


def with_standing(rows: QuerySet[Invitation]) -> QuerySet[Invitation]:
    """Add to each invitation how far it has got."""
    deliveries = Delivery.objects.filter(invitation=OuterRef("pk"))
    begun = InvitedDraft.objects.filter(invitation=OuterRef("pk"), draft__is_open=True)
    return rows.annotate(
        has_answered=answered(),
        has_begun=Exists(begun),
        was_written=Exists(deliveries.filter(state=Delivery.State.SENT)),
        came_back=Exists(deliveries.filter(bounced_at__isnull=False)),
    )


def standing_of(row: Invitation) -> str:
    """Return how far an invitation has got, as a key of IN_WORDS; the row is one of `with_standing`."""
    if row.has_answered:  # type: ignore[attr-defined]
        return ANSWERED
    if row.ended_at:
        return ENDED
    if row.has_begun:  # type: ignore[attr-defined]
        return BEGUN
    if row.opened_at:
        return OPENED
    return WRITTEN if row.was_written else LISTED  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Filters:
    """What the list of invitations is limited to."""

    search: str = ""
    type: str = ""
    area: str = ""
    show: str = ""  # unanswered, answered, opened, unwritten, bounced, ended; nothing for all


def of_exercise(exercise: Exercise, filters: Filters | None = None) -> QuerySet[Invitation]:
    """Return an exercise's invitations with how far they have got, limited by the filters."""
    said = filters or Filters()
    rows = with_standing(Invitation.objects.filter(exercise=exercise)).select_related("stakeholder")
    if said.search:
        rows = rows.filter(stakeholder__names__key__contains=key_of(said.search)).distinct()
    if said.type:
        rows = rows.filter(stakeholder__type_key="" if said.type == "none" else said.type)
    if said.area:
        rows = rows.filter(stakeholder__areas__key=said.area)
    return rows.filter(SHOWN.get(said.show, Q()))


SHOWN = {
    "unanswered": Q(has_answered=False, ended_at__isnull=True),
    "answered": Q(has_answered=True),
    "opened": Q(has_answered=False, ended_at__isnull=True, opened_at__isnull=False),
    "unwritten": Q(has_answered=False, ended_at__isnull=True, was_written=False),
    "bounced": Q(came_back=True),
    "ended": Q(ended_at__isnull=False),
}
WRITTEN_TO = Q(was_written=True)


def not_invited(exercise: Exercise) -> QuerySet[Stakeholder]:
    """Return stakeholders in use that are not on the exercise's list."""
    invited = Invitation.objects.filter(exercise=exercise).values("stakeholder")
    return Stakeholder.objects.active().filter(organisation=exercise.organisation_id).exclude(pk__in=invited)


@dataclass
class Tally:
    """How many stakeholders of a sort were invited, opened the link and answered."""

    label: str
    invited: int = 0
    opened: int = 0
    answered: int = 0

    @property
    def unheard(self) -> int:
        return self.invited - self.answered

    def count(self, *, opened: bool, answered: bool) -> None:
        """Count one more; who answered by another way than the link has seen the invitation all the same."""
        self.invited += 1
        self.opened += opened or answered
        self.answered += answered


@dataclass
class Summary:
    """Invited, opened and answered: in all, by type, and by place. A stakeholder counts in each place it covers."""

    total: Tally = field(default_factory=lambda: Tally("All"))
    types: list[Tally] = field(default_factory=list)
    places: list[Tally] = field(default_factory=list)


def summary(exercise: Exercise, *, type_order: Iterable[str] = (), area_order: Iterable[str] = ()) -> Summary:
    """Count the invitations from which an answer is expected, or has come: two queries, however many there are."""
    rows = of_exercise(exercise).filter(Q(ended_at__isnull=True) | Q(has_answered=True)).order_by()
    columns = ("stakeholder_id", "stakeholder__type_key", "stakeholder__type_label", "opened_at", "has_answered")
    asked = rows.values_list(*columns)
    covers: dict[int, list[tuple[str, str]]] = {}
    areas = StakeholderArea.objects.filter(stakeholder__invitations__exercise=exercise)
    for stakeholder, key, label in areas.values_list("stakeholder_id", "key", "label"):
        covers.setdefault(stakeholder, []).append((key, label))
    made, types, places = Summary(), dict[str, Tally](), dict[str, Tally]()
    for stakeholder, type_key, type_label, opened_at, has_answered in asked:
        tallies = [made.total, types.setdefault(type_key, Tally(type_label or "Type not known"))]
        tallies += [places.setdefault(key, Tally(label)) for key, label in covers.get(stakeholder, [("", "Not said")])]
        for tally in tallies:
            tally.count(opened=opened_at is not None, answered=has_answered)
    made.types, made.places = _ordered(types, type_order), _ordered(places, area_order)
    return made


def _ordered(tallies: dict[str, Tally], order: Iterable[str]) -> list[Tally]:
    """Return tallies in the exercise's order, others by name after them, and what is not known last."""
    places = {key: place for place, key in enumerate(order)}
    return [
        tallies[key]
        for key in sorted(tallies, key=lambda key: (not key, places.get(key, len(places)), tallies[key].label))
    ]


@dataclass(frozen=True)
class Told:
    """An exercise a stakeholder was invited to: how far it got, what was sent, what came."""

    invitation: Invitation
    title: str  # of the exercise
    standing: str  # in words
    deliveries: list[Delivery]
    responses: list[Response]


def history_of(stakeholder: Stakeholder) -> list[Told]:
    """Return all invitations of a stakeholder, the latest first."""
    rows = with_standing(Invitation.objects.filter(stakeholder=stakeholder))
    told = []
    for row in rows.select_related("exercise", "invited_by", "ended_by").order_by("-invited_at"):
        deliveries = row.deliveries.select_related("mailing", "contact").order_by("-at", "-id")
        content = vocabulary.newest(row.exercise)
        title = content.title if content else row.exercise.slug
        told.append(Told(row, title, IN_WORDS[standing_of(row)], list(deliveries), responses_of(row)))
    return told


def responses_of(row: Invitation) -> list[Response]:
    """Return the responses that stand and are taken for the stakeholder's."""
    matched = Q(stakeholder_match__stakeholder=row.stakeholder_id)
    linked = Q(draft__invited__invitation=row.pk, stakeholder_match__isnull=True)
    followed = Q(draft__responses__stakeholder_match__stakeholder=row.stakeholder_id, stakeholder_match__isnull=True)
    rows = Response.objects.filter(matched | linked | followed, exercise=row.exercise_id, **CURRENT)
    return list(rows.distinct().order_by("received_at", "id"))


def rounds_of(exercise: Exercise) -> list[tuple[Mailing, dict[str, int]]]:
    """Return all rounds, the latest first, with how their emails fared: two queries."""
    fared: dict[int, dict[str, int]] = {}
    outcomes = Delivery.objects.filter(mailing__exercise=exercise).order_by()
    counted = outcomes.values_list("mailing", "state", "why").annotate(all=Count("pk"), back=Count("bounced_at"))
    for mailing, state, why, total, back in counted:
        counts = fared.setdefault(mailing, {"sent": 0, "waiting": 0, "passed_over": 0, "bounced": 0})
        counts[state] += total
        counts["bounced"] += back
        if why:
            counts["bounced_before" if why == Delivery.Why.BOUNCED else why] = total
    rows = exercise.mailings.select_related("made_by", "cancelled_by")
    return [(row, fared.get(row.pk, {})) for row in rows]
