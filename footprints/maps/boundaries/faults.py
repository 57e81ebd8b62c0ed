"""What is wrong with a file of boundaries, said to whoever brought it."""

from __future__ import annotations

from collections.abc import Sequence

from common.errors import DomainError

MOST_TOLD = 12


class BoundaryFaults(DomainError):
    """One or more faults, each a sentence that names the feature and says what to do."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults[:MOST_TOLD])
        if len(faults) > MOST_TOLD:
            self.faults += (f"There are {len(faults) - MOST_TOLD} more faults.",)
        super().__init__("\n".join(self.faults))
