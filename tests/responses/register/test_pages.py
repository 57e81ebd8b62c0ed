"""Pages of the register for those who may have them: lists, counts, and whom has not been heard from."""

from __future__ import annotations

import csv
import io

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from common import clock
from responses.register import exporting, matching
from responses.register.inviting import listing, reads, stops
from responses.register.inviting.models import Delivery, Invitation, Mailing
from responses.register.models import Stakeholder, StakeholderName
from tests import factories
from tests.responses.register.making import Register, recipients, work_off
from tests.responses.visiting import words_in


def many(register: Register, number: int, *, first: int = 0) -> None:
    """Put many organisations on the register and on the list, straight into the tables."""
    now = clock.now()
    made = Stakeholder.objects.bulk_create(
        Stakeholder(
            organisation=register.exercise.organisation,
            name=f"Organisation {each:04}",
            key=f"organisation {each:04}",
            type_key="trust" if each % 2 else "",
            type_label="NHS trust" if each % 2 else "",
            created_at=now,
            created_by=register.staff,
            changed_at=now,
            changed_by=register.staff,
        )
        for each in range(first, first + number)
    )
    StakeholderName.objects.bulk_create(
        StakeholderName(
            organisation_id=one.organisation_id, stakeholder=one, text=one.name, key=one.key, is_alias=False
        )
        for one in made
    )
    listing.invite(register.exercise, [one.pk for one in made], by=register.staff)


def answered(register: Register, invitation: Invitation) -> None:
    response = factories.sent(register.exercise, **factories.COUNCIL)
    response.exercise = register.exercise
    matching.match(response, invitation.stakeholder, by=register.staff, version=0)


@pytest.mark.parametrize("name", ["stakeholders", "invited", "unheard", "invite", "write_reminder", "rounds"])
def test_a_page_costs_as_many_queries_for_many_organisations_as_for_few(register, name):
    client, counts = register.client(), []
    for number, first in ((3, 0), (120, 3)):
        many(register, number, first=first)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(register.address(name)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] < 25


def test_lists_run_on_by_key_forwards_and_back(register):
    many(register, 120)
    client = register.client()
    for name in ("stakeholders", "invited"):
        first = client.get(register.address(name)).context["page"]
        assert (len(first.rows), first.before) == (50, None)
        second = client.get(register.address(name), {"after": first.after}).context["page"]
        third = client.get(register.address(name), {"after": second.after}).context["page"]
        assert (len(third.rows), third.after) == (20, None)
        assert len({one.pk for page in (first, second, third) for one in page.rows}) == 120
        back = client.get(register.address(name), {"before": third.before}).context["page"]
        assert [one.pk for one in back.rows] == [one.pk for one in second.rows]
        assert client.get(register.address(name), {"after": "nonsense"}).context["page"].rows == first.rows


def test_the_register_is_found_by_name_type_area_and_by_what_stands_against_writing(register):
    register.add("Haven", "clerk@example.org", aliases=("The Café",), areas=(("north", "North"),))
    register.add("Fen", type=("trust", "NHS trust"))
    client = register.client()

    def found(**query):
        return [one.name for one in client.get(register.address("stakeholders"), query).context["page"].rows]

    assert found(search="CAFE") == ["Haven"]
    assert found(area="north") == found(area="north", search="hav") == ["Haven"]
    assert found(type="trust") == ["Fen"]
    assert found(type="none") == ["Haven"]
    assert found(show="unreachable") == ["Fen"]
    stops.stop(register.exercise.organisation_id, "clerk@example.org", by=register.staff)
    assert found(show="stopped") == ["Haven"]
    assert found(search="nothing like it") == []


def test_a_form_that_comes_back_keeps_what_was_typed_with_the_error_at_its_box(register):
    register.add("Haven")
    client, address = register.client(), register.address("stakeholder_add")
    answer = client.post(address, {"name": "HAVEN", "contact_0_email": "a@example.org", "aliases": "One\nTwo"})
    assert answer.status_code == 422
    assert "on the register already" in answer.content.decode()
    assert "a@example.org" in answer.content.decode()
    wrong = client.post(address, {"name": "Fen", "contact_0_email": "nobody", "contact_1_email": "nobody"})
    assert "contact_0_email" in wrong.context["form"].errors
    assert client.post(address, {"name": "Fen", "contact_0_email": "a@example.org"}).status_code == 302
    fen = Stakeholder.objects.get(key="fen")
    changed = {"name": "Fen", "aliases": "Marsh", "version": fen.version, "contact_0_email": "b@example.org"}
    assert client.post(register.address("stakeholder_edit", fen.pk), changed).status_code == 302
    assert client.post(register.address("stakeholder_edit", fen.pk), changed).status_code == 422
    assert "Marsh" in client.get(register.address("stakeholder", fen.pk)).content.decode()


def test_counts_are_by_type_and_by_place_and_in_all(register):
    both = (("north", "North"), ("south", "South"))
    answered(register, register.invited("One", type=("trust", "NHS trust"), areas=both))
    register.invited("Two", "b@example.org", type=("trust", "NHS trust"), areas=both[:1])
    register.invited("Three", "c@example.org")
    Invitation.objects.filter(stakeholder__name="Two").update(opened_at=clock.now())
    listing.end(register.invited("Four", "d@example.org"), by=register.staff)
    made = reads.summary(register.exercise)

    def told(tallies):
        return [(one.label, one.invited, one.opened, one.answered, one.unheard) for one in tallies]

    assert told([made.total]) == [("All", 3, 2, 1, 2)]
    assert told(made.types) == [("NHS trust", 2, 2, 1, 1), ("Type not known", 1, 0, 0, 1)]
    assert told(made.places) == [("North", 2, 2, 1, 1), ("South", 1, 1, 1, 0), ("Not said", 1, 0, 0, 1)]


