"""Headings, dates and values as other tools write them, and what is guessed of them, each with its reason."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from engagement.models import Exercise
from responses.intake.imports.mapping import dates, guessing, headings, nearness, values, written
from responses.intake.imports.mapping import shape as shapes
from responses.intake.imports.mapping.mapping import Mapping, faults, from_json
from responses.intake.imports.mapping.shape import Shape
from responses.intake.imports.mapping.targets import Target, targets_of
from tests.factories import survey
from tests.responses.intake.imports.tables import Rows
from tests.support.patience import at_most


def look(rows: Rows, **said: int) -> Shape:
    return shapes.look({"sheets": [], "sheet": ""}, enumerate(map(list, rows), start=1), **said)


@pytest.fixture
def targets(exercise: Exercise) -> dict[str, Target]:
    return targets_of(survey(exercise).content)


def guess(rows: Rows, targets: dict[str, Target]) -> list[str]:
    return [column.to for column in guessing.guessed(look(rows), targets).columns]


@pytest.mark.parametrize(
    ("rows", "number"),
    [
        ([["Ident 1", "Ident 2"], ["What is your name?", "Which sector?"], ["", "Farming"]], 2),
        ([["Which days?", "", "", "Why?"], ["Monday", "Tuesday", "Other", "Open-ended"], ["1", "", "", "x"]], 2),
        ([["Name", "Why?"], ["Individual", "Because"], ["Individual", "So"]], 1),
        ([["Q1", "Q2"], ["5", "4"]], 1),
        ([["Q1", "Q2"]], 1),
    ],
)
def test_a_second_row_of_headings_is_told_by_what_stands_above_it(rows: Rows, number: int) -> None:
    assert headings.guessed(rows)[0] == number


def test_two_rows_of_headings_are_read_together() -> None:
    shape = look([["Which days?", "", "Why?"], ["Monday", "Tuesday", ""], ["1", "1", "So"]], header_rows=2)
    assert [column.heading for column in shape.columns] == ["Which days? - Monday", "Which days? - Tuesday", "Why?"]
    assert headings.combined([["Q1"], ["Why?"]]) == ["Why?"]
    assert headings.combined([["Why?", "Why?", ""]]) == ["Why?", "Why? (2)", "Column C"]


@pytest.mark.parametrize("count", [1, 7, 8, 9, 30])
def test_every_row_below_the_headings_is_counted(count: int) -> None:
    assert look([["a"], *[["x"]] * count]).rows == count


MAY = dt.datetime(2021, 5, 26, 23, tzinfo=dt.UTC)  # the first moment of 27 May in London
AFTERNOON = dt.datetime(2021, 5, 27, 13, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("27/05/2021", (MAY, False)),
        ("27.5.21", (MAY, False)),
        ("2021-05-27", (MAY, False)),
        ("2021-05-27 00:00:00", (MAY, False)),
        ("44343", (MAY, False)),
        ("27 May 2021", (MAY, False)),
        ("Thursday, 27th of May 2021", (MAY, False)),
        ("27/05/2021 14:30", (AFTERNOON, True)),
        ("27/05/2021 2.30 pm", (AFTERNOON, True)),
        ("2021-05-27T13:30:00Z", (AFTERNOON, True)),
        ("2021-05-27T15:30:00.123+02:00", (AFTERNOON, True)),
        ("May 27, 2021 14:30:00", (AFTERNOON, True)),
        ("44343.6041666667", (AFTERNOON, True)),
        ("05/27/2021", None),
        ("31/02/2021", None),
        ("27 Mayhem 2021", None),
        ("27/05/2021 25:00", None),
        ("2021-05-27 10:00+99:00", None),
        ("1", None),
        ("soon", None),
    ],
)
def test_dates_are_read_as_they_are_written(text: str, moment: object) -> None:
    assert dates.moment(text) == moment


def test_an_answer_made_to_take_for_ever_is_no_date_in_no_time() -> None:
    with at_most(2):
        assert dates.moment("27/05/2021 12:30" + " " * 100_000 + "x") is None
        assert headings.guessed([["q" + " " * 100_000 + "x"], ["a"]])[0] == 1


def test_the_order_of_day_and_month_is_what_one_date_settles() -> None:
    assert dates.order_of(["03/04/2021", "05/27/2021"]) == dates.MONTH_FIRST
    assert dates.order_of(["03/04/2021", "27/05/2021"]) == dates.DAY_FIRST
    assert dates.moment("05/27/2021", dates.MONTH_FIRST) == (MAY, False)


AGREE = {"sa": "Strongly agree", "a": "Agree", "d": "Disagree"}


@pytest.mark.parametrize(
    ("value", "choices", "key"),
    [
        ("strongly  AGREE", AGREE, "sa"),
        ("Agree", AGREE, "a"),
        ("1 - Strongly agree", AGREE, "sa"),
        ("Strongly agre", AGREE, "sa"),
        ("Disagre", AGREE, "d"),
        ("Neither", AGREE, ""),
        ("A company", {"individual": "Individual", "organisation": "Organisation"}, "organisation"),
        ("As a member of the public", {"individual": "Individual", "organisation": "Organisation"}, "individual"),
        ("Charity", {"x": "Charity or voluntary group", "y": "Council"}, "x"),
        ("2nd", {"1": "1st (most important)", "2": "2nd"}, "2"),
        ("Rank 1", {"1": "1st (most important)", "2": "2nd"}, "1"),
        ("Y", {"yes": "Yes", "no": "No"}, "yes"),
    ],
)
def test_a_value_means_one_choice_or_is_left_to_a_person(value: str, choices: dict[str, str], key: str) -> None:
    assert values.meant(value, choices) == key


PLACES = {"kl": "King's Lynn & West Norfolk", "n": "Norwich", "b": "Broadland", "pcn": "Primary Care Networks – all"}
FACTORS = {"right": "Right to take into account", "not": "Not right to take into account"}


@pytest.mark.parametrize(
    "value", ["King’s Lynn & West Norfolk", "KINGS LYNN and West Norfolk", "King`s  Lynn & Wést Norfolk"]
)
def test_apostrophes_dashes_ampersands_and_accents_make_no_value_another(value: str) -> None:
    assert values.meant(value, PLACES) == "kl"
    assert values.meant("primary care networks - all", PLACES) == "pcn"
    assert (values.plain("-2"), values.plain("16–24")) == ("-2", values.plain("16 - 24"))


@pytest.mark.parametrize(
    ("value", "choices", "near"),
    [
        ("King’s Lynn", PLACES, "kl"),
        ("The city of Norwich", PLACES, "n"),
        ("PCNs", PLACES, "pcn"),
        ("Norwhich", PLACES, "n"),
        ("Norfolk and Norwich", PLACES, "n"),
        ("Right", FACTORS, ""),
        ("Not right", FACTORS, "not"),
        ("Suffolk", PLACES, ""),
        ("", PLACES, ""),
    ],
)
def test_a_short_or_long_name_is_suggested_where_only_one_choice_is_near(
    value: str, choices: dict[str, str], near: str
):
    assert nearness.suggested(value, choices) == near


MOST = Target(
    "item most", "Which factor is the most important to you?", "", "choice", {"f": "Fit", "g": "Flow"}, "most"
)
MOST = replace(MOST, part_title=MOST.label)
OTHER = Target("item other", "", "", "words", item="other", part_title="Do you have an alternative to suggest?")
WAY = Target("item way", "", "", "choice", {"p": "By grouping PCNs", "d": "By grouping districts"}, "way")
WAY = replace(WAY, part_title="What is the better way to make up places?")
ASKED = {target.key: target for target in (MOST, OTHER, WAY)}


def test_questions_in_other_words_are_guessed_with_the_reason_and_their_opposite_is_not() -> None:
    rows = [
        [
            "Alternative suggestion",
            "Which factor is most important?",
            "How should places be made up?",
            "Least important",
        ],
        ["None.", "Fit of all", "Districts", "Fit"],
        ["Some.", "The weather", "Grouping PCNs", "Flow"],
    ]
    columns = guessing.guessed(look(rows), ASKED).columns
    assert [column.to for column in columns] == ["item other", "item most", "item way", "ignore"]
    assert columns[0].reason.startswith("The heading is like this question")
    assert columns[2].reason.endswith("and so are its answers")
    by_answers = guessing.guessed(look([["Views", "x"], ["Fit", "a"], ["Flow", "b"]]), ASKED).columns
    assert [column.to for column in by_answers] == ["item most", "ignore"]
    assert by_answers[0].reason == "Its answers are those of this question, or near them"


def test_ticks_are_told_from_what_is_neither() -> None:
    saturday = {"saturday": "Saturday"}
    assert [values.is_ticked(cell, saturday) for cell in ("x", "Saturday", "1", "TRUE", "✓")] == [True] * 5
    assert [values.is_ticked(cell, saturday) for cell in ("", "0", "No", "Unchecked")] == [False] * 4
    assert values.is_ticked("Sunday", saturday) is None


def test_who_answered_is_found_by_usual_headings(targets: dict[str, Target]) -> None:
    first = ["Ident 1", "Ident 2", "Ident 3", "Ident 4", "Ident 5"]
    second = [
        "What is your full name?",
        "What is your email address?",
        "Are you answering as an individual or for a body?",
    ]
    second += ["Which sector is your organisation part of?", "Would you be happy for your answer to be published?"]
    assert guess([first, second, ["", "", "Organisation", "Council", "Yes"]], targets) == [
        "contact_name",
        "email",
        "kind",
        "organisation_type",
        "may_publish",
    ]
    plain = ["Responding as", "Organisation name", "Size of organisation", "What part would your organisation play?"]
    assert guess([plain, ["Company", "A body", "1 to 10", "A large one."]], targets) == [
        "kind",
        "organisation_name",
        "ignore",
        "ignore",
    ]


def test_answers_are_found_by_question_option_factor_and_place(targets: dict[str, Target]) -> None:
    found = [target for target in targets.values() if target.stance and target.option == 2]
    factor = next(target.own_words for target in targets.values() if target.sort == "choice" and target.own_words)
    rows = [
        [
            "Option 2 - What are the advantages?",
            "Prop 2 Q8 - What are the disadvantages of it?",
            f"Is it right to take each factor into account? [{factor}]",
            "Option 9 - advantages",
            "Weather",
            "On which days should a clinic be open? - Saturday",
        ],
        ["Near.", "Far.", "Right", "None.", "fine", "Yes"],
        ["Dear.", "Slow.", "Not right", "Some.", "wet", ""],
    ]
    to = guess(rows, targets)
    assert to[:2] == [target.key for target in found]
    assert targets[to[2]].own_words == factor
    assert to[3:] == ["ignore", "ignore", "tick tasks-days saturday"]
    reasons = [column.reason for column in guessing.guessed(look(rows), targets).columns]
    assert reasons[3] == "It is about option 9, and nothing asked of that option is like it"
    assert all(reasons)


def test_two_columns_for_one_choice_are_refused_and_two_for_words_are_not(targets: dict[str, Target]) -> None:
    words, choice = "item tasks-words", "item better"
    twice = [{"heading": name, "to": to} for name, to in (("a", words), ("b", words), ("c", choice), ("d", choice))]
    assert list(faults(from_json({"columns": twice}), targets)) == [3]


def test_a_mapping_survives_being_written_as_yaml(targets: dict[str, Target]) -> None:
    rows = [["Responding as", "On which days should a clinic be open?"], ["Alien", "Saturday; Sunday"]]
    shape = look(rows)
    guessed = guessing.guessed(shape, targets)
    assert guessed.columns[0].undecided == ["Alien"]
    said = guessed.with_column(0, values={"Alien": "individual"}, others="leave_out")
    again = written.loaded(written.dumped(said), shape, targets)
    kept = [(column.to, column.values, column.others, column.delimiter) for column in again.columns]
    assert kept == [(column.to, column.values, column.others, column.delimiter) for column in said.columns]
    assert from_json(said.as_json()) == said


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("columns: [", "not YAML"),
        ("- a", "a list of columns"),
        ("columns: [{heading: a}]", "Column 1: it has a heading"),
        ("columns: [{heading: b, to: kind}]", "no heading ‘b’"),
        ("columns: [{heading: a, to: nowhere}]", "nothing called ‘nowhere’"),
        ("columns: [{heading: a, to: kind, values: {x: whale}}]", "‘whale’ is none of"),
        ("dates: year\ncolumns: []", "dates: choose one of"),
    ],
)
def test_yaml_that_is_no_mapping_says_where(text: str, why: str, targets: dict[str, Target]) -> None:
    with pytest.raises(written.BadMapping, match=why):
        written.loaded(text, look([["a"], ["1"]]), targets)


def test_values_that_nobody_decided_on_are_not_kept_for_good(targets: dict[str, Target]) -> None:
    guessed = guessing.guessed(look([["Responding as"], ["Alien"], ["Individual"]]), targets)
    assert isinstance(guessed, Mapping)
    assert guessed.decided().columns[0].values == {"Individual": "individual"}
