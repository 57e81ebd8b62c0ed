"""What staff are told when something cannot be done to the register; what they typed is kept by the page."""

from common.errors import DomainError


class NameTaken(DomainError):
    """A name belongs to another stakeholder of the register."""

    default_message = "Another organisation on the register goes by this name."


class ChangedMeanwhile(DomainError):
    default_message = (
        "Somebody else has changed this entry since you opened it. Nothing of yours was saved, and what you typed is "
        "still here. Open the entry in another window to see what it says now, then save again."
    )


class NotPossible(DomainError):
    default_message = "That cannot be done as things stand now."