def test_the_steering_group_sees_counts_while_it_is_open_and_names_when_all_is_in(register):
    register.invited("Silent Haven")
    address, file = register.address("unheard"), register.address("unheard_file")
    for role in (Role.COMMUNICATIONS, Role.ANALYST):
        assert "Silent Haven" in register.client(role).get(address).content.decode()
    steering = register.client(Role.STEERING)
    page = words_in(steering.get(address).content.decode())
    assert "0 of 1 stakeholders that were asked have answered" in page
    for moment in (clock.now(), register.exercise.closes_at):  # within grace answers still come in
        with clock.held(moment):
            assert "Silent Haven" not in steering.get(address).content.decode()
            assert "Silent Haven" not in steering.get(file).content.decode()
    with clock.held(register.exercise.grace_ends_at):
        assert "Silent Haven" in steering.get(address).content.decode()
        assert "Silent Haven" in steering.get(file).content.decode()


def test_files_are_for_the_one_who_asked_and_hold_no_formula(register):
    register.invited("=HYPERLINK Council")
    for name in ("unheard_file", "stakeholders_file"):
        answer = register.client().get(register.address(name))
        assert answer["Content-Disposition"].startswith("attachment")
        assert (answer["X-Content-Type-Options"], "no-store" in answer["Cache-Control"]) == ("nosniff", True)
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert rows[1][0] == "'=HYPERLINK Council"
        assert not [cell for row in rows for cell in row if cell.startswith(exporting.FORMULA)]


def test_who_is_invited_is_seen_before_it_is_done(register):
    register.add("Trust", type=("trust", "NHS trust"))
    register.add("Other", areas=(("north", "North"),))
    client, address = register.client(), register.address("invite")
    assert client.get(address, {"chosen": "yes", "types": "trust"}).context["chosen"] == [
        Stakeholder.objects.get(key="trust").pk
    ]
    assert client.post(address, {"chosen": "yes", "types": "trust", "seen": 7}).status_code == 409
    assert not Invitation.objects.exists()
    client.post(address, {"chosen": "yes", "types": "trust", "seen": 1})
    assert Invitation.objects.get().stakeholder.name == "Trust"
    client.post(address, {"chosen": "yes", "seen": 1})
    assert Invitation.objects.count() == 2
    assert mail.outbox == []


def test_a_round_is_looked_at_tried_out_and_confirmed_once(register):
    register.invited("Haven", "clerk@example.org")
    client, address = register.client(), register.address("write_reminder")
    assert "None of those on the list has had an invitation yet" in client.get(address).content.decode()
    assert "never opened" not in client.get(register.address("write_invitation")).content.decode()
    register.send("invitation")
    mail.outbox.clear()
    assert "Goes to 1 address at 1 organisation" in client.get(address).content.decode()
    said = {"sort": "reminder", "number": 1, "subject": "Reminder", "text": "Please <answer>.", "when": "now"}
    shown = client.post(address, {**said, "act": "preview"})
    assert "To Haven" in shown.content.decode()
    assert "Please &lt;answer&gt;." in shown.content.decode()
    client.post(address, {**said, "act": "try"})
    work_off()
    assert recipients() == [register.staff.email]
    assert not Mailing.objects.filter(sort="reminder").exists()
    said["narrowed_to"] = "unopened"
    assert "Please &lt;answer&gt;." in client.post(address, {**said, "act": "change"}).content.decode()
    for _ in range(2):
        answer = client.post(address, {**said, "act": "confirm"}, follow=True)
    assert "planned already" in answer.content.decode()
    planned = Mailing.objects.get(sort="reminder")
    assert (planned.made_by, planned.narrowed_to) == (register.staff, "unopened")


@pytest.mark.parametrize(
    ("wrong", "box"),
    [
        ({"subject": ""}, "subject"),
        ({"text": " "}, "text"),
        ({"when": "later"}, "day"),
        ({"when": "later", "day": "1/1/2020", "hour": "9:30"}, "day"),
        ({"when": "later", "day": "1/1/2999", "hour": "9:30"}, "day"),
        ({"when": "later", "day": "tomorrow", "hour": "9:30"}, "day"),
    ],
)
def test_a_round_that_is_not_complete_comes_back_with_the_error_at_its_box(register, wrong, box):
    said = {"sort": "reminder", "number": 1, "subject": "Reminder", "text": "Please.", "when": "now", "act": "confirm"}
    answer = register.client().post(register.address("write_reminder"), {**said, **wrong})
    assert answer.status_code == 422
    assert box in answer.context["form"].errors
    assert not Mailing.objects.exists()


def test_staff_note_that_somebody_asked_for_no_more_and_the_page_tells_what_was_sent(register):
    invitation = register.invited("Haven", "clerk@example.org")
    register.send("invitation")
    client, pk = register.client(), invitation.stakeholder_id
    contact = invitation.stakeholder.contacts.get().pk
    client.post(register.address("stakeholder_stop", pk, contact))
    page = words_in(client.get(register.address("stakeholder", pk)).content.decode())
    assert "Asked for no more emails" in page
    assert "Invitation 1 to clerk@example.org : sent" in page
    client.post(register.address("stakeholder_stop", pk, contact), {"lift": "yes"})
    assert "Asked for no more emails" not in client.get(register.address("stakeholder", pk)).content.decode()
    client.post(register.address("stakeholder_invite", pk), {"end": "yes"})
    assert reads.summary(register.exercise).total.invited == 0
    assert "1 sent" in client.get(register.address("rounds")).content.decode()
    assert Delivery.objects.count() == 1
