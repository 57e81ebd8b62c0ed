"""Who may open a draft: whoever holds its private link, which a cookie keeps while the answer is written."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from accounts.permissions import KEYERS, can_key, refusal_of
from common import clock, tokens
from common.prepared import prepared
from engagement.models import Exercise
from engagement.phases import Phase
from engagement.shapes import EditionContent
from responses.drafts.models import Draft, PrivateLink
from responses.survey import Survey, survey_of

Capability = PrivateLink.Capability
COOKIE = "answer"
COOKIE_AGE = 90 * 24 * 60 * 60


@dataclass(frozen=True)
class OpenDraft:
    """A draft that the visitor may open, with what its pages need."""

    draft: Draft
    exercise: Exercise
    survey: Survey
    phase: Phase
    capability: str

    @property
    def content(self) -> EditionContent:
        return self.survey.content

    @property
    def can_be_sent(self) -> bool:
        return self.draft.origin == Draft.Origin.KEYED or self.phase.takes_submissions

    @property
    def may_write(self) -> bool:
        return self.capability != Capability.VIEW

    @property
    def may_send(self) -> bool:
        return self.capability == Capability.SIGN

    def context(self, **more: Any) -> dict[str, Any]:
        """Return what every page of a draft passes to its template."""
        return {
            "exercise": self.content,
            "row": self.exercise,
            "phase": self.phase,
            "draft": self.draft,
            "keyed": self.draft.origin == Draft.Origin.KEYED,
            "may_send": self.may_send,
            **more,
        }


def begin(exercise: Exercise) -> str:
    """Start a draft and return the token of its first private link."""
    assert exercise.edition_id is not None
    draft = Draft.objects.create(
        exercise=exercise, edition_id=exercise.edition_id, created_at=clock.now(), updated_at=clock.now()
    )
    return mint_link(draft)


def mint_link(draft: Draft, capability: str = Capability.SIGN, **shared: Any) -> str:
    """Make one more private link and return its token, which is kept nowhere else."""
    token = tokens.mint()
    PrivateLink.objects.create(
        draft=draft, token_hash=tokens.hash_token(token), capability=capability, created_at=clock.now(), **shared
    )
    return token


def private_address(draft: Draft, capability: str = Capability.SIGN, **shared: Any) -> str:
    """Mint a private link and return its whole address; the draft's exercise must be loaded."""
    token = mint_link(draft, capability, **shared)
    address: str = settings.SITE_URL + reverse("responses:link", args=[draft.exercise.slug, token])
    return address


def find(request: HttpRequest, slug: str, token: str | None = None) -> OpenDraft | None:
    """Return the draft that the visitor's cookie (or a link) opens in this exercise: one query."""
    token = token or request.COOKIES.get(COOKIE, "")
    if not token or len(token) > 100:
        return None
    links = _links(tokens.hash_token(token), slug)
    if not links:
        return None
    capability, *columns = links[0]
    draft = Draft.from_db("default", _DRAFT, columns[: len(_DRAFT)])
    draft.exercise = Exercise.from_db("default", _EXERCISE, columns[len(_DRAFT) :])
    return OpenDraft(
        draft=draft,
        exercise=draft.exercise,
        survey=survey_of(draft.edition_id),
        phase=draft.exercise.phase(clock.received(request)),
        capability=capability,
    )


def erased_at(request: HttpRequest, slug: str, token: str | None = None) -> dt.datetime | None:
    """Tell when the answer was erased that a link opened until then; nobody else is told, nor by a link stopped before.

    Asked only where nothing was opened. What staff keyed in is not for whoever holds its link.
    """
    token = token or request.COOKIES.get(COOKIE, "")
    if not token or len(token) > 100:
        return None
    links = PrivateLink.objects.filter(
        token_hash=tokens.hash_token(token),
        draft__exercise__slug=slug,
        draft__origin=Draft.Origin.PUBLIC,
        draft__responses__erasure__cause="asked",
        revoked_at__gte=F("draft__responses__erasure__at"),
    )
    return links.order_by("id").values_list("draft__responses__erasure__at", flat=True).first()


def own_copy(request: HttpRequest, opened: OpenDraft) -> dict[str, Any]:
    """Return what a further link for whoever is here has in common with the one that they came by.

    One that was made for somebody else stays listed and can be stopped, in every copy that its holder makes of it.
    """
    here = PrivateLink.objects.filter(draft=opened.draft, token_hash=tokens.hash_token(request.COOKIES[COOKIE]))
    link = here.get()
    return {"shared": True, "called": link.called} if link.shared else {}


def begun_here(request: HttpRequest, slug: str) -> OpenDraft | None:
    """Return the answer that is being written on this device, if there is one."""
    opened = find(request, slug) if COOKIE in request.COOKIES else None
    return opened if opened and opened.draft.is_open else None


_DRAFT = [column.attname for column in Draft._meta.concrete_fields]
_EXERCISE = [column.attname for column in Exercise._meta.concrete_fields]


@prepared
def _links(token_hash: str, slug: str) -> QuerySet[PrivateLink, tuple[Any, ...]]:
    links = PrivateLink.objects.filter(token_hash=token_hash, revoked_at=None, draft__exercise__slug=slug)
    draft = [f"draft__{name}" for name in _DRAFT]
    exercise = [f"draft__exercise__{name}" for name in _EXERCISE]
    return links.values_list("capability", *draft, *exercise)


def remember(response: HttpResponse, request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Keep the token in a cookie that scripts cannot read and other exercises do not get."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=COOKIE_AGE,
        path=reverse("responses:start", args=[slug]),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def forget(response: HttpResponse, slug: str) -> HttpResponse:
    """Drop the cookie, e.g. on a shared computer."""
    response.delete_cookie(COOKIE, path=reverse("responses:start", args=[slug]), samesite="Lax")
    return response


def refuse_keyed(request: HttpRequest, draft: Draft) -> HttpResponse | None:
    """Keep a draft that staff key in to colleagues who may key, whoever else may have got hold of its link."""
    refusal = refusal_of(request, *KEYERS)
    if refusal is not None:
        return refusal
    if not can_key(request.user, draft.exercise.organisation_id):
        raise Http404
    return None
