"""What the author of a response is shown of what was decided about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from common import tokens
from responses.moderation.author_models import AuthorLink
from responses.moderation.models import AGAINST, Act
from responses.submission.models import Response

Verb = Act.Verb
IN_WORDS = {
    Verb.HOLD: "Held for the time being",
    Verb.PROPOSE_LEAVING_OUT: "Proposed to be left out of the analysis",
    Verb.LEAVE_OUT: "Left out of the analysis",
    Verb.REDACT: "Words hidden from readers outside the team",
    Verb.UNREDACT: "Hidden words shown again",
    Verb.RETURN: "Looked at afresh",
    Verb.TELL: "We told you",
    Verb.APPEAL: "You asked us to look again",
    Verb.ANSWER_APPEAL: "We answered you",
    Verb.CONSENT: "You changed whether it may be published",
}


@dataclass(frozen=True)
class Line:
    """One thing that was done, as its author is told; no names of staff, and no notes of theirs."""

    what: str
    at: dt.datetime
    reason: str
    text: str
    is_answer: bool = False


@dataclass(frozen=True)
class Decisions:
    lines: list[Line]
    can_appeal: bool
    waits: bool
    appeal_ended: bool  # it waited when its author withdrew the response, or replaced it


def decisions_of(response: Response) -> Decisions:
    """Return what was done to a response that concerns its author: one query."""
    acts = list(
        response.acts.filter(verb__in=IN_WORDS).select_related("told", "appeal", "appeal_answered").order_by("version")
    )
    if not any(act.verb in AGAINST or act.verb == Verb.TELL for act in acts):
        acts = [act for act in acts if act.verb == Verb.CONSENT]
    unanswered = any(act.appeal.answered_id is None for act in acts if hasattr(act, "appeal"))
    against = any(act.verb in AGAINST for act in acts)
    is_current = response.is_current
    return Decisions(
        [_line(act) for act in acts],
        can_appeal=is_current and against and not unanswered,
        waits=is_current and unanswered,
        appeal_ended=not is_current and unanswered,
    )


def _line(act: Act) -> Line:
    reason = "" if act.verb in (Verb.TELL, Verb.APPEAL, Verb.CONSENT) else act.get_reason_display()
    text = next(
        (
            getattr(getattr(act, name), field)
            for name, field in (("told", "text"), ("appeal", "text"), ("appeal_answered", "answer"))
            if hasattr(act, name)
        ),
        "",
    )
    is_answer = act.verb == Verb.ANSWER_APPEAL
    return Line(IN_WORDS[Verb(act.verb)], act.at, reason if act.reason else "", text, is_answer)


def by_token(slug: str, token: str) -> Response | None:
    """Return the response that an author's link leads to."""
    if len(token) > 100:
        return None
    links = AuthorLink.objects.select_related("response__exercise", "response__contact", "response__erasure")
    link = links.filter(token_hash=tokens.hash_token(token), response__exercise__slug=slug).first()
    return link.response if link else None


def erased_at(response: Response) -> dt.datetime | None:
    """Return when a response was erased at its author's request, if it was."""
    erasure = getattr(response, "erasure", None)
    return erasure.at if erasure and erasure.cause == "asked" else None
