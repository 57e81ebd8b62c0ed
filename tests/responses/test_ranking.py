"""Ranking factors: a list for each, each rank once, and what was chosen is never lost."""

from __future__ import annotations

import random
import re

import pytest
from django.urls import reverse

from accounts.models import Role
from engagement.models import Exercise
from engagement.packs.pack import read_pack
from engagement.packs.reading import PackError
from engagement.packs.schema import FactorsSpec, PartSpec
from responses.drafts.models import DraftAnswer
from responses.kinds.base import kinds
from responses.kinds.ranking import rank_in_words
from responses.submission.models import Response
from responses.submission.sending import checked_answers
from tests import factories
from tests.accounts.factories import member
from tests.responses.intake.steps import said
from tests.responses.visiting import Visitor, words_in

TRAVEL, COST = "factors-order.travel", "factors-order.cost"
CLASH = {TRAVEL: "1", COST: "1"}
AT_TRAVEL = "Travel: ‘Cost’ is 1st too. Give each rank to one factor only."
AT_COST = "Cost: ‘Travel’ is 1st too. Give each rank to one factor only."


@pytest.fixture
def begun(visitor: Visitor) -> Visitor:
    visitor.begin()
    visitor.say_who()
    return visitor


def stored() -> dict[str, object]:
    return dict(DraftAnswer.objects.filter(item__key__startswith="factors-order").values_list("item__key", "raw"))


def is_open(html: str) -> bool:
    """Whether the part stands open on the page of its question."""
    fold = re.search(r"<details class=\"nhsuk-details\"( open)?>\s*<summary[^>]*><span[^>]*>Put the factors", html)
    assert fold is not None
    return bool(fold[1])


def chosen(html: str, key: str) -> str:
    """Return the rank that stands in a list."""
    options = html.partition(f'name="{key}"')[2].partition("</select>")[0]
    found = re.search(r'value="(\d*)" selected', options)
    return found[1] if found else ""


