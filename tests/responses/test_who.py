"""Who is answering: what must be said, what may, and how it is kept."""

from __future__ import annotations

import pytest
from django.db import connection

from engagement.models import RespondentCategory
from responses.submission.models import Contact, Response
from tests.factories import forget_editions
from tests.responses.visiting import Visitor, words_in


@pytest.fixture
def begun(visitor: Visitor) -> Visitor:
    visitor.begin()
    visitor.answer("models", better="first")
    return visitor


def test_saying_whether_one_is_an_individual_leads_to_the_page_that_fits(begun: Visitor) -> None:
    assert begun.post("who", data={"kind": "individual"}).url == begun.address("about")
    assert "About you" in words_in(begun.text("about"))
    begun.post("who", data={"kind": "organisation"})
    assert "Name of the organisation or group" in words_in(begun.text("about"))


@pytest.mark.parametrize("kind", ["individual", "organisation"])
def test_an_exercise_without_areas_or_roles_does_not_ask_for_them(begun: Visitor, kind: str) -> None:
    RespondentCategory.objects.all().delete()
    forget_editions()
    begun.post("who", data={"kind": kind})
    page = begun.text("about")
    for name in ("area", "role", "organisation_type"):
        assert f'name="{name}"' not in page
    assert 'name="email"' in page


def test_the_second_page_asks_for_the_first(begun: Visitor) -> None:
    assert begun.get("about").url == begun.address("who")


@pytest.mark.parametrize("data", [{"csrf": ""}, {"kind": "robot"}])
def test_neither_is_an_error_at_the_choice(begun: Visitor, data: dict[str, str]) -> None:
    page = begun.post("who", data=data)
    assert page.status_code == 200
    assert "There is a problem" in words_in(page.content.decode())


def test_an_individual_need_not_say_anything_more(begun: Visitor) -> None:
    assert begun.say_who().url == begun.address("page", "tasks")
    begun.send()
    response = Response.objects.get()
    assert (response.kind, response.may_publish) == ("individual", False)
    assert not Contact.objects.exists()


def test_what_an_individual_says_stands_in_the_response(begun: Visitor) -> None:
    begun.say_who(area="north", role="carer", may_publish="on")
    begun.send()
    response = Response.objects.get()
    assert (response.area.key, response.role.key, response.may_publish) == ("north", "carer", True)
    assert response.organisation_name == ""


def test_an_organisation_says_which_one_and_that_one_may_speak_for_it(begun: Visitor) -> None:
    page = begun.say_who(kind="organisation")
    words = words_in(page.content.decode())
    assert "Enter the name of the organisation or group" in words
    assert "Confirm that you are allowed to answer on behalf of it" in words
    begun.say_who(
        kind="organisation",
        organisation_name="Northshire Council",
        organisation_type="council",
        position_held="Chair",
        speaks_for="on",
        area="south",
    )
    begun.send()
    response = Response.objects.get()
    assert (response.organisation_name, response.position_held) == ("Northshire Council", "Chair")
    assert response.organisation_type.key == "council"
    assert not response.organisation_confirmed


@pytest.mark.parametrize(("reason", "published"), [("", True), ("We are in court about it.", False)])
def test_organisations_are_published_by_name_unless_they_give_a_reason(
    begun: Visitor, reason: str, published: bool
) -> None:
    begun.say_who(kind="organisation", organisation_name="A", speaks_for="on", confidentiality_reason=reason)
    begun.send()
    response = Response.objects.get()
    assert (response.may_publish, response.confidentiality_reason) == (published, reason)


def test_changing_from_an_organisation_to_an_individual_leaves_its_name_out(begun: Visitor) -> None:
    begun.say_who(kind="organisation", organisation_name="Northshire Council", speaks_for="on")
    begun.say_who()
    begun.send()
    assert Response.objects.get().organisation_name == ""


def test_what_is_invalid_is_kept_and_shown_again(begun: Visitor) -> None:
    page = begun.say_who(email="ann at example.org", contact_name="Ann")
    assert "Enter an email address in the right form" in words_in(page.content.decode())
    assert 'value="ann at example.org"' in page.content.decode()
    assert 'value="ann at example.org"' in begun.text("about")
    assert "Needed" in begun.text("tasks")


def test_a_copy_needs_an_address_to_go_to(begun: Visitor) -> None:
    page = begun.say_who(wants_copy="on")
    assert "Enter an email address that we can send the copy to" in words_in(page.content.decode())


def test_a_question_needs_a_way_to_reach_the_person(begun: Visitor) -> None:
    page = begun.say_who(may_contact="on")
    assert "email address or a telephone number" in words_in(page.content.decode())
    assert begun.say_who(may_contact="on", telephone="01632 960001").status_code == 302


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("contact_name", "x" * 201, "must be 200 characters or fewer"),
        ("telephone", "1" * 41, "must be 40 characters or fewer"),
        ("area", "atlantis", "Select a valid choice"),
        ("email", "a\0b@example.org", "Null characters are not allowed"),
    ],
)
def test_each_box_says_what_is_wrong_with_it(begun: Visitor, name: str, value: str, message: str) -> None:
    page = begun.say_who(**{name: value})
    assert page.status_code == 200
    assert message in words_in(page.content.decode())


def test_contact_details_are_kept_apart_and_encrypted(begun: Visitor) -> None:
    begun.say_who(contact_name="Ann Other", email="ann@example.org", telephone="01632 960001", may_contact="on")
    begun.send()
    details = Contact.objects.get().details
    assert details == {
        "contact_name": "Ann Other", "email": "ann@example.org", "telephone": "01632 960001", "may_contact": True,
    }  # fmt: skip
    dump = _whole_database()
    for secret in ("Ann Other", "ann@example.org", "960001"):
        assert secret not in dump


def test_who_you_are_is_encrypted_in_the_draft_too(begun: Visitor) -> None:
    begun.say_who(kind="organisation", organisation_name="A very secret club", speaks_for="on")
    assert "very secret" not in _whole_database()


def _whole_database() -> str:
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found.append(repr(cursor.fetchall()))
    return "".join(found)


def test_two_windows_about_different_things_keep_both(begun: Visitor) -> None:
    from responses.drafts import whoever

    begun.post("who", data={"kind": "individual"})
    one, two = begun.draft, begun.draft
    whoever.save(one, {"area": "north"})
    whoever.save(two, {"role": "carer"})
    assert begun.draft.who == {"kind": "individual", "area": "north", "role": "carer"}


def test_what_was_said_stands_on_the_check_page(begun: Visitor) -> None:
    begun.say_who(area="north", may_publish="on", contact_name="Ann")
    words = words_in(begun.text("check"))
    assert "Which area do you live or work in? North" in words
    assert "You may publish my answers, without my name Yes" in words
    assert "Leave this box empty" not in words
