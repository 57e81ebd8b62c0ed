from common.errors import DomainError


class LastAdministrator(DomainError):
    default_message = (
        "This is the organisation's last administrator. Make somebody else an administrator first, "
        "or nobody could invite or remove staff."
    )


class AlreadyHasRole(DomainError):
    default_message = "This person already has this role."


class NotAMember(DomainError):
    default_message = "This person no longer has a role in the organisation."


class InvitationGone(DomainError):
    default_message = "This invitation has been used, was withdrawn or has expired. Ask for a new one."
