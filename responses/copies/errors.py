"""Why a decision about copies or voices is refused, in plain words."""

from __future__ import annotations

from common.errors import DomainError


class DecidedMeanwhile(DomainError):
    """Somebody else came first."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else decided about these copies while you had the page open, or another wording has most copies "
            "now. Nothing of yours was done. Look at what is there now, then decide."
        )


class ReasonMissing(DomainError):
    """A decision that takes something back has to say why."""

    def __init__(self) -> None:
        super().__init__("Say why in a few words.")


class NotOneVoice(DomainError):
    """These responses cannot be one voice."""
