"""The pages of the survey: what is on which, and the questions on paper."""

from __future__ import annotations

from django.utils.html import escape

from engagement.models import Exercise
from tests import factories
from tests.responses.visiting import Visitor, words_in


def test_each_option_has_a_page_and_other_parts_share_one(exercise: Exercise) -> None:
    survey = factories.survey(exercise)
    assert [(page.key, len(page.boxes)) for page in survey.pages] == [
        ("tasks", 2), ("factors", 5), ("options-1", 4), ("options-2", 4), ("models", 2),
    ]  # fmt: skip
    assert [page.option.number for page in survey.pages if page.option] == [1, 2]


def test_every_item_has_one_box_on_one_page(exercise: Exercise) -> None:
    survey = factories.survey(exercise)
    on_pages = [box.item.id for page in survey.pages for box in page.boxes]
    assert sorted(on_pages) == sorted(survey.content.items)
    assert set(survey.field_by_item) == set(on_pages)


def test_pages_follow_each_other_and_then_comes_the_check(visitor: Visitor) -> None:
    visitor.begin()
    address, walked = visitor.address("page", "tasks"), []
    while "/questions/" in address:
        walked.append(address.rstrip("/").rpartition("/")[2])
        address = visitor.client.post(address, {"base": ""}).url
    assert walked == ["tasks", "factors", "options-1", "options-2", "models"]
    assert address == visitor.address("check")


def test_every_page_shows_every_box_that_it_has(visitor: Visitor) -> None:
    visitor.begin()
    for page in factories.survey(visitor.exercise).pages:
        html = visitor.text("page", page.key)
        for box in page.boxes:
            assert f'name="{box.item.key}"' in html
            for choice in box.part.choices:
                assert escape(choice.label) in html


def test_functions_that_a_part_asks_about_stand_beside_it(visitor: Visitor) -> None:
    visitor.begin()
    words = words_in(visitor.text("page", "tasks"))
    assert "Suggested functions and tasks at place level" in words
    assert "Blood tests" in words
    assert "Blood tests" not in words_in(visitor.text("page", "factors"))


def test_all_questions_can_be_read_and_printed_before_answering(exercise: Exercise, visitor: Visitor) -> None:
    words = words_in(visitor.text("questions"))
    survey = factories.survey(exercise)
    for part in survey.content.parts:
        assert part.title in words
        for choice in part.choices:
            assert choice.label in words
    for option in survey.content.options:
        assert f"Option {option.number}: {option.title}" in words


def test_questions_can_be_read_before_the_exercise_opens(exercise: Exercise, visitor: Visitor) -> None:
    Exercise.objects.update(opens_at=exercise.closes_at, closes_at=exercise.closes_at + exercise.grace)
    assert visitor.get("questions").status_code == 200


def test_the_check_page_shows_all_that_was_answered_in_words(visitor: Visitor) -> None:
    visitor.begin()
    visitor.say_who()
    visitor.answer("tasks", tasks_words="More nurses.", tasks_days=["saturday", "sunday"])
    visitor.answer("factors", factors_right__travel="yes", factors_most="cost")
    words = words_in(visitor.text("check"))
    for said in ("More nurses.", "Saturday; Sunday", "Travel: Right", "Which matters most? Cost"):
        assert said in words
    assert words.count("Not answered") == 3


def test_a_survey_that_has_no_geography_shows_no_facts(visitor: Visitor) -> None:
    visitor.begin()
    assert "Facts about option" not in visitor.text("page", "options-1")
