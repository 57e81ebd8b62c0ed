"""All models of the app in one place for Django; each room defines its own."""

from responses.alternatives.models import Alternative, AlternativeArea
from responses.drafts.models import Draft, DraftAnswer, PrivateLink
from responses.intake.models import Meeting, Original
from responses.moderation.models import Act, Revision
from responses.submission.models import Answer, AnswerChoice, Contact, Response

__all__ = [
    "Act",
    "Alternative",
    "AlternativeArea",
    "Answer",
    "AnswerChoice",
    "Contact",
    "Draft",
    "DraftAnswer",
    "Meeting",
    "Original",
    "PrivateLink",
    "Response",
    "Revision",
]
