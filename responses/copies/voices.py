"""One voice: a person decides that several responses come from one person or one organisation, or that they do not.

Each of them gets an act, so that its history says who decided what and why. All stay in the ledger and are read; the
figures count the voice once (analysis.counting.voices).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from common import clock
from responses.copies import claims
from responses.copies.errors import DecidedMeanwhile, NotOneVoice, ReasonMissing
from responses.copies.voice_models import SameVoice, Voice, VoiceMember
from responses.moderation import acts
from responses.moderation.models import Act
from responses.submission.models import Response

if TYPE_CHECKING:
    from accounts.models import User

Kind = Response.Kind


@dataclass(frozen=True)
class Seen:
    """A response as its decider saw it."""

    response_id: int
    version: int


@transaction.atomic
def join(seen: Sequence[Seen], *, by: User, note: str) -> Voice:
    """Count responses as one voice; voices that they belong to already become one with all their responses.

    Raises NotOneVoice for responses of different kinds or exercises, ChangedMeanwhile where somebody came first.
    """
    if not note.strip():
        raise ReasonMissing
    responses = list(Response.objects.filter(pk__in=[one.response_id for one in seen]).order_by("pk"))
    exercise_id = _may_be_one(responses)
    for one in sorted(seen, key=lambda one: one.response_id):
        acts.perform(
            one.response_id, verb=Act.Verb.JOIN_VOICE, version=one.version, by=by, note=_with(one, responses, note)
        )
    had = _held(responses)
    voice = (
        Voice.objects.get(pk=min(had)) if had else Voice.objects.create(exercise_id=exercise_id, by=by, at=clock.now())
    )
    VoiceMember.objects.filter(voice__in=had).update(voice=voice)
    Voice.objects.filter(pk__in=had).exclude(pk=voice.pk).delete()
    inside = set(voice.members.values_list("response", flat=True))
    VoiceMember.objects.bulk_create(
        VoiceMember(voice=voice, response=one, by=by, at=clock.now()) for one in responses if one.pk not in inside
    )
    return voice


def _held(responses: Sequence[Response]) -> list[int]:
    """Return the voices of responses, held until the end of the transaction: a colleague may be parting one."""
    members = VoiceMember.objects.filter(response__in=responses).order_by("voice")
    list(Voice.objects.select_for_update().filter(pk__in=list(members.values_list("voice", flat=True))).order_by("pk"))
    return list(members.values_list("voice", flat=True).distinct())


def _may_be_one(responses: Sequence[Response]) -> int:
    exercises = {one.exercise_id for one in responses}
    if len(responses) < 2 or len(exercises) != 1:
        raise NotOneVoice("Choose two or more responses of this exercise.")
    kinds = {one.kind for one in responses}
    if Kind.MEETING in kinds:
        raise NotOneVoice("Points from a meeting are no respondent's, so they are nobody's voice.")
    if len(kinds) != 1:
        raise NotOneVoice("An organisation and a person are two voices, even where one person wrote for both.")
    return exercises.pop()


def _with(one: Seen, responses: Sequence[Response], note: str) -> str:
    others = ", ".join(other.reference for other in responses if other.pk != one.response_id)
    return f"With {others}. {note}"


@transaction.atomic
def part(seen: Seen, *, by: User, note: str) -> Act:
    """Count a response as a voice of its own again; one that is left alone in its voice is a voice by itself."""
    if not note.strip():
        raise ReasonMissing
    claims.decided(Response.objects.values_list("exercise", flat=True).get(pk=seen.response_id))
    member = VoiceMember.objects.filter(response=seen.response_id)
    joined = Q(voice_member__isnull=False)
    act = acts.perform(seen.response_id, verb=Act.Verb.PART_VOICE, version=seen.version, by=by, also=joined, note=note)
    voices = list(
        Voice.objects.select_for_update().filter(members__response=seen.response_id).values_list("pk", flat=True)
    )
    member.delete()
    for voice in Voice.objects.filter(pk__in=voices):
        if voice.members.count() < 2:
            voice.delete()
    SameVoice.objects.filter(Q(earlier=seen.response_id) | Q(later=seen.response_id), state=SameVoice.State.ONE).update(
        state=SameVoice.State.TWO, by=by, at=clock.now(), note=note
    )
    return act


@transaction.atomic
def join_with(seen: Seen, reference: str, *, by: User, note: str) -> Voice:
    """Count a response as one voice with another of its exercise, whatever was said of the two before."""
    ours = Response.objects.filter(pk=seen.response_id)
    other = Response.objects.filter(exercise__in=ours.values("exercise"), reference=reference).first()
    if other is None or other.pk == seen.response_id:
        raise NotOneVoice("No other response of this exercise has that reference.")
    if are_one(seen.response_id, other.pk):
        raise NotOneVoice("They are counted as one voice already.")
    claims.decided(other.exercise_id)
    voice = join([seen, Seen(other.pk, other.version)], by=by, note=note)
    earlier, later = sorted([seen.response_id, other.pk])
    SameVoice.objects.filter(earlier=earlier, later=later).update(
        state=SameVoice.State.ONE, by=by, at=clock.now(), note=note
    )
    return voice


@transaction.atomic
def decide(pair: SameVoice, seen: Sequence[Seen], *, one: bool, by: User, note: str) -> Voice | None:
    """Answer a suggestion: one voice, or two. Who comes second is told."""
    if not note.strip():
        raise ReasonMissing
    claims.decided(pair.exercise_id)
    state = SameVoice.State.ONE if one else SameVoice.State.TWO
    if not SameVoice.objects.filter(undecided(), pk=pair.pk).update(state=state, by=by, at=clock.now(), note=note):
        raise DecidedMeanwhile
    if not one and are_one(pair.earlier_id, pair.later_id):
        raise NotOneVoice("They are counted as one voice by way of another response. Take one of them out of it first.")
    return join(seen, by=by, note=note) if one else None


def undecided() -> Q:
    """Hold a decision back unless nobody has decided yet."""
    return Q(state=SameVoice.State.OPEN)


def are_one(one: int, other: int) -> bool:
    """Whether two responses are of one voice already."""
    theirs = VoiceMember.objects.filter(response=other).values("voice")
    return VoiceMember.objects.filter(response=one, voice__in=theirs).exists()


def follow(exercise_id: int) -> int:
    """Let an answer that its author sent in the place of one take that one's place in its voice; return how many did.

    What a person decided of the earlier answer holds for it, until somebody parts it.
    """
    followed = 0
    while successors := list(_successors(exercise_id)):
        rows = (
            VoiceMember(voice_id=before.voice_id, response=one, by_id=before.by_id, at=clock.now())
            for one in successors
            for before in [one.supersedes.voice_member]  # type: ignore[union-attr]
        )
        VoiceMember.objects.bulk_create(rows, ignore_conflicts=True)
        followed += len(successors)
    return followed


def _successors(exercise_id: int) -> QuerySet[Response]:
    """Return responses whose predecessor is in a voice and they are not, nor were they taken out of it."""
    found = Response.objects.filter(
        exercise=exercise_id, supersedes__voice_member__isnull=False, voice_member__isnull=True
    )
    parted = Act.objects.filter(response=OuterRef("pk"), verb=Act.Verb.PART_VOICE)
    return found.filter(~Exists(parted)).select_related("supersedes__voice_member")
