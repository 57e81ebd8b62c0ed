"""Every question kind: what it expands to, its form, and that storing and reading back loses nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from common.text import newlines
from engagement.models import Exercise
from engagement.packs.pack import Pack, read_pack
from engagement.packs.schema import PartSpec
from engagement.shapes import ChoiceContent, ItemContent, PartContent
from responses.alternatives.shapes import Drawing, Place
from responses.kinds.base import Value, kinds
from responses.kinds.fields import WordsField
from tests.factories import NORTHSHIRE, survey

ITEM = ItemContent(1, "item", None, None, "")
PART = PartContent(
    id=1,
    key="part",
    kind="text",
    title="What do you think?",
    hint="",
    shows={},
    items=(ITEM,),
    choices=tuple(ChoiceContent(10 + n, f"choice-{n}", f"Choice {n}", None) for n in range(5)),
)
KEYS = [choice.key for choice in PART.choices]
RAWS = {
    "text": st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0")),
    "single_choice": st.sampled_from(["", *KEYS]),
    "several_choices": st.lists(st.sampled_from(KEYS), unique=True).map(lambda keys: sorted(keys)),
}
PLACES = st.lists(st.integers(0, 3), min_size=len(KEYS), max_size=len(KEYS))  # of each choice; 3 is in no place
NAMES = st.lists(
    st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=80).filter(str.strip),
    min_size=3,
    max_size=3,
)
RAWS["footprint"] = st.tuples(NAMES, PLACES, st.sampled_from([None, 1, 6])).map(
    lambda drawn: (
        Drawing(
            tuple(
                Place(name, tuple(key for key, place in zip(KEYS, drawn[1], strict=True) if place == nth))
                for nth, name in enumerate(drawn[0])
            ),
            drawn[2],
        ).raw
    )
)
RAWS |= {"alternative": RAWS["text"], "pros_and_cons": RAWS["text"]}
PICKED = ["most_important", "judgement_per_factor", "judgement_per_option", "ranking"]
RAWS |= dict.fromkeys(PICKED, RAWS["single_choice"])


@pytest.fixture(scope="module")
def pack() -> Pack:
    return read_pack(NORTHSHIRE)


def test_the_kinds_are_those_that_the_tests_know() -> None:
    assert set(kinds()) == set(RAWS)


def test_every_kind_names_the_figure_that_analysis_draws_from_it() -> None:
    assert all(kind.measure for kind in kinds().values())


@pytest.mark.parametrize("name", sorted(RAWS))
@hypothesis.settings(deadline=None)
@given(data=st.data())
def test_what_is_stored_turns_back_into_what_stood_in_the_box(name: str, data: st.DataObject) -> None:
    kind = kinds()[name]
    raw = data.draw(RAWS[name])
    cleaned = newlines(raw) if isinstance(raw, str) else raw
    if name == "footprint":
        drawing = kind.field(PART, ITEM).clean(raw)
        value = kind.value(PART, drawing)
        assert (kind.raw(PART, value) == raw) if value else not drawing.drawn.place_of
        return
    value = kind.value(PART, cleaned)
    if value is None:
        assert not cleaned or not str(cleaned).strip()
    else:
        assert kind.raw(PART, value) == cleaned


@pytest.mark.parametrize("name", sorted(RAWS))
def test_nothing_in_the_box_is_no_answer(name: str) -> None:
    kind = kinds()[name]
    assert kind.value(PART, [] if name == "several_choices" else "") is None
    assert kind.raw(PART, Value()) in ("", [])


@pytest.mark.parametrize("name", ["single_choice", "several_choices", "most_important", "judgement_per_factor"])
def test_choices_are_shown_by_their_labels(name: str) -> None:
    assert kinds()[name].shown(PART, Value(choices=(10, 12))) == "Choice 0; Choice 2"


def test_only_spaces_are_no_answer() -> None:
    assert kinds()["text"].value(PART, " \n\t ") is None


@pytest.mark.parametrize("typed", ["choice-9", "' OR 1=1", "{{ 7*7 }}", "\0"])
def test_a_choice_that_is_not_offered_is_an_error_at_the_field(exercise: Exercise, typed: str) -> None:
    field = next(
        field
        for item_id, field in survey(exercise).field_by_item.items()
        if survey(exercise).boxes[item_id].kind.name == "single_choice"
    )
    with pytest.raises(ValidationError, match="choose one of the answers listed"):
        field.clean(typed)


def test_one_choice_of_several_that_is_not_offered_is_an_error(exercise: Exercise) -> None:
    form = survey(exercise).page_by_key["tasks"].form_class({"tasks-days": ["weekdays", "never"]})
    assert "choose from the answers listed" in form.errors["tasks-days"][0]


def test_a_choice_ticked_twice_counts_once(exercise: Exercise) -> None:
    form = survey(exercise).page_by_key["tasks"].form_class({"tasks-days": ["sunday", "sunday"]})
    assert form.is_valid()
    assert form.cleaned_data["tasks-days"] == ["sunday"]


@pytest.mark.parametrize(
    ("kind", "part", "items", "choices"),
    [
        ("text", "tasks-words", ["tasks-words"], []),
        ("several_choices", "tasks-days", ["tasks-days"], ["weekdays", "saturday", "sunday"]),
        ("judgement_per_factor", "factors-right", ["factors-right.travel", "factors-right.cost"], ["yes", "no"]),
        ("most_important", "factors-most", ["factors-most"], ["travel", "cost"]),
        (
            "pros_and_cons",
            "options",
            [f"options.{option}.{side}" for option in ("trust", "charity") for side in ("advantage", "disadvantage")],
            [],
        ),
        ("single_choice", "better", ["better"], ["first", "second"]),
        ("alternative", "alternative", ["alternative"], []),
    ],
)
def test_a_part_expands_to_the_items_that_it_is_answered_by(
    pack: Pack, kind: str, part: str, items: list[str], choices: list[str]
) -> None:
    spec: PartSpec = next(each for question in pack.questions.questions for each in question.parts if each.key == part)
    assert spec.kind == kind
    expansion = kinds()[kind].expand(spec, pack)
    assert [item.key for item in expansion.items] == items
    assert [choice.key for choice in expansion.choices] == choices


def test_words_have_no_limit_below_the_setting_and_are_counted_in_code_points() -> None:
    field = WordsField(label="Words", limit=4)
    assert field.clean("👩‍⚕️") == "👩‍⚕️"  # one picture, four code points
    with pytest.raises(ValidationError, match="1 character too long"):
        field.clean("👩‍⚕️!")


def test_a_line_end_counts_as_one_character_however_it_was_sent() -> None:
    field = WordsField(label="Words", limit=3)
    assert field.clean("a\r\nb") == field.clean("a\rb") == field.clean("a\nb") == "a\nb"


def test_spaces_around_words_are_kept() -> None:
    assert WordsField(label="Words").clean("  indented\n") == "  indented\n"


def test_a_null_character_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(ValidationError, match=r"Words: .*Delete it"):
        WordsField(label="Words").clean("before\0after")


NEW_KIND = """
from typing import ClassVar
from responses.kinds.single_choice import SingleChoice

class YesOrNo(SingleChoice):
    name: ClassVar[str] = "yes_or_no"
    measure: ClassVar[str] = "choices"
"""
USE_IT = """
import sys
from pathlib import Path
import responses.kinds
responses.kinds.__path__.append(sys.argv[1])
import django
django.setup()
from engagement.packs import sections
from engagement.packs.pack import read_pack
pack = read_pack(Path(sys.argv[2]))
part = pack.questions.questions[0].parts[0]
print([item.key for item in sections.expanders[part.kind](part, pack).items])
"""


def test_a_new_kind_is_one_new_file(tmp_path: Path) -> None:
    """A process that finds one more file in the folder loads a pack that asks questions of that kind."""
    (tmp_path / "kinds").mkdir()
    (tmp_path / "kinds" / "yes_or_no.py").write_text(NEW_KIND)
    shutil.copytree(NORTHSHIRE, tmp_path / "pack")
    questions = tmp_path / "pack" / "questions.yaml"
    questions.write_text(questions.read_text().replace("kind: text", "kind: yes_or_no", 1))
    done = subprocess.run(
        [sys.executable, "-c", USE_IT, tmp_path / "kinds", tmp_path / "pack"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "['tasks-words']\n", done.stderr
