"""The moderation policy of an exercise: what is read by it, and the reasons that acts take from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from django.utils.safestring import SafeString

from engagement.markdown import to_html
from responses.moderation.models import Act, Policy
from responses.moderation.policy_schema import PolicySpec, ReasonSpec

if TYPE_CHECKING:
    from engagement.models import Exercise

DEFAULT = Path(__file__).parent / "policy.yaml"
Verb = Act.Verb
# What a policy calls the acts that take a reason from it
ACTS = {
    "hold": [Verb.HOLD],
    "leave_out": [Verb.PROPOSE_LEAVING_OUT, Verb.LEAVE_OUT],
    "redact": [Verb.REDACT],
    "return": [Verb.RETURN, Verb.UNREDACT],
}
NAMES = {
    "hold": "to hold it",
    "leave_out": "to leave it out",
    "redact": "to redact words",
    "return": "to look at it afresh",
}


@dataclass(frozen=True)
class ReasonInForce:
    key: str
    label: str
    explanation: str
    acts: tuple[str, ...]

    @property
    def named_acts(self) -> str:
        """Return what it may be a reason for, in words."""
        return " or ".join(NAMES[act] for act in self.acts)


@dataclass(frozen=True)
class PolicyInForce:
    """What moderators and the public read."""

    text: str
    reasons: tuple[ReasonInForce, ...]

    @property
    def html(self) -> SafeString:
        return to_html(self.text)

    def for_act(self, *acts: str) -> list[tuple[str, str]]:
        """Return keys and labels of the reasons for any of some acts."""
        return [(reason.key, reason.label) for reason in self.reasons if set(acts) & set(reason.acts)]

    def reason(self, key: str) -> ReasonInForce | None:
        return next((reason for reason in self.reasons if reason.key == key), None)

    def allows(self, key: str, verb: str) -> bool:
        """Tell whether a reason may be given for an act."""
        reason = self.reason(key)
        return reason is not None and any(verb in ACTS[act] for act in reason.acts)


@lru_cache(maxsize=1)
def _default() -> PolicyInForce:
    """Return the policy of exercises whose content pack has none."""
    spec = PolicySpec.model_validate(yaml.safe_load(DEFAULT.read_text("utf-8")))
    return PolicyInForce(spec.text, tuple(map(_reason, spec.reasons)))


def of(exercise: Exercise) -> PolicyInForce:
    """Return the policy of an exercise as it is published, or of its newest edition before that."""
    edition_id = exercise.edition_id
    if edition_id is None:
        edition_id = exercise.editions.order_by("-number").values_list("pk", flat=True).first()
    return of_edition(edition_id or 0)


def of_edition(edition_id: int) -> PolicyInForce:
    """Return the policy of an edition: its own, or the one for exercises that have none."""
    row = Policy.objects.filter(edition=edition_id).first()
    if row is None:
        return _default()
    return PolicyInForce(row.text, tuple(_reason(ReasonSpec.model_validate(one)) for one in row.reasons))


def _reason(spec: ReasonSpec) -> ReasonInForce:
    return ReasonInForce(spec.key, spec.label, spec.explanation, tuple(spec.acts))
