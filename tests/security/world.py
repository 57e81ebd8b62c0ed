"""Two organisations with an exercise each, everything that hangs on one, and somebody of every sort."""

from __future__ import annotations

import datetime as dt
import io
import json
import uuid
import zipfile
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.test import Client

from accounts.models import Invitation, Organisation, Role, User
from analysis import snapshots
from analysis.models import Report, ReportFile
from analysis.render.pages import CHART, INDEX, PAGE
from common import clock
from engagement.models import Exercise
from footprints.maps.models import BoundarySet
from responses.drafts.models import Draft
from responses.intake import keying
from responses.intake.imports.models import ImportBatch
from responses.intake.mail import keeping, taking_in
from responses.intake.mail.models import Message
from responses.intake.mail.reading import anything as reading
from responses.intake.meetings import points
from responses.intake.meetings.points import Noted
from responses.intake.models import Original
from responses.privacy import asking, finding, seeking
from responses.privacy.person_models import SubjectErasure
from responses.publication.models import PublicNumber, Publishing
from responses.submission import references, sending
from responses.submission.models import Response
from responses.survey import survey_of
from tests import factories
from tests.accounts.factories import InvitationFactory, OrganisationFactory, UserFactory, member
from tests.analysis.factories import respond, small_exercise
from tests.responses.intake.imports import tables
from tests.security import copies, register

EMAIL = (
    b"From: resident@example.org\nMessage-ID: <1@example.org>\nMIME-Version: 1.0\n"
    b'Content-Type: text/plain; name="answer.txt"\nContent-Disposition: attachment\n\nKeep it local.\n'
)
ROLES = [role.value for role in Role]


@dataclass
class Side:
    """One organisation's exercise with an object of each sort; `arguments` are what an address may take."""

    organisation: Organisation
    exercise: Exercise
    person: User
    invitation: Invitation
    response: Response
    keyed: Draft
    meeting: Draft
    met: Response
    original: Original
    message: Message
    boundary_set: BoundarySet
    published: PublicNumber
    erasure: SubjectErasure
    imported: ImportBatch
    reports: dict[str, Report]
    register: dict[str, Any]
    copies: dict[str, Any]

    @property
    def arguments(self) -> dict[str, Any]:
        return {
            "organisation": self.organisation.slug,
            "slug": self.exercise.slug,
            "person": self.person.pk,
            "invitation": self.invitation.pk,
            "reference": self.response.reference,
            "answer_id": self.response.answers.exclude(text="").get().pk,
            "draft": self.keyed.pk,
            "keyed_meeting": self.meeting.pk,
            "meeting_reference": self.met.reference,
            "original": self.original.pk,
            "message": self.message.pk,
            "message_original": self.message.original_id,
            "boundary_set": self.boundary_set.pk,
            "import": self.imported.number,
            "number": self.reports["steering"].number,
            "team_number": self.reports["team"].number,
            "public_number": self.published.number,
            "erasure": self.erasure.pk,
            **self.register,
            **self.copies,
        }


@dataclass
class World:
    own: Side
    other: Side
    people: dict[str, User] = field(default_factory=dict)

    def client_of(self, who: str, **options: Any) -> Client:
        """Return a browser in which this person is signed in; nobody, for a stranger."""
        client = Client(**options)
        if who in self.people:
            client.force_login(self.people[who])
        return client


def side(exercise: Exercise, response: Response) -> Side:
    """Hang an object of each sort on an exercise."""
    keyer = member(exercise.organisation, Role.COMMUNICATIONS)
    said = {"channel": "letter", "received_at": max(exercise.opens_at, clock.now() - dt.timedelta(hours=1))}
    keyed = keying.begin(exercise, by=keyer, said={**said, "originals": [], "may_publish": False})
    original = Original(
        exercise=keyed.exercise, draft=keyed, name="letter.pdf", content_type="application/pdf", size=4, sha256="0" * 64
    )
    original.added_at, original.added_by = clock.now(), keyer
    original.file.save("letter", ContentFile(b"%PDF"), save=True)
    met = _recorded(keying.begin(exercise, by=keyer, said=_met()), keyer)
    return Side(
        organisation=exercise.organisation,
        exercise=exercise,
        person=keyer,
        invitation=InvitationFactory(organisation=exercise.organisation, invited_by=keyer),
        response=response,
        keyed=keyed,
        meeting=keying.begin(exercise, by=keyer, said=_met()),
        met=met,
        original=original,
        message=_message(exercise),
        boundary_set=_boundaries(exercise),
        published=_published(exercise, response),
        erasure=_erasure(exercise, response, keyer),
        imported=tables.ready(exercise, by=keyer),
        reports={audience: _report(exercise, audience) for audience in ("team", "steering", "public")},
        register=register.objects(exercise, by=keyer),
        copies=copies.objects(response, met),
    )


