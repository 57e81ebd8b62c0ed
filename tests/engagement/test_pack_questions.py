"""What the Norfolk and Waveney exercise asks and offers, and the pages that stand beside it."""

import pytest
import yaml

from tests.engagement.norfolk import NAMES, PACK, read


def test_functions_and_principles():
    functions = read("functions.yaml")
    levels = [function["level"] for function in functions["functions"]]
    assert levels == ["neighbourhood"] * 6 + ["place"] * 7 + ["system"] * 10
    assert len(functions["principles"]) == 6
    assert len({function["key"] for function in functions["functions"]}) == 23


def test_nine_factors():
    factors = read("factors.yaml")["factors"]
    assert [factor["key"] for factor in factors] == [
        "priorities",
        "delegation",
        "connectivity",
        "integration",
        "relationships",
        "meaningful",
        "local_authorities",
        "pcns",
        "patient_flows",
    ]
    assert all(len(factor["title"].split()) <= 8 for factor in factors)


def test_six_options():
    options = read("options.yaml")["options"]
    assert [(option["key"], option["number"]) for option in options] == [(f"option-{n}", n) for n in range(1, 7)]
    for option in options:
        assert len(option["basis"].split()) <= 6, option["basis"]
        assert all(option[field].strip() for field in ("title", "summary", "boundary"))


def test_three_questions_with_their_parts():
    questions = read("questions.yaml")["questions"]
    assert [(question["key"], question["number"], question["section"]) for question in questions] == [
        ("functions", 1, "G"),
        ("factors", 2, "H"),
        ("footprints", 3, "H"),
    ]
    assert [[part["kind"] for part in question["parts"]] for question in questions] == [
        ["text", "text"],
        ["judgement_per_factor", "text", "most_important", "ranking"],
        ["pros_and_cons", "judgement_per_option", "single_choice", "alternative", "footprint"],
    ]


def test_exercise():
    exercise = read("exercise.yaml")
    assert exercise["closes"].isoformat() == "2021-06-13"
    assert exercise["opens"] is None
    assert {channel["kind"] for channel in exercise["channels"]} == {
        "online",
        "email",
        "post",
        "meeting",
        "telephone",
        "formats",
    }
    districts = {area["key"] for area in exercise["respondents"]["areas"]} - {"all", "elsewhere"}
    assert districts == set(NAMES["district"])
    phases = ["engagement", "analysis", "recommendation", "decision", "later"]
    order = [phases.index(milestone["phase"]) for milestone in exercise["milestones"]]
    assert order == sorted(order)
    assert set(order) == set(range(5))


@pytest.mark.parametrize(
    ("page", "says"),
    [
        (
            "privacy",
            [
                "NHS Norfolk and Waveney Clinical Commissioning Group",
                "public task",
                "Article 6(1)(e)",
                "consent",
                "Freedom of information",
                "five years",
                "Information Commissioner's Office",
                "cookies",
            ],
        ),
        (
            "help",
            [
                "private link",
                "receipt",
                "on which day responses close",
                "24 hours",
                "large print",
                "easy read",
                "British Sign Language",
            ],
        ),
    ],
)
def test_pages(page, says):
    text = (PACK / "pages" / f"{page}.md").read_text(encoding="utf-8")
    _, front, body = text.split("---\n", 2)
    assert yaml.safe_load(front)["title"]
    assert [words for words in says if words not in body] == []
