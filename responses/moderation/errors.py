"""What a moderator is told when an act cannot be done; what they typed is kept by the page."""

from common.errors import DomainError


class ChangedMeanwhile(DomainError):
    """Somebody else acted on the response after it was opened."""

    default_message = "Somebody else has changed this response since you opened it."


class NotPossible(DomainError):
    default_message = "That cannot be done to the response as it stands now."


class SecondPersonNeeded(DomainError):
    default_message = (
        "You proposed to leave this response out, so somebody else has to agree. "
        "You can return it to the queue if you have changed your mind."
    )


class OtherPersonNeeded(DomainError):
    default_message = (
        "You took part in a decision about this response, so somebody else has to answer the appeal against it."
    )


class ReasonNeeded(DomainError):
    default_message = "Say why: choose a reason."


class ReasonUnknown(DomainError):
    default_message = "That reason is not in the moderation policy any more. Look again, and choose another."


class NoteNeeded(DomainError):
    default_message = "Say why in a few words."


class RedactionRefused(DomainError):
    default_message = "The marks could not be read."
