import pytest
from django.core import mail as mailbox
from django.urls import reverse

from accounts import people
from accounts.models import Invitation, Membership, Role, StaffAct, User
from accounts.permissions import roles_of
from common import clock, outbox
from tests.accounts.factories import InvitationFactory, member

REASON = {"note": "Lost phone"}


def pages(cast):
    """Every page on people, as (method, address)."""
    slug, pk = {"slug": "northshire"}, cast.analyst.pk
    invitation = InvitationFactory(organisation=cast.northshire, invited_by=cast.administrator)
    return [
        ("get", reverse("accounts_staff:people")),
        ("get", reverse("accounts_staff:invite", kwargs=slug)),
        ("get", reverse("accounts_staff:record", kwargs=slug)),
        ("get", reverse("accounts_staff:person", kwargs={**slug, "pk": pk})),
        ("get", reverse("accounts_staff:reset", kwargs={**slug, "pk": pk})),
        ("get", reverse("accounts_staff:remove", kwargs={**slug, "pk": pk})),
        ("post", reverse("accounts_staff:invite", kwargs=slug)),
        ("post", reverse("accounts_staff:person", kwargs={**slug, "pk": pk})),
        ("post", reverse("accounts_staff:reset", kwargs={**slug, "pk": pk})),
        ("post", reverse("accounts_staff:remove", kwargs={**slug, "pk": pk})),
        ("post", reverse("accounts_staff:revoke", kwargs={**slug, "pk": invitation.pk})),
    ]


def answers(cast, who):
    client = cast.client_of(who)
    return [getattr(client, method)(address) for method, address in pages(cast)]


def test_the_administrator_sees_every_page_on_people(cast):
    assert [answer.status_code for answer in answers(cast, "administrator")] == [200] * 6 + [422] * 4 + [302]


@pytest.mark.parametrize("who", ["communications", "analyst", "steering"])
def test_colleagues_in_other_roles_are_refused(cast, who):
    assert {answer.status_code for answer in answers(cast, who)} == {403}
    assert not StaffAct.objects.exists()


def test_an_administrator_of_another_organisation_finds_nothing_there(cast):
    own_list, *others = answers(cast, "outsider")
    assert own_list.status_code == 200
    assert "Northshire" not in own_list.text
    assert {answer.status_code for answer in others} == {404}
    assert not StaffAct.objects.exists()


def test_a_stranger_is_sent_to_sign_in(cast):
    for answer in answers(cast, "stranger"):
        assert answer.status_code == 302
        assert answer.url.startswith("/account/login/?next=/staff/people/")


def test_an_administrator_without_a_second_factor_is_sent_to_set_one_up(cast, client):
    client.force_login(member(cast.northshire, Role.ADMINISTRATOR, second_factor=False))
    for method, address in pages(cast):
        assert getattr(client, method)(address).url == reverse("mfa_activate_totp")


def test_a_person_of_another_organisation_cannot_be_named(cast):
    for page in ("person", "reset", "remove"):
        address = reverse(f"accounts_staff:{page}", kwargs={"slug": "northshire", "pk": cast.outsider.pk})
        assert cast.client_of("administrator").post(address, REASON).status_code == 404


def test_an_invitation_of_another_organisation_cannot_be_withdrawn(cast):
    theirs = InvitationFactory(organisation=cast.elsewhere)
    address = reverse("accounts_staff:revoke", kwargs={"slug": "northshire", "pk": theirs.pk})
    assert cast.client_of("administrator").post(address).status_code == 404


def test_the_list_names_people_roles_second_factors_and_invitations(cast):
    member(cast.northshire, Role.ANALYST, Role.STEERING, second_factor=False, name="Nia New")
    InvitationFactory(organisation=cast.northshire, email="soon@example.org")
    InvitationFactory(organisation=cast.northshire, email="late@example.org", expires_at=clock.now())
    page = cast.client_of("administrator").get(reverse("accounts_staff:people")).text
    assert "Nia New" in page
    assert "Analyst, Steering group" in page
    assert page.count("Not set up") == 1
    assert "soon@example.org" in page
    assert page.count("Expired") == 1
    assert "Otto Outsider" not in page


