"""Judging each option against each factor: on the page of the option, folded until wanted, told briefly."""

from __future__ import annotations

import gzip
import io
import re

import pytest
from django.core import mail
from docx import Document

from common import outbox
from engagement.models import Exercise
from engagement.packs.pack import read_pack
from engagement.packs.reading import PackError
from engagement.packs.schema import PartSpec
from responses.kinds.base import kinds
from responses.moderation import reading
from tests import factories
from tests.responses.visiting import Visitor, words_in

TRUST = {"options-factors.trust.travel": "well", "options-factors.trust.cost": "badly"}
TITLE = "How well does each option do?"
PAGE_LIMIT, PAPER_LIMIT = 15_000, 60_000


@pytest.fixture
def begun(visitor: Visitor) -> Visitor:
    visitor.begin()
    visitor.say_who()
    return visitor


@pytest.fixture
def norfolk(db: None) -> Visitor:
    visitor = Visitor(factories.norfolk())
    visitor.begin()
    return visitor


def is_open(html: str) -> bool:
    fold = re.search(r"<details class=\"nhsuk-details\"( open)?>\s*<summary[^>]*><span[^>]*>Judge this option", html)
    assert fold is not None
    return bool(fold[1])


def test_a_part_has_an_item_for_each_option_and_factor() -> None:
    pack = read_pack(factories.NORTHSHIRE)
    spec = next(each for asked in pack.questions.questions for each in asked.parts if each.key == "options-factors")
    expansion = kinds()["judgement_per_option"].expand(spec, pack)
    assert [(item.key, item.option, item.factor) for item in expansion.items] == [
        (f"options-factors.{option}.{factor}", option, factor)
        for option in ("trust", "charity")
        for factor in ("travel", "cost")
    ]
    assert [choice.key for choice in expansion.choices] == ["well", "badly"]


def test_a_part_without_choices_is_refused_with_the_remedy() -> None:
    spec = PartSpec(key="judge", kind="judgement_per_option", title="Judge")
    with pytest.raises(PackError, match=r"asks to judge each option against each factor.*choices in the part"):
        kinds()["judgement_per_option"].expand(spec, read_pack(factories.NORTHSHIRE))


def test_it_stands_on_the_page_of_its_option_below_advantages_and_disadvantages(exercise: Exercise) -> None:
    page = factories.survey(exercise).page_by_key["options-1"]
    assert [box.item.key for box in page.boxes] == [
        "options.trust.advantage", "options.trust.disadvantage",
        "options-factors.trust.travel", "options-factors.trust.cost",
    ]  # fmt: skip
    assert [each.is_folded for each in page.by_part] == [False, True]


def test_the_real_exercise_asks_eleven_things_of_each_option_on_a_light_page(norfolk: Visitor) -> None:
    pages = [page for page in factories.survey(norfolk.exercise).pages if page.option]
    assert [(page.key, len(page.boxes)) for page in pages] == [(f"options-{number}", 11) for number in range(1, 7)]
    for page in pages:
        norfolk.answer(page.key, **{box.item.key: box.part.choices[0].key for box in page.boxes if box.part.choices})
        assert len(gzip.compress(norfolk.get("page", page.key).content)) < PAGE_LIMIT
    assert len(gzip.compress(norfolk.get("questions").content)) < PAPER_LIMIT


def test_it_is_folded_until_something_is_chosen_and_open_with_an_error(begun: Visitor) -> None:
    assert not is_open(begun.text("page", "options-1"))
    begun.answer("options-1", options__trust__advantage="Near.")
    assert not is_open(begun.text("page", "options-1")), "words above do not open it"
    wrong = begun.answer("options-1", **{"options-factors.trust.cost": "middling"}).content.decode()
    assert is_open(wrong)
    assert "Cost: choose one of the answers listed." in words_in(wrong)
    begun.answer("options-1", **TRUST)
    assert is_open(begun.text("page", "options-1"))
    assert not is_open(begun.text("page", "options-2")), "the other option is untouched"


