import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Role, StaffAct, User
from accounts.permissions import roles_of
from tests.accounts.factories import PASSWORD

pytestmark = pytest.mark.django_db


def create_staff(monkeypatch, *arguments, password="four unrelated words here"):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    out = io.StringIO()
    call_command("create_staff", *arguments, "--organisation", "northshire", "--password-stdin", stdout=out)
    return out.getvalue()


def test_the_first_administrator_is_made_from_the_command_line(cast, monkeypatch):
    said = create_staff(monkeypatch, "First@Example.org", "--role", "administrator", "--name", "First Person")
    first = User.objects.get(email="first@example.org")
    assert first.check_password("four unrelated words here")
    assert roles_of(first, cast.northshire.pk) == {Role.ADMINISTRATOR}
    assert not first.is_superuser
    assert StaffAct.objects.get().by is None
    assert "first@example.org has the role administrator in NHS Northshire." in said


def test_an_account_that_exists_gets_the_role_and_keeps_its_password(cast, monkeypatch):
    create_staff(monkeypatch, "anil@example.org", "--role", "steering")
    anil = User.objects.get(email="anil@example.org")
    assert anil.check_password(PASSWORD)
    assert roles_of(anil, cast.northshire.pk) == {Role.ANALYST, Role.STEERING}


def test_the_password_is_asked_for_twice_where_a_person_types_it(cast, monkeypatch):
    typed = iter(["four unrelated words here", "four unrelated words there"])
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(typed))
    with pytest.raises(CommandError, match="not the same"):
        call_command("create_staff", "a@example.org", "--organisation", "northshire", "--role", "analyst")


@pytest.mark.parametrize(
    ("arguments", "password", "message"),
    [
        (["nonsense", "--role", "analyst"], "four unrelated words here", "not an email address"),
        (["a@example.org", "--role", "analyst"], "short", "too short"),
        (["a@example.org", "--role", "emperor"], "four unrelated words here", "invalid choice"),
        (["anil@example.org", "--role", "analyst"], "", "already has this role"),
    ],
)
def test_what_is_wrong_is_told_in_one_sentence(cast, monkeypatch, arguments, password, message):
    with pytest.raises(CommandError, match=message):
        create_staff(monkeypatch, *arguments, password=password)


def test_an_unknown_organisation_is_told_with_those_there_are(cast):
    with pytest.raises(CommandError, match="Known: elsewhere, northshire"):
        call_command("create_staff", "a@example.org", "--organisation", "nowhere", "--role", "analyst")
