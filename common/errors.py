"""The base of every error that a person is told about."""


class DomainError(Exception):
    """
    A rule of the domain says no. The message is for the person who asked: plain words, with what to do.

    Views catch it, show the message and keep what was typed; anything else is a fault of ours and a 500.
    """

    default_message = "That cannot be done."

    def __init__(self, message: str = "") -> None:
        self.message = message or self.default_message
        super().__init__(self.message)
