"""Every page of the staff, as those who may have it and as somebody who may not."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from accounts.models import User
from common import clock
from engagement.models import Exercise
from responses.drafts.models import Draft
from responses.intake import keying
from responses.intake.meetings import points
from responses.moderation import moderation
from responses.submission import sending
from responses.submission.models import Response
from responses.survey import survey_of
from tests import factories, naughty
from tests.browser.look import Look
from tests.browser.looking import sign_in

pytestmark = pytest.mark.appearance


def test_staff_pages(norfolk: Exercise, cora: User, look: Callable[[], Look]) -> None:
    staff = look()
    page = staff.page
    staff.open("/account/login/")
    staff.press("Sign in")
    response = factories.sent(norfolk, {"functions-neighbourhood": "\n".join(naughty.texts())})
    factories.sent(norfolk, {"factors-most": _first_choice(norfolk, "factors-most")})
    sign_in(page, cora)
    staff.open("/staff/")
    staff.open("/staff/people/")
    for name in ("queue", "bulk", "key_in", "key_in_new"):
        staff.at(f"responses_staff:{name}")
    staff.at("responses_staff:check_rule")
    note, met = _meeting(norfolk, cora), _recorded(_meeting(norfolk, cora), cora)
    staff.at("responses_staff:points", note.pk)
    staff.at("responses_staff:as_given", note.pk)
    staff.at("responses_staff:meeting", met.reference)
    for name in ("stakeholders", "invited", "rounds", "names", "unheard", "stakeholder_add", "write_reminder"):
        staff.at(f"responses_staff:{name}")
    staff.at("responses_staff:response", response.reference)
    staff.at("responses_staff:redact", response.reference, response.answers.get().pk)
    for name in ("exercise", "extend", "close", "notice"):
        staff.at(f"engagement_staff:{name}")
    for name in ("personal_data", "legal_hold", "what_is_held", "person"):
        staff.at(f"responses_staff:{name}")
    staff.at("responses_staff:retention_period", "responses")
    staff.at("analysis_staff:dashboard")
    staff.at("analysis_staff:reports")
    staff.at("analysis_staff:patterns")
    staff.open(f"/staff/{norfolk.slug}/queue/?search=nothing-like-it")
    staff.open("/staff/nowhere/queue/", status=404)
    staff.done()


def _meeting(exercise: Exercise, by: User) -> Draft:
    """Begin to key in a meeting with two points."""
    attending = [{"organisation": "Patient group", "number": 14}]
    said = {"channel": "meeting", "received_at": clock.now(), "meeting_name": "Patient forum", "may_publish": False}
    draft = keying.begin(exercise, by=by, said={**said, "attending": attending})
    survey = survey_of(draft.edition_id)
    items = [box.item.id for box in survey.boxes.values() if points.takes_points(box)]
    noted = [points.Noted("More buses", items[0], said_by="Patient group"), points.Noted("Parking is dear", items[3])]
    points.save(draft, noted, seen=draft.revision, survey=survey)
    return draft


def _recorded(draft: Draft, by: User) -> Response:
    return sending.submit(draft, key=draft.submission_key, arrival=keying.arrival(draft, by=by))


def test_what_drawn_footprints_have_in_common(norfolk: Exercise, cora: User, look: Callable[[], Look]) -> None:
    areas = list(factories.survey(norfolk).boxes[factories.item_id(norfolk, "footprint")].part.choice_by_key)
    for cut in range(4, 12):
        places = [{"name": "North", "areas": areas[:cut]}, {"name": "South", "areas": areas[cut:]}]
        response = factories.sent(norfolk, {"footprint": json.dumps({"from": None, "places": places})})
        moderation.accept(response.pk, version=0, by=cora)
    staff = look()
    sign_in(staff.page, cora)
    for width in (1280, 320):
        staff.page.set_viewport_size({"width": width, "height": 800})
        staff.at("analysis_staff:patterns", limit=30_000)
        expect(staff.page.get_by_role("img", name="Matrix: ")).to_have_count(2)
    staff.done()


def test_pages_that_a_role_may_not_see(norfolk: Exercise, stella: User, look: Callable[[], Look]) -> None:
    steering = look()
    sign_in(steering.page, stella)
    steering.at("responses_staff:queue", status=403)
    steering.at("analysis_staff:dashboard")
    steering.at("analysis_staff:reports")
    steering.done()


def _first_choice(exercise: Exercise, key: str) -> str:
    box = factories.survey(exercise).boxes[factories.item_id(exercise, key)]
    return box.part.choices[0].key
