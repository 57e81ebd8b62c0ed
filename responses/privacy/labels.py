"""What staff read of a table, in plain words: what is held in it, rather than what it is called in the code."""

from __future__ import annotations

from django.apps import apps

WORDS = {
    "account.EmailAddress": "email addresses of accounts",
    "account.EmailConfirmation": "confirmations of email addresses of accounts",
    "accounts.Invitation": "invitations of colleagues",
    "accounts.Membership": "who may do what",
    "accounts.StaffAct": "what was done to accounts",
    "accounts.User": "accounts of staff",
    "admin.LogEntry": "what was done in the administration of the site",
    "analysis.EarlyAccess": "early access to reports",
    "analysis.RepeatedAnswer": "answers that several people gave in the same words",
    "analysis.Report": "reports",
    "analysis.ReportFile": "files of reports",
    "analysis.SnapshotMember": "responses as counted in a report",
    "common.OutboxMessage": "emails that wait to be sent",
    "engagement.ExerciseAct": "what was done to the exercise",
    "footprints.BoundarySet": "boundaries that maps show",
    "mfa.Authenticator": "authenticator apps of accounts",
    "responses.Act": "what staff did, and their notes",
    "responses.Alternative": "alternatives drawn in answers",
    "responses.AlternativeArea": "areas of alternatives drawn in answers",
    "responses.Answer": "answers",
    "responses.AnswerChoice": "choices in answers",
    "responses.Appeal": "requests to look again at a decision",
    "responses.AuthorLink": "links in messages to the author",
    "responses.CarriedRedaction": "hidden words carried to like answers",
    "responses.CheckRule": "rules for second checks",
    "responses.Collection": "mail that was collected",
    "responses.Contact": "contact details",
    "responses.ContactKey": "signs by which contact details are compared",
    "responses.Copy": "answers among copies of one text",
    "responses.Delivery": "emails to those invited",
    "responses.Discard": "what was begun by mistake",
    "responses.Draft": "drafts",
    "responses.DraftAnswer": "answers as typed in a draft",
    "responses.DraftPoint": "points as typed in a draft",
    "responses.Erasure": "records of an erasure",
    "responses.Export": "exports of the record",
    "responses.FieldRevision": "hidden or corrected names and details",
    "responses.Fingerprint": "fingerprints of responses",
    "responses.FurtherAnswer": "further answers in one email",
    "responses.HostCopy": "points sent to hosts of meetings",
    "responses.HostLink": "links for hosts of meetings",
    "responses.ImportBatch": "imports of spreadsheets",
    "responses.ImportLayout": "layouts of imported spreadsheets",
    "responses.ImportedRow": "rows of imported spreadsheets",
    "responses.Invitation": "invitations",
    "responses.InvitedDraft": "drafts that were begun by an invitation",
    "responses.KeyingNote": "notes made while keying in",
    "responses.LegalHold": "legal holds",
    "responses.MailStop": "addresses that asked for no more mail",
    "responses.Mailing": "rounds of invitations and reminders",
    "responses.Meeting": "meetings",
    "responses.MeetingAttendance": "groups that were at meetings",
    "responses.Message": "emails that came in",
    "responses.MessageAct": "what was done with emails, and notes",
    "responses.MessagePart": "parts of emails that came in",
    "responses.Original": "files as they came",
    "responses.Point": "points made at meetings",
    "responses.PointPlace": "where points made at meetings stand",
    "responses.PrivateLink": "private links to drafts",
    "responses.Proposal": "corrections proposed by hosts of meetings",
    "responses.PublicNumber": "numbers of published responses",
    "responses.Publishing": "when responses may be read by everybody",
    "responses.RefusedSuggestion": "suggestions to hide words that were refused",
    "responses.RegisterImport": "imports to the register of stakeholders",
    "responses.Response": "responses",
    "responses.RetentionReview": "reviews of what is due to go",
    "responses.RetentionRule": "periods for which things are kept",
    "responses.Revision": "hidden or corrected wordings",
    "responses.SameVoice": "responses that may be of one person",
    "responses.SecondCheck": "second keyings",
    "responses.Sign": "signs of automated answering",
    "responses.Signature": "signatures",
    "responses.Stakeholder": "stakeholders",
    "responses.StakeholderArea": "areas of stakeholders",
    "responses.StakeholderContact": "contacts of stakeholders",
    "responses.StakeholderMatch": "responses matched to stakeholders",
    "responses.StakeholderName": "names of stakeholders",
    "responses.SubjectErasure": "erasures of one person",
    "responses.SubjectExport": "what was handed out on one person",
    "responses.TextSketch": "figures by which wordings are compared",
    "responses.Told": "messages to the author",
    "responses.Voice": "several responses taken for one person’s",
    "responses.VoiceMember": "responses among those taken for one person’s",
}

# What an erasure takes of a table whose rows stay
GONE = {
    "responses.Act": "notes on what staff did",
    "responses.MessageAct": "notes on what was done with emails",
    "responses.PrivateLink": "links stopped",
}


def titled(label: str, *, gone: bool = False) -> str:
    """Return what a table such as `responses.Told` holds, as it begins a line, or what an erasure takes of it.

    A table that is no longer there has only its label.
    """
    words = GONE.get(label) if gone else None
    words = words or WORDS.get(label)
    if words is None:
        try:
            words = str(apps.get_model(label)._meta.verbose_name_plural)
        except (LookupError, ValueError):
            return label
    return words[0].upper() + words[1:]