def test_ranks_are_told_as_people_say_them() -> None:
    said = [rank_in_words(rank) for rank in (1, 2, 3, 4, 11, 12, 13, 21, 22)]
    assert said == ["1st (most important)", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd"]


def test_a_part_has_a_list_for_each_factor_and_as_many_ranks() -> None:
    pack = read_pack(factories.NORFOLK)
    spec = next(part for asked in pack.questions.questions for part in asked.parts if part.kind == "ranking")
    expansion = kinds()["ranking"].expand(spec, pack)
    assert [item.key for item in expansion.items] == [f"factors-order.{one.key}" for one in pack.factors.factors]
    assert [choice.key for choice in expansion.choices] == [str(rank) for rank in range(1, 10)]


def test_a_pack_without_factors_is_told_so() -> None:
    pack = read_pack(factories.NORTHSHIRE)
    bare = type(pack)(**{**vars(pack), "factors": FactorsSpec()})
    with pytest.raises(PackError, match=r"asks to rank the factors, and there are none.*factors\.yaml"):
        kinds()["ranking"].expand(PartSpec(key="order", kind="ranking", title="Order"), bare)


def test_the_part_is_folded_until_something_of_it_is_chosen(begun: Visitor) -> None:
    assert not is_open(begun.text("page", "factors"))
    begun.answer("factors", **{COST: "2"})
    html = begun.text("page", "factors")
    assert is_open(html)
    assert (chosen(html, TRAVEL), chosen(html, COST)) == ("", "2")
    assert not is_open(other_draft(begun).text("page", "factors")), "what is kept of the page is nobody's"


def other_draft(visitor: Visitor) -> Visitor:
    other = Visitor(visitor.exercise)
    other.begin()
    return other


def test_a_rank_given_twice_is_an_error_at_both_factors_and_both_are_kept(begun: Visitor) -> None:
    html = begun.answer("factors", **CLASH).content.decode()
    words = words_in(html)
    assert words.count(AT_TRAVEL) == words.count(AT_COST) == 2  # in the summary, and at the list
    for key in (TRAVEL, COST):
        assert f'href="#id_{key}"' in html
        assert f'id="id_{key}"' in html
    assert is_open(html)
    assert (chosen(html, TRAVEL), chosen(html, COST)) == ("1", "1")
    assert stored() == CLASH


def test_different_ranks_are_no_error_and_any_may_be_left_out(begun: Visitor) -> None:
    assert begun.answer("factors", **{TRAVEL: "2", COST: "1"}).status_code == 302
    assert begun.answer("factors", **{TRAVEL: "", COST: "2"}).status_code == 302
    assert stored() == {TRAVEL: "", COST: "2"}


def test_three_factors_of_one_rank_name_each_other(norfolk: Exercise) -> None:
    form = (
        factories.survey(norfolk)
        .page_by_key["factors"]
        .form_class({f"factors-order.{key}": "3" for key in ("pcns", "meaningful", "patient_flows")})
    )
    assert form.errors["factors-order.pcns"] == [
        "Fit with Primary Care Networks: ‘Areas that mean something to people’ and ‘Existing patient flows’ are 3rd "
        "too. Give each rank to one factor only."
    ]
    assert len(form.errors) == 3


@pytest.fixture
def norfolk(db: None) -> Exercise:
    return factories.norfolk()


@pytest.mark.parametrize("typed", ["3", "0", "first", "\0"])
def test_a_rank_that_is_not_offered_is_an_error(exercise: Exercise, typed: str) -> None:
    form = factories.survey(exercise).page_by_key["factors"].form_class({TRAVEL: typed, COST: typed})
    assert form.errors[TRAVEL] == ["Travel: choose one of the answers listed."]


def test_saving_while_it_is_chosen_keeps_a_clash_and_sending_refuses_it(begun: Visitor) -> None:
    base = begun.base_of("factors")
    saved = begun.post("page", "factors", data={"base": base, **CLASH}, headers={"X-Autosave": "1"})
    assert saved.status_code == 200
    assert stored() == CLASH
    refused = begun.send()
    assert refused.status_code == 422
    html = refused.content.decode()
    for key, message in ((TRAVEL, AT_TRAVEL), (COST, AT_COST)):
        assert f'href="{begun.address("page", "factors")}#id_{key}">{message}</a>' in html
    assert not Response.objects.exists()
    assert is_open(begun.text("page", "factors")), "so that the links of the summary lead to boxes that are seen"
    begun.answer("factors", **{COST: "2"})
    assert begun.send().status_code == 302
    assert Response.objects.get().answers.filter(item__part__kind="ranking").count() == 2


def test_what_was_ranked_is_told_in_the_order_of_the_ranks(begun: Visitor) -> None:
    begun.answer("factors", **{TRAVEL: "2", COST: "1", "factors-right.cost": "yes"})
    told = "In what order do they matter? 1st (most important): Cost 2nd: Travel"
    assert told in words_in(begun.text("check"))
    begun.send()
    assert told in words_in(begun.text("view"))


def test_a_page_is_answered_without_what_is_folded_away(begun: Visitor) -> None:
    begun.answer("factors", **{COST: "1"})
    assert state_of(begun) == "Partly answered"
    begun.answer("factors", **{COST: "", "factors-right.travel": "yes", "factors-right.cost": "no"})
    assert state_of(begun) == "Partly answered"
    begun.answer("factors", factors_most="cost")
    assert state_of(begun) == "Answered"


def state_of(visitor: Visitor) -> str:
    found = re.search(r'id="state-factors">(.*?)</div>', visitor.text("tasks"))
    assert found is not None
    return words_in(found[1])


def test_another_window_that_ranked_a_factor_is_told_by_the_factor(begun: Visitor) -> None:
    base = begun.base_of("factors")
    begun.another_window().answer("factors", **{TRAVEL: "2"})
    shown = begun.post("page", "factors", data={"base": base, TRAVEL: "1"})
    assert "Rank of ‘Travel’: this was changed in another window" in words_in(shown.content.decode())


def test_what_is_keyed_in_is_held_against_itself_as_well(exercise: Exercise) -> None:
    keyer = Visitor(exercise)
    keyer.client.force_login(member(exercise.organisation, Role.COMMUNICATIONS))
    assert keyer.client.post(reverse("responses_staff:key_in_new", args=[exercise.slug]), said()).status_code == 302
    keyer.say_who()
    assert not is_open(keyer.text("page", "factors"))
    html = keyer.answer("factors", **CLASH).content.decode()
    assert AT_TRAVEL in words_in(html)
    assert is_open(html)
    assert keyer.send().status_code == 422
    keyer.answer("factors", **{TRAVEL: "2", COST: "1"})
    keyer.send()
    sent = Response.objects.get(channel="letter")
    staff_page = reverse("responses_staff:response", args=[exercise.slug, sent.reference])
    told = words_in(keyer.client.get(staff_page).content.decode())
    assert "In what order do they matter? 1st (most important): Cost 2nd: Travel" in told


@pytest.mark.parametrize("seed", range(20))
def test_invented_ranks_are_valid_together(norfolk: Exercise, seed: int) -> None:
    survey = factories.survey(norfolk)
    part = next(part for part in survey.content.parts if part.kind == "ranking")
    chance = random.Random(seed)
    items = chance.sample(part.items, chance.randint(1, len(part.items)))
    values = kinds()["ranking"].samples(part, items, chance)
    raws = {item.id: kinds()["ranking"].raw(part, values[item.id]) for item in items}
    assert checked_answers(survey, raws) == (values, {})
    assert sorted(map(int, raws.values())) == list(range(1, len(items) + 1))
