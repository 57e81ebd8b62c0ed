"""What goes when a response is erased, and what stays so that the counts stay right."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from responses.copies.models import Copy, Sign, TextSketch
from responses.copies.voice_models import ContactKey, SameVoice


def forget(response_ids: Collection[int]) -> None:
    """Delete what was found out from the words and contacts of some responses, in the caller's transaction.

    That a response is a copy in a campaign, or of one voice with another, stays: it is counted and tells no words.
    """
    TextSketch.objects.filter(answer__response__in=response_ids).delete()
    ContactKey.objects.filter(response__in=response_ids).delete()
    Sign.objects.filter(response__in=response_ids).delete()
    SameVoice.objects.filter(Q(earlier__in=response_ids) | Q(later__in=response_ids)).delete()
    Copy.objects.filter(response__in=response_ids).update(added=[])
