"""Somebody who works for two organisations has in each the role that they hold there, and no other."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, Role
from tests.accounts.factories import OrganisationFactory, member
from tests.responses.moderation import making

pytestmark = pytest.mark.django_db

PAGES = {
    "engagement_staff:exercise": Role.COMMUNICATIONS,
    "responses_staff:queue": Role.ANALYST,
    "responses_staff:key_in": Role.COMMUNICATIONS,
    "analysis_staff:reports": Role.ANALYST,
}


@pytest.mark.parametrize(("page", "role"), PAGES.items())
def test_what_they_know_of_and_may_not_see_is_refused_and_what_they_do_not_know_of_is_not_found(page, role):
    here, there, nowhere = (making.exercise(OrganisationFactory(), slug=slug) for slug in ("here", "there", "nowhere"))
    person = member(here.organisation, Role.ADMINISTRATOR if role == Role.ANALYST else Role.STEERING)
    Membership.objects.create(user=person, organisation=there.organisation, role=role)
    client = Client()
    client.force_login(person)
    answers = [client.get(reverse(page, args=[made.slug])).status_code for made in (here, there, nowhere)]
    assert answers == [403, 200, 404]