def _message(exercise: Exercise) -> Message:
    kept = keeping.keep(EMAIL, exercise=exercise, name="email.eml").message
    found = reading.message(EMAIL)[0].as_json()
    taking_in.write(kept, found)
    return kept


def _met() -> dict[str, Any]:
    """Return how the note of a meeting came."""
    came = clock.now() - dt.timedelta(hours=1)
    return {"channel": "meeting", "received_at": came, "may_publish": False, "meeting_name": "Patient forum"}


def _recorded(draft: Draft, by: User) -> Response:
    """Record a meeting with one point."""
    survey = survey_of(draft.edition_id)
    item = next(box.item.id for box in survey.boxes.values() if points.takes_points(box))
    points.save(draft, [Noted("More buses", item)], seen=draft.revision, survey=survey)
    return sending.submit(draft, key=draft.submission_key, arrival=keying.arrival(draft, by=by))


def _published(exercise: Exercise, like: Response) -> PublicNumber:
    """Publish responses as they are accepted, and have one that may be read by everybody."""
    said = {"changed_at": clock.now(), "reason": "To be open."}
    Publishing.objects.create(exercise=exercise, when=Publishing.When.ROLLING, **said)
    fields = ("edition_id", "channel", "received_at", "entered_at", "timing", "kind")
    response = Response.objects.create(
        exercise=exercise,
        reference=references.mint(),
        submission_key=uuid.uuid4(),
        standing=Response.Standing.ACCEPTED,
        may_publish=True,
        **{name: getattr(like, name) for name in fields},
    )
    number = 1000 + exercise.pk  # not the same on both sides
    return PublicNumber.objects.create(exercise=exercise, response=response, number=number, given_at=clock.now())


def _erasure(exercise: Exercise, response: Response, by: User) -> SubjectErasure:
    sought = seeking.sought("reference", response.reference)
    return asking.ask(finding.find(exercise, sought), by=by, reason="Request 7.")


def _boundaries(exercise: Exercise) -> BoundarySet:
    return BoundarySet.objects.create(
        exercise=exercise,
        kind="area",
        file_name="areas.geojson",
        sha256="0" * 64,
        name_field="name",
        made_at=clock.now(),
        points_read=4,
        points_kept=4,
    )


def _report(exercise: Exercise, audience: str) -> Report:
    number = Report.objects.filter(exercise=exercise).count() + 1
    report = Report.objects.create(
        exercise=exercise,
        number=number,
        audience=audience,
        requested_at=clock.now(),
        snapshot=snapshots.take(exercise),
        data={},
        disclosure_step=None if audience == "team" else number,
        state="ready",
        ready_at=clock.now(),
        claimed_at=clock.now(),
        lease_until=clock.now(),
    )
    kept = _web_pages()
    for name in ReportFile.Format.values:
        file = ReportFile(report=report, format=name, state="ready", size=len(kept), sha256="0" * 64)
        file.file.save(f"report.{name}", ContentFile(kept), save=True)
    return report


def _web_pages() -> bytes:
    """Return a report's web pages as html.py writes them: one page, one chart."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        pages = [{"key": "summary", "title": "Summary"}]
        archive.writestr(INDEX, json.dumps({"title": "Report", "exercise": "northshire", "pages": pages}))
        archive.writestr(PAGE.format(key="summary"), "<p>The report.</p>")
        archive.writestr(CHART.format(key="days", shape="wide"), "<svg></svg>")
    return made.getvalue()


def make() -> World:
    """Make both sides and everybody: the four roles, one without a second factor or role, and an outsider with all."""
    here = factories.northshire()
    there = small_exercise(OrganisationFactory(slug="elsewhere", name="NHS Elsewhere"), slug="elsewhere")
    world = World(
        own=side(here, factories.sent(here)),
        other=side(there, respond(there, {"functions": "Words from elsewhere"})),
    )
    own, other = world.own.organisation, world.other.organisation
    world.people = {role: member(own, Role(role)) for role in ROLES}
    world.people["outsider"] = member(other, *Role)
    world.people["careless"] = member(own, *Role, second_factor=False)
    world.people["nobody"] = UserFactory()
    world.people["superuser"] = UserFactory(is_superuser=True, is_staff=True)
    return world
