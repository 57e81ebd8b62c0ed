"""The wording of answers that is in force: what reports and public pages may show."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from responses.moderation.models import Revision
from responses.submission.models import Answer, Response


def in_force(response: Response | int, version: int | None = None) -> dict[int, str]:
    """Return the text of each answer of a response, by answer id, as it stood at a version; now, if none is named."""
    answers = with_text_in_force(Answer.objects.filter(response=response), version=version)
    return {answer.pk: answer.text_in_force for answer in answers}


def with_text_in_force(answers: QuerySet[Answer], *, version: int | OuterRef | None = None) -> Any:
    """Add `text_in_force` to answers of any number of responses, in their own query.

    `version` may be a number or an OuterRef, such as the version that a snapshot kept of each response.
    """
    revisions = Revision.objects.filter(answer=OuterRef("pk")).order_by("-version")
    if version is not None:
        revisions = revisions.filter(version__lte=version)
    return answers.annotate(text_in_force=Coalesce(Subquery(revisions.values("text")[:1]), "text"))
