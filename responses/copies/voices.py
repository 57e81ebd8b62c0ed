"""One voice: a person decides that several responses come from one person or one organisation, or that they do not.

Each of them gets an act, so that its history says who decided what and why. All stay in the ledger and are read; the
figures count the voice once (analysis.counting.voices).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from common import clock
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
    had = list(VoiceMember.objects.filter(response__in=responses).values_list("voice", flat=True).distinct())
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
    member = VoiceMember.objects.filter(response=seen.response_id)
    joined = Q(voice_member__isnull=False)
    act = acts.perform(seen.response_id, verb=Act.Verb.PART_VOICE, version=seen.version, by=by, also=joined, note=note)
    voices = list(member.values_list("voice", flat=True))
    member.delete()
    for voice in Voice.objects.filter(pk__in=voices):
        if voice.members.count() < 2:
            voice.delete()
    SameVoice.objects.filter(Q(earlier=seen.response_id) | Q(later=seen.response_id), state=SameVoice.State.ONE).update(
        state=SameVoice.State.TWO, by=by, at=clock.now(), note=note
    )
    return act


@transaction.atomic
def decide(pair: SameVoice, seen: Sequence[Seen], *, one: bool, by: User, note: str) -> Voice | None:
    """Answer a suggestion: one voice, or two. Who comes second is told."""
    if not note.strip():
        raise ReasonMissing
    state = SameVoice.State.ONE if one else SameVoice.State.TWO
    if not SameVoice.objects.filter(undecided(), pk=pair.pk).update(state=state, by=by, at=clock.now(), note=note):
        raise DecidedMeanwhile
    return join(seen, by=by, note=note) if one else None


def undecided() -> Q:
    """Hold a decision back unless nobody has decided yet."""
    return Q(state=SameVoice.State.OPEN)
