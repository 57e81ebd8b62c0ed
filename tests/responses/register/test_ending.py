"""What the register holds of people goes when its time has come, and asking for no more emails outlives it."""

from __future__ import annotations

import datetime as dt

from django.core import mail
from django.test import Client

from common import clock
from responses.privacy import retention, rules
from responses.register.inviting.models import Delivery, MailStop
from responses.register.models import StakeholderContact
from responses.register.tasks import tidy_register
from tests.responses.privacy.conftest import where
from tests.responses.register.making import Register, link_in


def test_contacts_notes_and_addresses_written_to_go_a_year_after_the_end(register: Register) -> None:
    emails = ("clerk@example.org", "leader@example.org")
    invitation = register.invited("Northshire Council", *emails, notes="Shy of phones")
    register.send("invitation")
    assert len(mail.outbox) == 2
    link = link_in(what="no-more-emails")
    ends = rules.ends_at(register.exercise)
    with clock.held(ends.replace(year=ends.year + 1) + dt.timedelta(days=1)):
        run = retention.run()
        assert run is not None
        assert run.state == "done"
        assert where(*emails, "Shy of phones") == []
        assert {one.details == {} for one in StakeholderContact.objects.all()} == {True}
        assert set(Delivery.objects.values_list("email_hash", flat=True)) == {""}
        tidy_register()
        page = register.client().get(register.address("stakeholder", invitation.stakeholder_id))
        assert page.status_code == 200
        assert Client().post(link).status_code == 200  # whose address it was is not known any more
        assert not MailStop.objects.exists()
