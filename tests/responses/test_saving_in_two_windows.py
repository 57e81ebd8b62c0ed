"""Two windows, or two people with one link, save the same draft: neither overwrites the other unseen."""

from __future__ import annotations

import pytest

from engagement.models import Exercise
from responses.drafts import saving
from tests import factories
from tests.responses.visiting import DAYS, WORDS, Visitor, stored, words_in
from tests.support.threads import at_once, meet_after


@pytest.fixture
def begun(visitor: Visitor) -> Visitor:
    visitor.begin()
    return visitor


def test_two_windows_with_different_boxes_do_not_disturb_each_other(begun: Visitor) -> None:
    first, second = begun.base_of("tasks"), begun.base_of("tasks")
    begun.post("page", "tasks", data={"base": first, WORDS: "More nurses.", DAYS: []})
    answered = begun.post("page", "tasks", data={"base": second, WORDS: "", DAYS: ["sunday"]})
    assert answered.status_code == 302
    assert (stored(begun), stored(begun, DAYS)) == ("More nurses.", ["sunday"])


def test_a_window_that_would_overwrite_another_shows_both_texts(begun: Visitor) -> None:
    begun.answer("tasks", tasks_words="the first words")
    base = begun.base_of("tasks")
    begun.answer("tasks", tasks_words="words of the second window")
    page = begun.post("page", "tasks", data={"base": base, WORDS: "words of the first window"})
    html = page.content.decode()
    assert page.status_code == 200
    assert "words of the first window" in html
    assert "words of the second window" in html
    assert "changed in another window" in words_in(html)
    assert stored(begun) == "words of the second window"


def test_after_a_conflict_the_person_decides_what_stands(begun: Visitor) -> None:
    base = begun.base_of("tasks")
    begun.answer("tasks", tasks_words="one")
    page = begun.post("page", "tasks", data={"base": base, WORDS: "two"})
    fresh = page.context["base"]
    assert begun.post("page", "tasks", data={"base": fresh, WORDS: "one and two"}).status_code == 302
    assert stored(begun) == "one and two"


def test_words_that_another_window_wrote_are_not_emptied_by_the_second_try_either(begun: Visitor) -> None:
    base = begun.base_of("models")
    begun.answer("models", better="first", alternative="theirs")
    page = begun.post("page", "models", data={"base": base, "better": "second", "alternative": ""})
    assert page.status_code == 200
    page = begun.post("page", "models", data={"base": page.context["base"], "better": "second", "alternative": ""})
    assert page.status_code == 302
    assert (stored(begun, "better"), stored(begun, "alternative")) == ("second", "theirs")


def test_the_same_words_in_two_windows_are_no_conflict(begun: Visitor) -> None:
    base = begun.base_of("tasks")
    begun.answer("tasks", tasks_words="the same")
    assert begun.post("page", "tasks", data={"base": base, WORDS: "the same"}).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_two_windows_that_save_at_once_one_is_told_of_the_other(
    exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, results = _two_windows_at_once(exercise, monkeypatch)
    assert sorted(len(saved.conflicts) for saved in results) == [0, 1]
    kept = made.answers.get().raw
    told = next(saved for saved in results if saved.conflicts)
    assert list(told.conflicts.values()) == [kept]


@pytest.mark.django_db(transaction=True)
def test_without_the_guard_one_of_the_two_would_be_lost_in_silence(
    exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    unguarded = saving.UPSERT.replace("WHERE responses_draftanswer.revision = excluded.revision - 1", "")
    monkeypatch.setattr(saving, "UPSERT", unguarded)
    made, results = _two_windows_at_once(exercise, monkeypatch)
    assert [saved.conflicts for saved in results] == [{}, {}]  # both believe that theirs stands
    assert made.answers.get().raw in {"one", "two"}


def _two_windows_at_once(exercise: Exercise, monkeypatch: pytest.MonkeyPatch):
    made = factories.draft(exercise, {WORDS: "before"})
    item = factories.item_id(exercise, WORDS)
    meet_after(monkeypatch, saving, "stored_boxes")
    results = at_once(
        lambda: saving.save_boxes(made, {item: "one"}, {item: 1}),
        lambda: saving.save_boxes(made, {item: "two"}, {item: 1}),
    )
    return made, results


@pytest.mark.django_db(transaction=True)
def test_many_windows_with_a_new_box_each_lose_nothing(exercise: Exercise) -> None:
    made = factories.draft(exercise)
    keys = [WORDS, "options.trust.advantage", "options.charity.advantage", "alternative"]
    boxes = [factories.item_id(exercise, key) for key in keys]
    results = at_once(*[lambda box=box: saving.save_boxes(made, {box: "words"}, {}) for box in boxes])
    assert all(saved.conflicts == {} for saved in results)
    assert made.answers.count() == len(keys)
