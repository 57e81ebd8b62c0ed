"""Drafts end 30 days after the close: what was typed goes, and with it the private links that opened it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Q, QuerySet

from common import clock
from engagement.models import Exercise
from engagement.phases import DRAFT_LIFE_AFTER_CLOSE
from responses.drafts.models import Draft, DraftAnswer


def purge(exercises: QuerySet[Exercise] | None = None) -> int:
    """Delete expired drafts that were never sent and blank those that were; return how many were deleted.

    A sent draft keeps its row and links, without any words, so that its author can still read or withdraw the response.
    A letter that was not keyed in to the end stays as it is: it came in, so it is not ours to drop. What staff key in
    without a file to keep goes only when nobody has worked on it for as long.
    """
    long_ago = clock.now() - DRAFT_LIFE_AFTER_CLOSE
    over = (Exercise.objects.all() if exercises is None else exercises).filter(closes_at__lte=long_ago)
    expired = Draft.objects.filter(exercise__in=over)
    sent = expired.filter(responses__isnull=False)
    abandoned = Q(origin=Draft.Origin.PUBLIC) | Q(updated_at__lte=long_ago)
    unsent = expired.filter(abandoned, responses__isnull=True, originals=None, further_answer=None)
    with transaction.atomic():
        DraftAnswer.objects.filter(draft__in=sent).delete()
        # Those that are blank already are not written again each night.
        holding = ~Q(who__still_sealed_as="") | ~Q(intake__still_sealed_as="") | Q(is_open=True)
        sent.filter(holding).update(who={}, intake={}, is_open=False, revision=F("revision") + 1)
        _, deleted = unsent.delete()
    return deleted.get("responses.Draft", 0)