def test_what_is_kept_of_a_fold_is_nobodys(begun: Visitor) -> None:
    begun.answer("options-1", **TRUST)
    assert begun.text("page", "options-1").count(" checked") == 2
    other = Visitor(begun.exercise)
    other.begin()
    assert " checked" not in other.text("page", "options-1")
    assert begun.text("page", "options-1").count(" checked") == 2


def test_a_choice_can_be_taken_back(begun: Visitor) -> None:
    begun.answer("options-1", **TRUST)
    assert begun.text("page", "options-1").count("No answer") == 2
    begun.answer("options-1", **dict.fromkeys(TRUST, ""))
    assert not is_open(begun.text("page", "options-1"))


def test_it_is_told_in_lines_under_one_label_and_blank_ones_are_not_told(begun: Visitor) -> None:
    begun.answer("options-1", options__trust__advantage="Near.", **TRUST)
    begun.answer("options-2", **{"options-factors.charity.cost": "well"})
    words = words_in(begun.text("check"))
    assert f"Advantages Near. {TITLE} Travel: Does well Cost: Does badly" in words
    assert f"{TITLE} Cost: Does well" in words
    assert words.count(TITLE) == 2
    begun.send()
    assert f"{TITLE} Travel: Does well Cost: Does badly" in words_in(begun.text("view"))


def test_a_page_is_answered_without_it(begun: Visitor) -> None:
    begun.answer("options-1", options__trust__advantage="Near.", options__trust__disadvantage="Slow.")
    begun.answer("options-2", **{"options-factors.charity.cost": "well"})
    html = begun.text("tasks")
    states = {key: words_in(re.search(rf'id="state-{key}">(.*?)</div>', html)[1]) for key in ("options-1", "options-2")}
    assert states == {"options-1": "Answered", "options-2": "Partly answered"}


def test_the_word_file_tells_it_in_lines_and_once_where_nothing_was_judged(begun: Visitor) -> None:
    begun.answer("options-1", **TRUST)
    texts = [one.text for one in Document(io.BytesIO(begun.get("word").content)).paragraphs]
    places = [number for number, text in enumerate(texts) if text == TITLE]
    assert [texts[place + 1] for place in places] == ["Travel: Does well", "(not answered)"]
    assert texts[places[0] + 2] == "Cost: Does badly"


def test_the_emailed_copy_tells_it_in_lines(visitor: Visitor) -> None:
    visitor.begin()
    visitor.say_who(email="a.person@example.org", wants_copy="on", contact_name="A. Person")
    visitor.answer("options-1", options__trust__advantage="Near.", **TRUST)
    visitor.send()
    outbox.drain()
    assert f"Advantages:\nNear.\n\n{TITLE}\n- Travel: Does well\n- Cost: Does badly\n" in mail.outbox[-1].body


def test_staff_read_it_option_by_option(exercise: Exercise) -> None:
    sent = factories.sent(exercise, {**TRUST, "options-factors.charity.cost": "well", "factors-right.cost": "no"})
    content = factories.survey(exercise).content
    parts = {part.part.key: part for asked in reading.questions_of(sent, content) for part in asked.parts}
    told = [(each.label, [line for _, line in each.lines]) for each in parts["options-factors"].lists]
    assert told == [
        ("Option 1: A trust", ["Travel: Does well", "Cost: Does badly"]),
        ("Option 2: A charity", ["Cost: Does well"]),
    ]
    assert [(each.label, [line for _, line in each.lines]) for each in parts["factors-right"].lists] == [
        ("", ["Cost: Not right"])
    ]
    assert parts["options-factors"].rows == []


def test_the_questions_on_paper_ask_it_in_a_line_for_each_factor(visitor: Visitor) -> None:
    words = words_in(visitor.text("questions"))
    assert (
        words.count(f"{TITLE} Write one of these beside as many as you like: Does well; Does badly. Travel Cost") == 2
    )
