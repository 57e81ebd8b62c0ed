"""A question kind is one class: form, saving, sending and invented answers need to know nothing else of it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

import pytest
from django import forms

from crispy_nhsuk.layout import Checkboxes
from engagement.models import Exercise
from engagement.shapes import ItemContent, PartContent
from responses.kinds.base import ChoiceKind, Kind, Value, kinds
from responses.kinds.fields import PickSeveralField
from responses.submission.models import Response
from responses.survey import survey_of
from tests import factories
from tests.responses.visiting import Visitor, words_in


class Thrown(ChoiceKind):
    """Several choices under another name, written as somebody else would who has read the base alone."""

    has_ticks: ClassVar[bool] = True

    def field(self, part: PartContent, item: ItemContent) -> forms.Field:
        return PickSeveralField(label=part.title, choices=[(choice.key, choice.label) for choice in part.choices])

    def layout(self, part: PartContent, items: Sequence[ItemContent]) -> list[Any]:
        return [Checkboxes(item.key) for item in items]

    def value(self, part: PartContent, cleaned: Any) -> Value | None:
        return Value(choices=tuple(part.choice_by_key[key].id for key in cleaned)) if cleaned else None

    def raw(self, part: PartContent, value: Value) -> list[str]:
        return [choice.key for choice in part.choices if choice.id in value.choices]


@pytest.fixture
def visitor(exercise: Exercise, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visitor]:
    monkeypatch.setitem(kinds(), "several_choices", Thrown())
    survey_of.cache_clear()
    yield Visitor(exercise)
    survey_of.cache_clear()


def test_a_new_kind_is_filled_in_saved_emptied_and_sent(visitor: Visitor) -> None:
    visitor.begin()
    visitor.say_who()
    visitor.answer("tasks", tasks_words="More nurses.", tasks_days=["saturday", "sunday"])
    assert visitor.draft.answers.get(item__key="tasks-days").raw == ["saturday", "sunday"]
    assert "Saturday; Sunday" in words_in(visitor.text("check"))
    visitor.post("page", "tasks", data={"base": visitor.base_of("tasks"), "tasks-words": "More nurses."})
    assert visitor.draft.answers.get(item__key="tasks-days").raw == []
    visitor.answer("tasks", tasks_days=["sunday"])
    visitor.send()
    answer = Response.objects.get().answers.get(item__key="tasks-days")
    assert [pick.choice.key for pick in answer.choices.all()] == ["sunday"]
    assert "Sunday" in words_in(visitor.text("view"))


def test_every_kind_has_a_measure_and_invents_answers_that_it_can_show(exercise: Exercise) -> None:
    chance = random.Random(1)
    for box in factories.survey(exercise).boxes.values():
        kind: Kind = box.kind
        assert kind.measure
        value = kind.sample(box.part, chance)
        assert kind.shown(box.part, value)
        cleaned = kind.field(box.part, box.item).clean(kind.raw(box.part, value))
        assert kind.value(box.part, cleaned) == value
        assert kind.shown_raw(box.part, kind.raw(box.part, value)) == kind.shown(box.part, value)
