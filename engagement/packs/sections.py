"""What upper rooms add to the loading of packs: they join here in their AppConfig.ready()."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from engagement.models import Edition, Exercise
    from engagement.packs.pack import Pack
    from engagement.packs.schema import PartSpec


class PackSection(Protocol):
    """A part of the pack that another app reads, checks and writes."""

    def structure(self, pack: Pack) -> dict[str, Any]:
        """Read and check the part; return the keys and shapes that must not change once published."""

    def load(self, pack: Pack, edition: Edition) -> None:
        """Write the part, in the caller's transaction; what is no structure is the edition's own."""

    def changes(self, before: Edition, after: Edition) -> list[str]:
        """Say what an edition has otherwise than the one before it, of what is no structure."""

    def clear(self, exercise: Exercise) -> None:
        """Delete what an earlier, never published edition wrote."""


@dataclass(frozen=True)
class ItemSpec:
    key: str
    option: str | None = None
    factor: str | None = None
    stance: str = ""


@dataclass(frozen=True)
class ChoiceSpec:
    key: str
    label: str
    factor: str | None = None


@dataclass(frozen=True)
class Expansion:
    """The items that a part is answered by, and the choices it offers."""

    items: Sequence[ItemSpec]
    choices: Sequence[ChoiceSpec]


Expander = Callable[["PartSpec", "Pack"], Expansion]

pack_sections: list[PackSection] = []
expanders: dict[str, Expander] = {}
answered: list[Callable[[Exercise], bool]] = []
