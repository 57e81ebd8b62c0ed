"""What pages, filters and reports read of copies, signs and voices."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from responses.copies import carrying
from responses.copies.also_open import also_open
from responses.copies.models import Copy, CopyGroup, Sign
from responses.copies.voice_models import VoiceMember
from responses.copies.wordings import wordings
from responses.moderation.models import Revision
from responses.submission.models import Response
from responses.text.diffs import Wording, pieces

CONFIRMED = Q(state=Copy.State.CONFIRMED, group__state=CopyGroup.State.NAMED)
STANDING = ~Q(state=Copy.State.TAKEN_OUT) & ~Q(group__state=CopyGroup.State.TAKEN_APART)
ADDS, EXACT, ANY = "adds", "exact", "any"


def fits(wanted: str) -> Q:
    """Limit responses to copies: those that add words of their own to a campaign, those with the same words, or any."""
    if wanted not in {ADDS, EXACT, ANY}:
        return Q()
    copies = Copy.objects.filter(STANDING, response=OuterRef("pk"))
    if wanted == ANY:
        return Q(Exists(copies))
    return Q(Exists(copies.filter(CONFIRMED, sort=Copy.Sort.ADDS if wanted == ADDS else Copy.Sort.EXACT)))


def suspicious() -> Q:
    """Limit responses to those with a sign of automated answering, seen when they were sent or by the job."""
    return ~Q(suspicion=[]) | Q(Exists(Sign.objects.filter(response=OuterRef("pk"))))


def signs_of(response: Response) -> list[str]:
    """Return the signs of automated answering on a response, in words: seen when it was sent, then by the job."""
    return [*response.suspicion, *Sign.objects.filter(response=response).values_list("words", flat=True)]


@dataclass(frozen=True)
class CopyOf:
    """An answer that is a copy: of which group, how much of it, and how many words are its own."""

    copy: Copy
    group: CopyGroup
    own_words: list[str]  # without what is hidden of them
    open_in: int = 0  # other responses with the same words, in which those stand open that are hidden here
    also_open_in: int = 0  # other responses of the group in which they do, but not in the same place

    @property
    def campaign(self) -> str:
        return self.group.campaign.name if self.group.campaign else ""

    @property
    def others(self) -> int:
        return max(self.group.size - 1, 0)


def of_response(response: Response) -> list[CopyOf]:
    """Return which of a response's answers are copies; those taken out and groups taken apart are none."""
    copies = Copy.objects.filter(STANDING, response=response).select_related("group__campaign", "answer")
    rows = list(copies.order_by("answer__item", "pk"))
    if not rows:
        return []
    reworded = set(Revision.objects.filter(answer__response=response).values_list("answer", flat=True))
    found = []
    for copy in rows:
        if copy.answer_id in reworded:
            source = carrying.redacted(copy.answer)
            open_in, also = (len(carrying.others(source).open), len(also_open(source))) if source else (0, 0)
            found.append(CopyOf(copy, copy.group, _own_words(copy), open_in, also))
        else:
            text = copy.answer.text
            own = [text[start:end] for start, end in copy.added if text]
            found.append(CopyOf(copy, copy.group, own))
    return found


def _own_words(copy: Copy) -> list[str]:
    """Return what an answer that was redacted or corrected adds to the text, in the wording in force."""
    if copy.sort != Copy.Sort.ADDS or copy.group.template_id is None:
        return []
    texts = wordings({copy.answer_id, copy.group.template_id})
    template, text = texts.get(copy.group.template_id, Wording("")), texts.get(copy.answer_id, Wording(""))
    return [piece.text.strip() for piece in pieces(template, text) if piece.sign == "added" and piece.text.strip()]


def others_of_voice(response: Response) -> list[Response]:
    """Return the other responses of one voice with a response, in order of receipt."""
    ours = VoiceMember.objects.filter(response=response).values("voice")
    members = Response.objects.filter(voice_member__voice__in=ours).exclude(pk=response.pk)
    return list(members.order_by("received_at", "pk"))
