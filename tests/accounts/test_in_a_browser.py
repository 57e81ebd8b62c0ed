"""The way from an invitation to the people page, in a real browser, with JavaScript and without."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail as mailbox
from playwright.sync_api import expect

from accounts import people
from accounts.models import Role
from common import outbox

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_invited_administrator_joins_sets_up_their_app_and_sees_people(cast, any_page):
    page = any_page
    people.invite(organisation=cast.northshire, email="new@example.org", role=Role.ADMINISTRATOR, by=cast.administrator)
    outbox.drain()
    page.goto(next(line for line in mailbox.outbox[0].body.splitlines() if "/invitations/" in line))
    page.get_by_label("Your full name").fill("Nia New")
    page.get_by_label("Choose a password").fill("four unrelated words here")
    with page.expect_navigation():
        page.get_by_role("button", name="Create my account").click()
    page.goto("/staff/people/")
    page.get_by_text("I cannot scan the picture").click()
    secret = page.locator(".app-setup-key").inner_text()
    page.get_by_label("Code from the app").fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    page.goto("/staff/people/")
    expect(page.get_by_role("link", name="Nia New")).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_long_names_and_addresses_fit_the_page(cast, new_page, site, width):
    cast.analyst.name, cast.analyst.email = "Featherstonehaugh-Cholmondeley" * 2, f"{'a' * 60}@{'b' * 50}.example.org"
    cast.analyst.save()
    page = new_page(viewport={"width": width, "height": 800})
    session = cast.client_of("administrator").cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": session, "url": site}])
    for address in ("/staff/people/", f"/staff/people/northshire/{cast.analyst.pk}/"):
        page.goto(address)
        assert page.get_by_role("heading", level=1).is_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
