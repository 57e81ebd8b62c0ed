"""The part of a content pack that moderation reads: moderation.yaml."""

from __future__ import annotations

from typing import Any

from engagement.models import Edition, Exercise
from engagement.packs.pack import Pack
from engagement.packs.reading import read_yaml, validate
from responses.moderation.models import Policy
from responses.moderation.policy_schema import PolicySpec

FILE = "moderation.yaml"


class Moderation:
    """Reads, checks and writes the moderation policy; an exercise without the file has ours."""

    def structure(self, pack: Pack) -> dict[str, Any]:
        _read(pack)
        return {}  # nobody answers it: a later edition may bring another, and acts keep the words of their day

    def load(self, pack: Pack, edition: Edition) -> None:
        spec = _read(pack)
        if spec is not None:
            reasons = [reason.model_dump() for reason in spec.reasons]
            Policy.objects.create(edition=edition, text=spec.text, reasons=reasons)

    def changes(self, before: Edition, after: Edition) -> list[str]:
        old, new = (
            Policy.objects.filter(edition=one).values_list("text", "reasons").first() for one in (before, after)
        )
        return ["moderation policy changed"] if old != new else []

    def clear(self, exercise: Exercise) -> None:
        """Leave nothing to do: a policy goes with its edition."""


def _read(pack: Pack) -> PolicySpec | None:
    if not (pack.folder / FILE).exists():
        return None
    return validate(read_yaml(pack.folder, FILE), PolicySpec)
