"""The register itself: names belong to one organisation, contacts are encrypted, nothing is overwritten or deleted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import IntegrityError, connection

from responses.register import addresses, reads, stakeholders
from responses.register.errors import ChangedMeanwhile, NameTaken
from responses.register.models import Stakeholder, StakeholderContact, StakeholderName
from responses.register.stakeholders import ContactSaid, Said
from tests.support.threads import at_once


def test_a_name_belongs_to_one_organisation_whatever_its_spelling(register):
    first = register.add("Northshire Council", aliases=("NC", "The Shire"))
    for said in (Said(name="northshire  council"), Said(name="Other", aliases=("the shire",)), Said(name="nc")):
        with pytest.raises(NameTaken, match=r"Northshire Council|on the register already"):
            stakeholders.add(first.organisation, said, by=register.staff)
    assert Stakeholder.objects.count() == 1


def test_of_two_who_change_an_entry_the_second_is_told_and_loses_nothing(register):
    made = register.add("Northshire Council", "one@example.org")
    stakeholders.change(made, replace(reads.said_of(made), notes="first"), by=register.staff, version=0)
    with pytest.raises(ChangedMeanwhile):
        stakeholders.change(made, replace(reads.said_of(made), notes="second"), by=register.staff, version=0)
    assert Stakeholder.objects.get().notes == "first"


def test_a_contact_keeps_its_row_while_its_address_stays_and_nobody_reads_it_in_the_database(register):
    made = register.add("Northshire Council", "Clerk@Example.org", "mayor@example.org")
    clerk = made.contacts.order_by("pk").first()
    contacts = (ContactSaid(name="The clerk", email="clerk@example.org"), ContactSaid(email="new@example.org"))
    stakeholders.change(made, Said(name=made.name, contacts=contacts, notes="secret"), by=register.staff, version=0)
    rows = list(StakeholderContact.objects.order_by("pk"))
    assert [row.email for row in rows] == ["clerk@example.org", "new@example.org"]
    assert rows[0].pk == clerk.pk
    assert rows[0].email_hash in addresses.hashes_of(" CLERK@example.org ")
    with connection.cursor() as cursor:
        cursor.execute("SELECT details, email_hash FROM responses_stakeholdercontact")
        assert "clerk" not in str(cursor.fetchall())
        cursor.execute("SELECT notes FROM responses_stakeholder")
        assert "secret" not in str(cursor.fetchall())


def test_hashes_made_with_a_key_that_is_being_replaced_are_still_found(settings):
    before = addresses.hash_of("clerk@example.org")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key"
    assert addresses.hash_of("clerk@example.org") != before
    assert before in addresses.hashes_of("clerk@example.org")


def test_retired_is_not_deleted_and_comes_back(register):
    made = register.add()
    stakeholders.retire(made, by=register.staff)
    assert not Stakeholder.objects.active().exists()
    with pytest.raises(stakeholders.NotPossible):
        stakeholders.retire(made, by=register.staff)
    with pytest.raises(NameTaken, match="retired"):
        register.add()
    stakeholders.bring_back(made, by=register.staff)
    assert Stakeholder.objects.active().get() == made


def test_one_more_name_is_remembered_and_not_taken_from_another(register):
    one, other = register.add("One"), register.add("Other")
    assert stakeholders.remember(one, "Number One")
    assert not stakeholders.remember(other, "number one")
    assert StakeholderName.objects.get(key="number one").stakeholder == one


@pytest.mark.django_db(transaction=True)
def test_two_who_add_the_same_organisation_at_once_add_it_once(register):
    organisation = register.exercise.organisation
    results = at_once(*[lambda: stakeholders.add(organisation, Said(name="Haven"), by=register.staff)] * 2)
    assert sorted(type(one).__name__ for one in results) == ["NameTaken", "Stakeholder"]
    assert Stakeholder.objects.filter(key="haven").count() == 1


def test_without_names_that_are_held_once_the_same_organisation_could_be_added_twice(register):
    """The control: the row of the stakeholder itself does not hold a second one back, the row of its name does."""
    made = register.add("Haven")
    again = Stakeholder.objects.create(
        organisation=made.organisation,
        name="Haven",
        key="haven",
        created_at=made.created_at,
        created_by=register.staff,
        changed_at=made.created_at,
        changed_by=register.staff,
    )
    assert Stakeholder.objects.filter(key="haven").count() == 2
    with pytest.raises(IntegrityError):
        StakeholderName.objects.create(organisation=made.organisation, stakeholder=again, text="Haven", key="haven")
