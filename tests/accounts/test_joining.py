import pytest
from django.core import mail as mailbox
from django.urls import reverse

from accounts import people
from accounts.models import Invitation, Role, User
from accounts.permissions import roles_of
from common import clock, outbox
from tests.accounts.factories import PASSWORD

JOIN = "/staff/people/join/"
DETAILS = {"name": "New Person", "password": "four unrelated words here"}


@pytest.fixture
def link(cast):
    """The link that an invited person finds in their email."""

    def invite(email="new@example.org", role=Role.ANALYST):
        people.invite(organisation=cast.northshire, email=email, role=role, by=cast.administrator)
        outbox.drain()
        return next(line for line in mailbox.outbox[-1].body.splitlines() if "/invitations/" in line)

    return invite


def test_the_token_leaves_the_address_before_a_page_is_shown(link, client):
    answer = client.get(link())
    assert answer.url == JOIN
    assert "no-store" in answer.headers["Cache-Control"]


def test_an_invited_person_joins_and_is_led_to_their_second_factor(cast, link, client):
    client.get(link())
    assert "Join NHS Northshire" in client.get(JOIN).text
    answer = client.post(JOIN, DETAILS)
    assert answer.url == "/staff/"
    new = User.objects.get(email="new@example.org")
    assert int(client.session["_auth_user_id"]) == new.pk
    assert roles_of(new, cast.northshire.pk) == {Role.ANALYST}
    assert client.get(reverse("accounts_staff:people")).url == reverse("mfa_activate_totp")
    assert "Set up your authenticator app" in client.get(reverse("mfa_activate_totp")).text


def test_a_link_works_once(link, client):
    address = link()
    client.get(address)
    client.post(JOIN, DETAILS)
    for answer in (client.get(address), client.get(JOIN), client.post(JOIN, DETAILS)):
        assert answer.status_code == 410
        assert "This invitation cannot be used" in answer.text


def test_an_expired_link_leads_to_a_page_that_helps(link, client):
    address = link()
    Invitation.objects.update(expires_at=clock.now())
    answer = client.get(address)
    assert answer.status_code == 410
    assert "ask the person who invited you" in answer.text


@pytest.mark.parametrize("token", ["x", "0" * 64, "ünïcode", "%00", "a" * 3000])
def test_a_wrong_link_leads_to_the_same_page(db, client, token):
    assert client.get(f"/staff/people/invitations/{token}/").status_code == 410


def test_the_join_page_is_closed_without_a_link(db, client):
    assert client.get(JOIN).status_code == 410


def test_an_invitation_withdrawn_while_the_page_was_open_is_not_accepted(cast, link, client):
    client.get(link())
    people.revoke(invitation=Invitation.objects.get(), by=cast.administrator)
    assert client.post(JOIN, DETAILS).status_code == 410
    assert not User.objects.filter(email="new@example.org").exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": ""}, "Enter your full name"),
        ({"password": ""}, "Choose a password"),
        ({"password": "short"}, "This password is too short. It must contain at least 12 characters."),
        ({"password": "password1234"}, "This password is too common."),
        ({"password": "new@example.org"}, "The password is too similar to the email address."),
    ],
)
def test_a_poor_password_is_explained_and_never_sent_back(link, client, change, message):
    client.get(link())
    answer = client.post(JOIN, {**DETAILS, **change})
    assert answer.status_code == 422
    assert message in answer.text
    assert not change.get("password") or f'value="{change["password"]}"' not in answer.text


def test_a_person_with_an_account_accepts_with_one_button_and_signs_in_as_always(cast, link, client):
    client.get(link(email="otto@example.org", role=Role.STEERING))
    page = client.get(JOIN).text
    assert "You already have an account" in page
    assert 'name="password"' not in page
    client.post(JOIN, DETAILS)
    assert "_auth_user_id" not in client.session
    otto = User.objects.get(email="otto@example.org")
    assert otto.check_password(PASSWORD)
    assert roles_of(otto, cast.northshire.pk) == {Role.STEERING}


def test_somebody_else_signed_in_on_the_same_computer_is_signed_out(cast, link):
    client = cast.client_of("analyst")
    client.get(link())
    client.post(JOIN, DETAILS)
    assert int(client.session["_auth_user_id"]) == User.objects.get(email="new@example.org").pk
