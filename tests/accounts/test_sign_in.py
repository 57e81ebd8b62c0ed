"""Sign-in, second factor, forgotten passwords: through allauth's pages, as a person goes through them."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail as mailbox
from django.urls import reverse

from accounts import people
from accounts.models import Role, User
from common import outbox
from common.models import OutboxMessage
from tests.accounts.factories import PASSWORD, UserFactory, give_second_factor, member

LOGIN, STAFF, PEOPLE = "/account/login/", "/staff/", "/staff/people/"


def code_of(secret, later=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def sign_in(client, email, password=PASSWORD, following=None):
    address = f"{LOGIN}?next={following}" if following else LOGIN
    return client.post(address, {"login": email, "password": password, "next": following or ""})


@pytest.fixture
def ada(cast):
    """An administrator and the secret in their app."""
    user = member(cast.northshire, Role.ADMINISTRATOR, second_factor=False, email="ada2@example.org")
    user.secret = give_second_factor(user)
    return user


def test_a_password_alone_opens_nothing(ada, client):
    assert sign_in(client, ada.email).url.startswith(reverse("mfa_authenticate"))
    assert "_auth_user_id" not in client.session
    assert client.get(PEOPLE).url.startswith(LOGIN)


def test_password_and_code_open_the_page_that_was_asked_for(ada, client):
    sign_in(client, "ADA2@example.org", following=PEOPLE)
    answer = client.post(reverse("mfa_authenticate"), {"code": code_of(ada.secret)})
    assert answer.url == PEOPLE
    assert client.get(PEOPLE).status_code == 200


def test_a_code_works_once(ada, client):
    code = code_of(ada.secret)
    for expected in (302, 200):
        client.logout()
        sign_in(client, ada.email)
        assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == expected


def test_a_wrong_code_is_explained(ada, client):
    sign_in(client, ada.email)
    assert "The code is not right." in client.post(reverse("mfa_authenticate"), {"code": "000000"}).text


def test_a_recovery_code_opens_the_door_once(ada, client):
    codes = Authenticator.objects.get(user=ada, type="recovery_codes").wrap().get_unused_codes()
    for expected in (302, 200):
        client.logout()
        sign_in(client, ada.email)
        assert client.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == expected


def test_somebody_new_sets_up_their_app_sees_recovery_codes_and_gets_in(cast, client):
    new = member(cast.northshire, Role.ADMINISTRATOR, second_factor=False)
    assert sign_in(client, new.email, following=PEOPLE).url == PEOPLE
    activate = client.get(PEOPLE).url
    page = client.get(activate)
    assert "data:image/svg+xml;base64," in page.text
    answer = client.post(activate, {"code": code_of(page.context["form"].secret)})
    assert answer.url == reverse("mfa_view_recovery_codes")
    assert "I have saved them, continue" in client.get(answer.url).text
    assert client.get(PEOPLE).status_code == 200


def test_secrets_of_the_second_factor_are_encrypted_in_the_database(ada):
    for authenticator in Authenticator.objects.filter(user=ada):
        assert ada.secret not in str(authenticator.data)
        assert all(str(value).startswith("gAAAA") for key, value in authenticator.data.items() if key != "used_mask")


def test_whoever_removes_their_app_is_asked_for_another(ada, client):
    sign_in(client, ada.email)
    client.post(reverse("mfa_authenticate"), {"code": code_of(ada.secret)})
    client.post(reverse("mfa_deactivate_totp"))
    assert client.get(PEOPLE).url == reverse("mfa_activate_totp")


def test_changes_to_security_ask_for_the_password_again_after_a_while(cast, client):
    new = member(cast.northshire, Role.ADMINISTRATOR, second_factor=False)
    sign_in(client, new.email)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 301}]
    session.save()
    assert client.get(reverse("mfa_activate_totp")).url.startswith(reverse("account_reauthenticate"))


def without_token(page):
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


def test_a_wrong_password_and_an_unknown_address_look_the_same(ada, client):
    known = sign_in(client, ada.email, "wrong password entirely")
    unknown = sign_in(client, "nobody@example.org", "wrong password entirely")
    assert known.status_code == unknown.status_code == 200
    assert without_token(known.text.replace(ada.email, "X")) == without_token(
        unknown.text.replace("nobody@example.org", "X")
    )
    assert "The email address or the password is not right" in known.text


def test_an_unknown_address_takes_a_password_hash_like_a_known_one(db, client, monkeypatch):
    hashed = []
    monkeypatch.setattr(User, "set_password", lambda self, raw: hashed.append(raw))
    sign_in(client, "nobody@example.org", "wrong password entirely")
    assert hashed == ["wrong password entirely"]


def test_asking_for_a_new_password_looks_the_same_for_any_address(ada, client):
    address = reverse("account_reset_password")
    known = client.post(address, {"email": ada.email}, follow=True)
    unknown = client.post(address, {"email": "nobody@example.org"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert without_token(known.text) == without_token(unknown.text)
    assert not mailbox.outbox
    outbox.drain()
    assert [email.to for email in mailbox.outbox] == [[ada.email]]


def test_the_outbox_keeps_no_secret_of_a_reset_link(ada, client):
    client.post(reverse("account_reset_password"), {"email": ada.email})
    assert OutboxMessage.objects.get().payload == {"user": ada.pk}


def reset_link():
    outbox.drain()
    return next(line for line in mailbox.outbox[-1].body.splitlines() if "/password/reset/key/" in line)


def test_a_new_password_needs_the_second_factor_all_the_same(ada, client):
    client.post(reverse("account_reset_password"), {"email": ada.email})
    link = reset_link()
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "brand new words to remember"})
    ada.refresh_from_db()
    assert ada.check_password("brand new words to remember")
    assert sign_in(client, ada.email, "brand new words to remember").url.startswith(reverse("mfa_authenticate"))
    assert "This link cannot be used" in client.get(link, follow=True).text


def test_after_a_reset_by_an_administrator_both_are_set_up_again(cast, client):
    people.reset(person=cast.analyst, organisation=cast.northshire, by=cast.administrator)
    assert sign_in(client, cast.analyst.email).status_code == 200
    form = client.get(reset_link(), follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "brand new words to remember"})
    assert sign_in(client, cast.analyst.email, "brand new words to remember").url == STAFF
    assert client.get(PEOPLE).url == reverse("mfa_activate_totp")


def test_after_five_wrong_passwords_the_right_one_has_to_wait(ada, client):
    for _ in range(5):
        sign_in(client, ada.email, "wrong password entirely")
    assert "Too many attempts" in sign_in(client, ada.email).text


def test_a_closed_account_does_not_open(cast, client):
    User.objects.filter(pk=cast.analyst.pk).update(is_active=False)
    sign_in(client, cast.analyst.email)
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up(db, client):
    details = {"email": "mallory@example.org", "password1": "brand new words to remember"}
    answer = client.post(reverse("account_signup"), details)
    assert "Accounts are by invitation" in answer.text
    assert not User.objects.exists()


def test_sign_in_does_not_lead_to_another_site(cast, client, settings):
    settings.DEMO = True
    new = member(cast.northshire, Role.ANALYST, second_factor=False)
    assert sign_in(client, new.email, following="https://evil.example/").url == STAFF


class TestAdmin:
    def test_its_own_sign_in_is_never_used(self, db, client):
        answer = client.get("/admin/", follow=True)
        assert answer.redirect_chain[-1][0] == "/account/login/?next=/admin/"

    def test_it_needs_a_second_factor(self, db, client):
        root = UserFactory(is_superuser=True, is_staff=True)
        client.force_login(root)
        assert (reverse("mfa_activate_totp"), 302) in client.get("/admin/", follow=True).redirect_chain
        give_second_factor(root)
        assert client.get("/admin/").status_code == 200

    def test_it_is_closed_to_staff(self, cast):
        client = cast.client_of("administrator")
        User.objects.update(is_staff=True)
        assert client.get("/admin/", follow=True).status_code == 403

    @pytest.mark.parametrize("model", ["user", "organisation", "membership", "staffact"])
    def test_its_lists_open(self, cast, client, model):
        root = UserFactory(is_superuser=True, is_staff=True)
        give_second_factor(root)
        client.force_login(root)
        people.remove(person=cast.analyst, organisation=cast.northshire, by=cast.administrator)
        assert client.get(f"/admin/accounts/{model}/").status_code == 200
        expected = 200 if model in ("user", "organisation") else 403
        assert client.get(f"/admin/accounts/{model}/add/").status_code == expected


def test_whoever_removes_their_app_is_told_by_email(ada, client):
    sign_in(client, ada.email)
    client.post(reverse("mfa_authenticate"), {"code": code_of(ada.secret)})
    client.post(reverse("mfa_deactivate_totp"))
    outbox.drain()
    told = mailbox.outbox[-1]
    assert told.to == [ada.email]
    assert "The authenticator app was removed for ada2@example.org" in told.body
    assert reverse("account_reset_password") in told.body


def test_whoever_changes_their_password_is_told_by_email(ada, client):
    client.force_login(ada)
    new = {"oldpassword": PASSWORD, "password1": "three unrelated words"}
    assert client.post(reverse("account_change_password"), new).status_code == 302
    outbox.drain()
    assert "The password was changed" in mailbox.outbox[-1].body
