"""Named campaigns as a snapshot counts them: set-based, so that a hundred thousand copies are one statement."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, PositiveBigIntegerField, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable

from analysis import words
from analysis.models import RepeatedAnswer, Snapshot, SnapshotCampaign
from responses.models import Answer, Campaign, Copy, CopyGroup, Revision
from responses.privacy.marks import ERASED

MEMBER = "response__memberships__"


def of_response(exercise_id: int) -> Combinable:
    """Return an expression over responses for the campaign that each is a confirmed copy of; the first of several."""
    if not Campaign.objects.filter(exercise=exercise_id).exists():
        return Value(None, output_field=PositiveBigIntegerField())
    confirmed = Copy.objects.filter(response=OuterRef("pk"), **_CONFIRMED).order_by()
    first = confirmed.values("response").annotate(first=Min("group__campaign")).values("first")
    return Subquery(first, output_field=PositiveBigIntegerField())


_CONFIRMED = {"state": Copy.State.CONFIRMED, "group__state": CopyGroup.State.NAMED}


def count(snapshot: Snapshot) -> None:
    """Write what a new snapshot knows of each group of copies in a named campaign."""
    groups = CopyGroup.objects.filter(exercise=snapshot.exercise_id, state=CopyGroup.State.NAMED)
    named = list(groups.select_related("campaign").order_by("pk"))
    if not named:
        return
    sent = _submissions(snapshot)
    written = _texts(snapshot)
    SnapshotCampaign.objects.bulk_create(
        SnapshotCampaign(
            snapshot=snapshot,
            group=group.pk,
            campaign=group.campaign.pk,
            name=group.campaign.name,
            template_id=group.template_id,
            channels={channel: n for channel, (n, _) in sorted(sent[group.pk].items())},
            submissions=sum(n for n, _ in sent[group.pk].values()),
            adding=sum(adding for _, adding in sent[group.pk].values()),
            texts=written[group.pk][0],
            texts_adding=written[group.pk][1],
        )
        for group in named
        if group.campaign
    )


def _of_members(snapshot: Snapshot, **member: Any) -> QuerySet[Copy]:
    wanted = {"snapshot": snapshot, **member}
    return Copy.objects.filter(**_CONFIRMED, **{f"{MEMBER}{name}": one for name, one in wanted.items()}).order_by()


def _submissions(snapshot: Snapshot) -> dict[int, dict[str, tuple[int, int]]]:
    """Return for each group and channel how many current responses have a copy, and how many of them add words."""
    found: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
    rows = _of_members(snapshot, state="current").annotate(channel=F(f"{MEMBER}channel"))
    adding = Count("response", distinct=True, filter=Q(sort=Copy.Sort.ADDS))
    counted = rows.values_list("group", "channel").annotate(n=Count("response", distinct=True), adding=adding)
    for group, channel, n, with_words in counted:
        found[group][channel] = (n, with_words)
    return found


def _texts(snapshot: Snapshot) -> dict[int, tuple[int, int]]:
    """Return for each group how many copies are in the figures, and how many of them add words."""
    rows = _of_members(snapshot, counted=True)
    repeated = RepeatedAnswer.objects.filter(snapshot=snapshot)
    if repeated.exists():
        rows = rows.exclude(answer__in=repeated.values("answer_id"))
    counted = rows.values_list("group").annotate(n=Count("pk"), adding=Count("pk", filter=Q(sort=Copy.Sort.ADDS)))
    return defaultdict(lambda: (0, 0)) | {group: (n, adding) for group, n, adding in counted}


def said_again(snapshot: Snapshot) -> int:
    """Return how many texts in the figures say nothing but what a campaign says, one of each template not counted."""
    rows = snapshot.campaigns.values_list("texts", "texts_adding")
    return sum(max(texts - adding - 1, 0) for texts, adding in rows)


def wordings(snapshot: Snapshot, audience: str) -> dict[int, str]:
    """Return the text of each group in words that these readers may see: of a copy word for word that may be quoted.

    Where such copies stand in different wordings, since one of them is redacted, a redacted one is taken.
    """
    found: dict[int, str] = {}
    for group, template in snapshot.campaigns.values_list("group", "template"):
        exact = Answer.objects.filter(
            words.quotable(audience, MEMBER),
            Q(pk=template) | Q(copy__group=group, copy__sort=Copy.Sort.EXACT, copy__state=Copy.State.CONFIRMED),
            ~Q(text__in=["", ERASED]),
            **{f"{MEMBER}snapshot": snapshot},
        ).annotate(reworded=Exists(Revision.objects.filter(answer=OuterRef("pk"))), words=words.in_force())
        text = exact.order_by("-reworded", "pk").values_list("words", flat=True).first()
        if text:
            found[group] = text
    return found
