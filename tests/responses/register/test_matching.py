"""What respondents typed, tied to the register by a person, on record."""

from __future__ import annotations

import pytest

from responses.moderation.errors import ChangedMeanwhile, NotPossible
from responses.register import matching
from responses.register.models import Stakeholder, StakeholderMatch, StakeholderName
from responses.submission.models import Response
from tests import factories
from tests.responses.register.making import Register
from tests.responses.visiting import words_in
from tests.support.threads import at_once


def sent(register: Register, name: str = "Northshire Council", **who: str) -> Response:
    response = factories.sent(register.exercise, **{**factories.COUNCIL, "organisation_name": name, **who})
    return Response.objects.select_related("exercise").get(pk=response.pk)


def reasons(register: Register, response: Response) -> list[str]:
    (one,) = matching.suggested(register.exercise, [response])
    return [f"{suggestion.stakeholder.name}: {suggestion.reason}" for suggestion in one.suggestions]


def test_a_match_is_an_act_and_so_is_taking_it_back(register):
    stakeholder, response = register.add(), sent(register)
    matching.match(response, stakeholder, by=register.staff, version=0)
    assert StakeholderMatch.objects.get().stakeholder == stakeholder
    matching.unmatch(response, by=register.staff, version=1)
    assert not StakeholderMatch.objects.exists()
    matching.set_apart(response, by=register.staff, version=2)
    assert StakeholderMatch.objects.get().stakeholder is None
    acts = [(act.verb, act.note, act.by) for act in response.acts.order_by("version")]
    assert [verb for verb, _, _ in acts] == ["match", "unmatch", "unmatch"]
    assert {by for *_, by in acts} == {register.staff}
    assert acts[0][1] == "Northshire Council"
    assert Response.objects.get().organisation_confirmed is False  # an act of its own


def test_nobody_decides_over_somebody_else_s_decision_unseen(register):
    one, other, response = register.add("One"), register.add("Other"), sent(register)
    matching.match(response, one, by=register.staff, version=0)
    with pytest.raises(ChangedMeanwhile):
        matching.match(response, other, by=register.staff, version=0)
    assert StakeholderMatch.objects.get().stakeholder == one


def test_individuals_are_not_tied_to_the_register_and_nothing_undecided_is_taken_back(register):
    individual = factories.sent(register.exercise)
    individual.exercise = register.exercise
    with pytest.raises(NotPossible):
        matching.match(individual, register.add(), by=register.staff, version=0)
    with pytest.raises(NotPossible):
        matching.unmatch(sent(register), by=register.staff, version=0)


def test_a_register_of_another_organisation_is_out_of_reach(register):
    from tests.accounts.factories import OrganisationFactory

    stakeholder = register.add()
    Stakeholder.objects.filter(pk=stakeholder.pk).update(organisation=OrganisationFactory())
    stakeholder.refresh_from_db()
    with pytest.raises(Stakeholder.DoesNotExist):
        matching.match(sent(register), stakeholder, by=register.staff, version=0)


def test_a_typed_name_is_remembered_if_asked_for_and_found_the_next_time(register):
    stakeholder = register.add("Northshire Council")
    matching.match(sent(register, "The Shire"), stakeholder, by=register.staff, version=0, remember=True)
    assert StakeholderName.objects.filter(stakeholder=stakeholder, text="The Shire", is_alias=True).exists()
    assert reasons(register, sent(register, "the SHIRE")) == [
        "Northshire Council: The same as its other name “The Shire”"
    ]


def test_link_earlier_answer_and_address_are_reasons_too_and_retired_ones_are_not_suggested(register):
    invitation = register.invited("Haven", "clerk@example.org")
    by_address = sent(register, "Something else", email="Clerk@example.org")
    assert reasons(register, by_address) == ["Haven: The email address given is that of its contact"]
    from responses.register.inviting import entry

    entry.tie(by_address.draft, invitation)
    assert reasons(register, by_address)[0].startswith("Haven: It was begun from the link of its invitation. ")
    Stakeholder.objects.update(retired_at=invitation.invited_at, retired_by=register.staff)
    assert reasons(register, by_address) == []


def test_suggesting_costs_the_same_queries_for_one_and_for_many(register, django_assert_num_queries):
    for number in range(12):
        register.add(f"Haven {number}")
    few, many = [sent(register, "Haven 1")], [sent(register, f"Haven {number}") for number in range(6)]
    for responses in (few, many):
        with django_assert_num_queries(5):
            assert all(one.suggestions for one in matching.suggested(register.exercise, responses))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_decides(register):
    one, other = register.add("One"), register.add("Other")
    for _ in range(4):
        response = sent(register)
        results = at_once(
            lambda response=response: matching.match(response, one, by=register.staff, version=0),
            lambda response=response: matching.match(response, other, by=register.staff, version=0),
        )
        assert sorted(type(each).__name__ for each in results) == ["Act", "ChangedMeanwhile"]
        assert response.acts.count() == StakeholderMatch.objects.filter(response=response).count() == 1


def test_the_page_keeps_what_was_chosen_and_leaves_the_rest_for_later(register):
    stakeholder = register.add("Northshire Council")
    meant, left, nobody = sent(register), sent(register, "Zebra"), sent(register, "Nobody we know")
    client, address = register.client(), register.address("names")
    page = words_in(client.get(address).content.decode())
    assert "Suggested: The same name" in page
    assert "3 to decide" in page
    client.post(
        address,
        {
            f"is-{meant.reference}": stakeholder.pk,
            f"version-{meant.reference}": 0,
            f"is-{nobody.reference}": "nobody",
            f"version-{nobody.reference}": 0,
            f"version-{left.reference}": 0,
        },
    )
    assert set(matching.undecided(register.exercise)) == {left}
    answer = client.post(
        address, {f"is-{meant.reference}": stakeholder.pk, f"version-{meant.reference}": 0}, follow=True
    )
    assert "Somebody else has decided on it since" in answer.content.decode()
    answer = client.post(address, {f"is-{left.reference}": 99999, f"version-{left.reference}": 0}, follow=True)
    assert "not on the register any more" in answer.content.decode()


def test_the_page_of_one_name_finds_any_on_the_register_and_takes_a_decision_back(register):
    stakeholder, response = register.add("Quite another name"), sent(register)
    client, address = register.client(), register.address("match", response.reference)
    assert client.post(address, {"version": 0}).status_code == 422
    assert "Quite another name" in client.get(address, {"search": "ANOTHER"}).content.decode()
    assert client.post(address, {"is": stakeholder.pk, "version": 0, "remember": "yes"}).status_code == 302
    assert StakeholderMatch.objects.get().stakeholder == stakeholder
    assert StakeholderName.objects.filter(key="northshire council").exists()
    assert "Take this back" in client.get(address).content.decode()
    client.post(register.address("unmatch", response.reference), {"version": 1})
    assert not StakeholderMatch.objects.exists()
