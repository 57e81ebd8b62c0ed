"""A draft is saved box by box; nothing that was typed is lost."""

from __future__ import annotations

import pytest
from django.db import connection

from responses.drafts.models import DraftAnswer
from tests.responses.visiting import DAYS, WORDS, Visitor, stored, words_in


@pytest.fixture
def begun(visitor: Visitor) -> Visitor:
    visitor.begin()
    return visitor


def test_saving_a_page_keeps_its_boxes_and_leads_on(begun: Visitor) -> None:
    answered = begun.answer("tasks", tasks_words="More nurses.", tasks_days=["sunday"])
    assert answered.url == begun.address("page", "factors")
    assert (stored(begun), stored(begun, DAYS)) == ("More nurses.", ["sunday"])
    assert "More nurses." in begun.text("page", "tasks")


def test_saving_for_later_leads_to_the_private_link(begun: Visitor) -> None:
    answered = begun.answer("tasks", tasks_words="More nurses.", later="1")
    assert answered.url == begun.address("later")
    assert stored(begun) == "More nurses."


def test_a_box_that_did_not_change_is_not_written_again(begun: Visitor) -> None:
    begun.answer("tasks", tasks_words="More nurses.")
    begun.answer("tasks", tasks_words="More nurses.", tasks_days=["sunday"])
    assert DraftAnswer.objects.get(item__key=WORDS).revision == 1


def test_an_emptied_box_is_emptied(begun: Visitor) -> None:
    begun.answer("tasks", tasks_words="More nurses.", tasks_days=["sunday"])
    begun.answer("tasks", tasks_words="", tasks_days=[])
    assert (stored(begun), stored(begun, DAYS)) == ("", [])


def test_what_is_invalid_is_kept_and_shown_with_its_error(begun: Visitor) -> None:
    long = "x" * 20_001
    page = begun.answer("tasks", tasks_words=long)
    assert page.status_code == 200
    assert "1 character too long" in words_in(page.content.decode())
    assert stored(begun) == long
    assert long in begun.text("page", "tasks")


@pytest.mark.parametrize("text", ["é" * 20_000, "😀" * 20_000, "a\r\n" * 10_000, "👩‍⚕️" * 5_000])
def test_twenty_thousand_characters_fit_whatever_they_are(begun: Visitor, text: str) -> None:
    assert begun.answer("tasks", tasks_words=text).status_code == 302
    assert stored(begun) == text.replace("\r\n", "\n")


def test_a_whole_page_of_the_longest_answers_fits_into_one_form(begun: Visitor) -> None:
    text = "😀" * 20_000
    page = begun.answer("models", better="first", alternative=text)
    assert page.status_code == 302
    page = begun.answer("options-1", options__trust__advantage=text, options__trust__disadvantage=text)
    assert page.status_code == 302


def test_a_null_character_is_an_error_at_the_field_and_the_words_stay_on_the_page(begun: Visitor) -> None:
    page = begun.answer("tasks", tasks_words="before\0after")
    html = page.content.decode()
    assert "Delete it; it often comes with text copied from another program" in words_in(html)
    assert 'href="#id_tasks-words"' in html
    assert "before" in html
    assert "after" in html


def test_a_null_character_in_one_box_does_not_keep_another_from_being_saved(begun: Visitor) -> None:
    begun.answer("tasks", tasks_words="before\0after", tasks_days=["sunday"])
    assert stored(begun, DAYS) == ["sunday"]


@pytest.mark.parametrize("base", ["", "x", "1:2:3", "9" * 5000, "-1:-1", "²:²", "99999999999999999999:1", "\0"])
def test_a_hidden_field_that_was_tampered_with_overwrites_nothing(begun: Visitor, base: str) -> None:
    begun.answer("tasks", tasks_words="mine")
    page = begun.post("page", "tasks", data={"base": base, WORDS: "theirs"})
    assert page.status_code == 200
    assert stored(begun) == "mine"


def test_a_form_without_some_of_its_boxes_empties_none_of_them(begun: Visitor) -> None:
    begun.answer("tasks", tasks_words="mine")
    begun.post("page", "tasks", data={"base": begun.base_of("tasks")})
    assert stored(begun) == "mine"


def autosave(visitor: Visitor, page: str, **data: object) -> object:
    return visitor.post("page", page, data=data, headers={"X-Autosave": "1"})


def test_autosave_writes_the_named_boxes_alone_and_tells_the_new_base(begun: Visitor) -> None:
    begun.answer("tasks", tasks_words="first", tasks_days=["sunday"])
    answer = autosave(begun, "tasks", **{"base": begun.base_of("tasks"), WORDS: "second"})
    assert answer.status_code == 200
    assert set(answer.json()) == {"base", "saved_at"}
    assert (stored(begun), stored(begun, DAYS)) == ("second", ["sunday"])
    again = begun.post("page", "tasks", data={"base": answer.json()["base"], WORDS: "third", DAYS: ["sunday"]})
    assert again.status_code == 302


def test_autosave_reports_a_conflict_and_overwrites_nothing(begun: Visitor) -> None:
    base = begun.base_of("tasks")
    begun.answer("tasks", tasks_words="theirs")
    answer = autosave(begun, "tasks", **{"base": base, WORDS: "mine"})
    assert answer.status_code == 409
    assert answer.json() == {"conflict": True}
    assert stored(begun) == "theirs"


def test_autosave_of_words_that_another_window_has_saved_already_is_no_conflict(begun: Visitor) -> None:
    base = begun.base_of("tasks")
    begun.answer("tasks", tasks_words="the same")
    assert autosave(begun, "tasks", **{"base": base, WORDS: "the same"}).status_code == 200


def test_autosave_with_a_base_beyond_counting_is_told_of_the_other_words_and_is_no_fault(begun: Visitor) -> None:
    begun.answer("tasks", tasks_words="theirs")
    item, _, _ = begun.base_of("tasks").partition(":")
    answer = autosave(begun, "tasks", **{"base": f"{item}:{'9' * 30}", WORDS: "mine"})
    assert (answer.status_code, stored(begun)) == (409, "theirs")


def test_autosave_clears_ticks_that_were_taken_away(begun: Visitor) -> None:
    begun.answer("tasks", tasks_days=["sunday"])
    autosave(begun, "tasks", **{"base": begun.base_of("tasks"), DAYS: ""})
    assert stored(begun, DAYS) == []


def test_autosave_after_the_answer_was_sent_is_refused_with_what_was_typed(begun: Visitor) -> None:
    begun.answer("tasks", tasks_words="More nurses.")
    begun.say_who()
    begun.send()
    answer = autosave(begun, "tasks", **{"base": "", WORDS: "and doctors"})
    assert answer.status_code == 409
    assert b"and doctors" in answer.content


def test_saving_a_page_takes_four_queries_however_many_boxes_it_has(
    begun: Visitor, django_assert_max_num_queries: object
) -> None:
    base = begun.base_of("factors")
    data = {"base": base, "factors-right.travel": "yes", "factors-right.cost": "no", "factors-most": "cost"}
    with django_assert_max_num_queries(4 + _transaction_control()):
        begun.post("page", "factors", data=data)


def test_showing_a_page_takes_two_queries_and_writes_nothing(begun: Visitor, django_assert_num_queries: object) -> None:
    begun.text("page", "tasks")
    with django_assert_num_queries(2) as asked:
        begun.text("page", "tasks")
    assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)


def _transaction_control() -> int:
    return 2 if connection.in_atomic_block else 1