def test_a_longer_list_takes_no_more_queries(cast, django_assert_num_queries, django_assert_max_num_queries):
    client, address = cast.client_of("administrator"), reverse("accounts_staff:people")
    with django_assert_max_num_queries(8) as few:
        client.get(address)
    for _ in range(5):
        member(cast.northshire, Role.ANALYST, Role.STEERING)
        InvitationFactory(organisation=cast.northshire)
    with django_assert_num_queries(len(few.captured_queries)):
        client.get(address)


def test_inviting_on_screen_sends_an_email_and_comes_back_to_the_list(cast):
    address = reverse("accounts_staff:invite", kwargs={"slug": "northshire"})
    answer = cast.client_of("administrator").post(
        address, {"email": "new@example.org", "role": "steering"}, follow=True
    )
    assert "An invitation is on its way to new@example.org." in answer.text
    outbox.drain()
    assert [email.to for email in mailbox.outbox] == [["new@example.org"]]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "Enter the email address of the person you want to invite"),
        ({"email": "nonsense", "role": "analyst"}, "Enter an email address in the correct format"),
        ({"email": "new@example.org", "role": "emperor"}, "Select a valid choice"),
        ({"email": "anil@example.org", "role": "analyst"}, "anil@example.org already has this role."),
        ({"email": "<script>@example.org", "role": "analyst"}, "&lt;script&gt;"),
        ({"email": "a\0b@example.org", "role": "analyst"}, "Null characters are not allowed."),
    ],
)
def test_a_wrong_invitation_says_what_is_wrong_and_keeps_what_was_typed(cast, data, message):
    address = reverse("accounts_staff:invite", kwargs={"slug": "northshire"})
    answer = cast.client_of("administrator").post(address, data)
    assert answer.status_code == 422
    assert message in answer.text
    assert not Invitation.objects.exists()


def test_roles_are_changed_on_screen(cast):
    address = reverse("accounts_staff:person", kwargs={"slug": "northshire", "pk": cast.analyst.pk})
    cast.client_of("administrator").post(address, {"roles": ["analyst", "steering"]})
    assert roles_of(User.objects.get(pk=cast.analyst.pk), cast.northshire.pk) == {Role.ANALYST, Role.STEERING}


def test_taking_all_roles_is_done_by_removing(cast):
    address = reverse("accounts_staff:person", kwargs={"slug": "northshire", "pk": cast.analyst.pk})
    answer = cast.client_of("administrator").post(address, {})
    assert "remove the person instead" in answer.text


def test_the_last_administrator_is_told_why_they_cannot_go(cast):
    kwargs = {"slug": "northshire", "pk": cast.administrator.pk}
    client = cast.client_of("administrator")
    for page, data in (("remove", REASON), ("person", {"roles": ["analyst"]})):
        answer = client.post(reverse(f"accounts_staff:{page}", kwargs=kwargs), data)
        assert answer.status_code == 422
        assert "organisation&#x27;s last administrator" in answer.text


def test_removing_needs_a_reason_and_closes_staff_pages_at_once(cast):
    removed = cast.client_of("analyst")
    address = reverse("accounts_staff:remove", kwargs={"slug": "northshire", "pk": cast.analyst.pk})
    client = cast.client_of("administrator")
    assert "Enter the reason" in client.post(address, {"note": " "}).text
    assert client.post(address, REASON).status_code == 302
    assert not Membership.objects.active().filter(user=cast.analyst).exists()
    assert removed.get(reverse("accounts_staff:people")).status_code == 403
    assert client.post(address, REASON).status_code == 404


def test_a_reset_signs_the_person_out_everywhere(cast):
    theirs = cast.client_of("analyst")
    address = reverse("accounts_staff:reset", kwargs={"slug": "northshire", "pk": cast.analyst.pk})
    answer = cast.client_of("administrator").post(address, REASON, follow=True)
    assert "Anil Analyst has been emailed a link to choose a new password." in answer.text
    assert theirs.get(reverse("accounts_staff:people")).url.startswith("/account/login/")


def test_the_record_tells_who_did_what_and_why(cast):
    people.remove(person=cast.analyst, organisation=cast.northshire, by=cast.administrator, note="<b>Left</b> in May")
    address = reverse("accounts_staff:record", kwargs={"slug": "northshire"})
    page = cast.client_of("administrator").get(address).text
    assert "Anil Analyst" in page
    assert "Ada Administrator" in page
    assert "&lt;b&gt;Left&lt;/b&gt; in May" in page
