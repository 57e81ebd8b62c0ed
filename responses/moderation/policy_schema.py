"""What moderation.yaml of a content pack may hold."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

ActName = Literal["hold", "leave_out", "redact", "return"]
EVERY_ACT: tuple[ActName, ...] = ("hold", "leave_out", "redact", "return")
OURS = {"ordinary", "stands", "changed"}  # reasons that the site gives itself
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]


class ReasonSpec(BaseModel):
    """One reason: its label stands in forms and on record, its explanation in the policy and in messages."""

    model_config = ConfigDict(extra="forbid")

    key: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,40}$")]
    label: Line
    explanation: Prose
    acts: Annotated[list[ActName], Field(min_length=1)]


class PolicySpec(BaseModel):
    """The policy's text and its reasons, in the order in which they are offered."""

    model_config = ConfigDict(extra="forbid")

    text: Prose
    reasons: list[ReasonSpec]

    @model_validator(mode="after")
    def _every_act_has_a_reason(self) -> PolicySpec:
        keys = [reason.key for reason in self.reasons]
        if twice := sorted({key for key in keys if keys.count(key) > 1}):
            raise ValueError(f"the reason {', '.join(twice)} is there twice")
        if ours := sorted(OURS.intersection(keys)):
            raise ValueError(f"the key {', '.join(ours)} is one of the site's own; choose another")
        covered = {act for reason in self.reasons for act in reason.acts}
        if bare := [act for act in EVERY_ACT if act not in covered]:
            raise ValueError(f"there is no reason for {', '.join(bare)}, and none of these acts is possible without")
        return self
