"""What is wrong with a pack is said by file and line, with the remedy, and nothing of it is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagement.models import Exercise
from engagement.packs import loading
from engagement.packs.reading import PackError
from tests.engagement.breaking import Change, replace


def append(name: str, text: str) -> Change:
    def change(pack: Path) -> None:
        path = pack / name
        path.write_text((path.read_text() if path.exists() else "") + text)

    return change


def drop(name: str) -> Change:
    return lambda pack: (pack / name).unlink()


FAULTS = [
    (replace("questions.yaml", "  - key: times", "  - key: [times"), "questions.yaml, line", "not valid YAML"),
    (replace("exercise.yaml", "published:", "publishd:"), "exercise.yaml, line 6", "publishd is not a key"),
    (replace("exercise.yaml", "minutes_to_answer: 5\n", ""), "exercise.yaml, line", "minutes_to_answer is missing"),
    (replace("exercise.yaml", "slug: bus-shelters\n", "slug: people\n"), "exercise.yaml, line 1", "of a staff page"),
    (replace("exercise.yaml", "closes: 2030-06-13", "closes: soon"), "exercise.yaml, line 8", "closes"),
    (replace("exercise.yaml", "published: May 2030", "title: Again"), "exercise.yaml, line 6", "given twice"),
    (append("exercise.yaml", "\x07"), "exercise.yaml, line 20", "character that YAML does not allow"),
    (lambda pack: (pack / "exercise.yaml").write_bytes(b"\xff\xfe"), "exercise.yaml", "not UTF-8"),
    (lambda pack: (pack / "exercise.yaml").write_text("# nothing\n"), "exercise.yaml", "the file is empty"),
    (append("exercise.yaml", "? [a, b]\n: c\n"), "exercise.yaml, line", "not valid YAML"),
    (drop("exercise.yaml"), "exercise.yaml", "the file is missing"),
    (drop("pages/privacy.md"), "pages/privacy.md", "the page is missing"),
    (drop("document/a.yaml"), "document", "no sections"),
    (replace("document/a.yaml", "- p: 2", "- p: 3"), "document/a.yaml, line 6", "paragraph 3 stands where 2 is due"),
    (replace("document/a.yaml", "- p: 2", "- p: 2\n    heading: Two"), "document/a.yaml, line", "not p and heading"),
    (replace("document/a.yaml", "(#p2)", "(#p7)"), "document/a.yaml, line 5", "no paragraph 7"),
    (replace("document/a.yaml", "(#p2)", "(javascript:x)"), "document/a.yaml, line 5", "a link leads to"),
    (append("document/a.yaml", "  - figure: A stop\n"), "document/a.yaml, line", "a figure needs a text alternative"),
    (append("document/b.yaml", "letter: A\ntitle: B\nblocks: [{text: B}]\n"), "document/b.yaml, line 1", "twice"),
    (replace("questions.yaml", "key: times-days", "key: shelters-words"), "questions.yaml, line 20", "twice"),
    (replace("questions.yaml", "key: bench", "key: roof"), "questions.yaml, line 12", "twice"),
    (replace("questions.yaml", "number: 2", "number: 1"), "questions.yaml, line", "twice"),
    (replace("questions.yaml", "section: A", "section: Q"), "questions.yaml, line 5", "does not have"),
    (replace("questions.yaml", "kind: text", "kind: telepathy"), "questions.yaml, line 14", "not known"),
    (
        replace("questions.yaml", "title: What else?", "title: What else?\n        shows: {functions: place}"),
        "questions.yaml, line", "of which there are none",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("break_it", "where", "what"), FAULTS)
def test_a_broken_pack_is_refused_by_file_line_and_remedy(
    pack: Path, db: None, break_it: Change, where: str, what: str
) -> None:
    break_it(pack)
    with pytest.raises(PackError) as refused:
        loading.load(pack)
    said = refused.value.message
    assert said.startswith(where)
    assert what in said
    assert said.endswith(".")  # and a remedy, which is a sentence of its own
    assert said.count(". ") >= 1
    assert not Exercise.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("key: gorleston\n", "key: gorlestone\n", "there is no area 'gorleston'"),
        ("areas: [coastal, fens-brecks,", "areas: [fens-brecks,", "in none: coastal"),
        ("areas: [nn1, nn2, nn3, nn4]", "areas: [nn1, nn2, nn3, nn4, coastal]", "in two places: coastal"),
        ("without-waveney: 588888}", "without-wavney: 588888}", "there is no scenario"),
        ("base: practice-lists", "base: guesses", "there is no base 'guesses'"),
        ("option: option-2", "option: option-9", "there is no option 'option-9'"),
        ("district: norwich\n", "district: york\n", "there is no district 'york'"),
        ("locality: [nor]", "locality: [moon]", "there is no locality 'moon'"),
        ("areas: [nn1, nn2, nn3, nn4]", "areas: []", "made of areas or of one district"),
    ],
)
def test_a_geography_that_does_not_hold_together_is_refused(
    norfolk_pack: Path, db: None, old: str, new: str, what: str
) -> None:
    replace("geography.yaml", old, new)(norfolk_pack)
    with pytest.raises(PackError, match=r"^geography.yaml, line \d+: ") as refused:
        loading.load(norfolk_pack)
    assert what in refused.value.message
