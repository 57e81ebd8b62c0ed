"""The one factor that matters most."""

from __future__ import annotations

from typing import ClassVar

from engagement.packs.pack import Pack
from engagement.packs.schema import PartSpec
from engagement.packs.sections import ChoiceSpec, Expansion, ItemSpec
from responses.kinds.single_choice import SingleChoice


class MostImportant(SingleChoice):
    name: ClassVar[str] = "most_important"
    measure: ClassVar[str] = "most_important"

    def expand(self, spec: PartSpec, pack: Pack) -> Expansion:
        return Expansion(
            items=[ItemSpec(spec.key)],
            choices=[ChoiceSpec(factor.key, factor.title, factor=factor.key) for factor in pack.factors.factors],
        )
