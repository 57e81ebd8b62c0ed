"""All models of the app in one place for Django; each room defines its own."""

from responses.alternatives.models import Alternative, AlternativeArea
from responses.copies.carried_models import CarriedRedaction
from responses.copies.models import Campaign, Copy, CopyGroup, CopyRun, Sign, TextSketch
from responses.copies.voice_models import ContactKey, SameVoice, Voice, VoiceMember
from responses.drafts.models import Draft, DraftAnswer, PrivateLink
from responses.intake.imports.models import ImportBatch, ImportedRow, ImportLayout
from responses.intake.mail.models import FurtherAnswer, Message, MessageAct, MessagePart
from responses.intake.mail.sources import Collection, Mailbox
from responses.intake.meetings.models import DraftPoint, HostCopy, HostLink, Point, PointPlace, Proposal
from responses.intake.models import CheckRule, Discard, KeyingNote, Meeting, MeetingAttendance, Original, SecondCheck
from responses.ledger.models import Export, Fingerprint, LedgerCheck, Seal
from responses.moderation.author_models import Appeal, AuthorLink, Told
from responses.moderation.models import Act, FieldRevision, Policy, RefusedSuggestion, Revision
from responses.privacy.models import (
    Disposal,
    Erasure,
    LegalHold,
    RetentionReview,
    RetentionRule,
    RetentionRun,
)
from responses.privacy.person_models import SubjectErasure, SubjectExport
from responses.publication.models import PublicNumber, Publishing
from responses.register.inviting.models import Delivery, Invitation, InvitedDraft, Mailing, MailStop
from responses.register.models import (
    RegisterImport,
    Stakeholder,
    StakeholderArea,
    StakeholderContact,
    StakeholderMatch,
    StakeholderName,
)
from responses.submission.models import Answer, AnswerChoice, Contact, Response, Signature

__all__ = [
    "Act",
    "Alternative",
    "AlternativeArea",
    "Answer",
    "AnswerChoice",
    "Appeal",
    "AuthorLink",
    "Campaign",
    "CarriedRedaction",
    "CheckRule",
    "Collection",
    "Contact",
    "ContactKey",
    "Copy",
    "CopyGroup",
    "CopyRun",
    "Delivery",
    "Discard",
    "Disposal",
    "Draft",
    "DraftAnswer",
    "DraftPoint",
    "Erasure",
    "Export",
    "FieldRevision",
    "Fingerprint",
    "FurtherAnswer",
    "HostCopy",
    "HostLink",
    "ImportBatch",
    "ImportLayout",
    "ImportedRow",
    "Invitation",
    "InvitedDraft",
    "KeyingNote",
    "LedgerCheck",
    "LegalHold",
    "MailStop",
    "Mailbox",
    "Mailing",
    "Meeting",
    "MeetingAttendance",
    "Message",
    "MessageAct",
    "MessagePart",
    "Original",
    "Point",
    "PointPlace",
    "Policy",
    "PrivateLink",
    "Proposal",
    "PublicNumber",
    "Publishing",
    "RefusedSuggestion",
    "RegisterImport",
    "Response",
    "RetentionReview",
    "RetentionRule",
    "RetentionRun",
    "Revision",
    "SameVoice",
    "Seal",
    "SecondCheck",
    "Sign",
    "Signature",
    "Stakeholder",
    "StakeholderArea",
    "StakeholderContact",
    "StakeholderMatch",
    "StakeholderName",
    "SubjectErasure",
    "SubjectExport",
    "TextSketch",
    "Told",
    "Voice",
    "VoiceMember",
]
