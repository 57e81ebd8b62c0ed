"""A pack loads whole or not at all, and what is wrong with it is said by file and line, with the remedy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from common.errors import DomainError
from engagement import editions, phases
from engagement.models import Edition, Exercise, Option
from engagement.packs import loading
from engagement.packs.reading import PackError
from footprints.models import Area, Place
from tests.engagement.support import opened
from tests.factories import NORFOLK

Change = Callable[[Path], None]


def replace(name: str, old: str, new: str) -> Change:
    def change(pack: Path) -> None:
        path = pack / name
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))

    return change


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


@pytest.fixture
def norfolk_pack(tmp_path: Path) -> Path:
    import shutil

    return Path(shutil.copytree(NORFOLK, tmp_path / "norfolk"))


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("key: gorleston", "key: gorlestone", "there is no area 'gorleston'"),
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


def test_loading_twice_changes_nothing(pack: Path, db: None) -> None:
    first, second = loading.load(pack), loading.load(pack)
    assert first.is_new
    assert not second.is_new
    assert second.edition == first.edition
    assert Edition.objects.count() == 1
    assert first.edition.exercise.acts.count() == 1


def test_a_new_wording_of_an_unpublished_exercise_is_a_new_edition(pack: Path, db: None) -> None:
    loading.load(pack)
    replace("questions.yaml", "What else?", "Anything else?")(pack)
    second = loading.load(pack)
    assert second.edition.number == 2
    assert second.changes == ("wording changed",)
    parts = editions.compiled(second.edition.pk).parts
    assert [part.title for part in parts if part.key == "shelters-words"] == ["Anything else?"]


def test_the_dates_of_an_unpublished_exercise_follow_the_pack(pack: Path, db: None) -> None:
    exercise = loading.load(pack).edition.exercise
    replace("exercise.yaml", "closes: 2030-06-13", "closes: 2030-07-01")(pack)
    loading.load(pack)
    exercise.refresh_from_db()
    assert str(phases.last_day(exercise.closes_at)) == "2030-07-01"


def test_what_is_asked_may_change_until_it_is_published(pack: Path, db: None) -> None:
    loading.load(pack)
    replace("questions.yaml", "key: bench", "key: seat")(pack)
    loaded = loading.load(pack)
    assert loaded.edition.number == 1
    assert any("questions" in change for change in loaded.changes)


def published(pack: Path) -> Exercise:
    return opened(pack)


def test_once_published_a_change_of_structure_is_refused_and_nothing_is_written(pack: Path, db: None) -> None:
    exercise = published(pack)
    replace("questions.yaml", "key: bench", "key: seat")(pack)
    with pytest.raises(loading.StructureChanged, match="questions"):
        loading.load(pack, change_note="A better word")
    assert exercise.editions.count() == 1


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("questions.yaml", "section: A", "section: ''"),
        ("exercise.yaml", "key: passenger", "key: rider"),
        ("questions.yaml", "kind: text", "kind: alternative"),
    ],
)
def test_whatever_answers_hang_on_is_structure(pack: Path, db: None, file: str, old: str, new: str) -> None:
    published(pack)
    replace(file, old, new)(pack)
    with pytest.raises(loading.StructureChanged):
        loading.load(pack, change_note="Slip")


def test_taking_the_geography_out_is_a_change_of_structure_too(norfolk_pack: Path, db: None) -> None:
    opened(norfolk_pack)
    (norfolk_pack / "geography.yaml").unlink()
    with pytest.raises(loading.StructureChanged, match="geography"):
        loading.load(norfolk_pack, change_note="No map")


def test_once_published_a_change_of_wording_must_be_declared(pack: Path, db: None) -> None:
    exercise = published(pack)
    replace("questions.yaml", "What else?", "Anything else?")(pack)
    with pytest.raises(DomainError, match="must be declared"):
        loading.load(pack)
    loaded = loading.load(pack, change_note="Shorter")
    assert loaded.edition.number == 2
    exercise.refresh_from_db()
    assert exercise.edition is not None
    assert exercise.edition.number == 1  # what the public sees waits for somebody to publish


def test_an_organisation_keeps_its_controller(pack: Path, db: None) -> None:
    loading.load(pack)
    replace("exercise.yaml", "controller: Northshire Council", "controller: Somebody else")(pack)
    with pytest.raises(PackError, match="controller"):
        loading.load(pack)


def test_opening_for_a_demonstration_can_be_repeated_and_renewed(pack: Path, db: None) -> None:
    first = loading.load(pack, open_for=21, opened_days_ago=20).edition.exercise
    closes = first.closes_at
    assert first.phase(phases.dt.datetime.now(phases.dt.UTC)) is phases.Phase.OPEN
    again = loading.load(pack, open_for=30).edition.exercise
    again.refresh_from_db()
    assert again.closes_at == closes
    Exercise.objects.update(
        opens_at=phases.start_of_day(phases.dt.date(2020, 1, 1)),
        closes_at=phases.end_of_day(phases.dt.date(2020, 2, 1)),
    )
    loading.load(pack, open_for=5)
    again.refresh_from_db()
    assert again.phase(phases.dt.datetime.now(phases.dt.UTC)) is phases.Phase.OPEN


def test_an_exercise_needs_neither_options_nor_places_nor_a_decision_path(small: Exercise) -> None:
    content = editions.of(small)
    assert [question.number for question in content.questions] == [1, 2]
    assert {part.kind for part in content.parts} == {"several_choices", "text"}
    assert not content.options
    assert not content.factors
    assert not content.milestones
    assert not Option.objects.exists()
    assert not Area.objects.exists()
    assert not Place.objects.exists()


def test_the_command_says_what_it_did_and_what_is_wrong(
    pack: Path, db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("load_exercise", str(pack))
    assert "bus-shelters: edition 1 (new)" in capsys.readouterr().out
    call_command("load_exercise", str(pack))
    assert "nothing: the newest edition holds this pack" in capsys.readouterr().out
    replace("document/a.yaml", "- p: 2", "- p: 9")(pack)
    with pytest.raises(CommandError, match=r"document/a\.yaml, line 6"):
        call_command("load_exercise", str(pack))
    with pytest.raises(CommandError, match="no such folder"):
        call_command("load_exercise", str(pack / "nowhere"))


def test_a_link_to_a_paragraph_leads_to_the_page_it_stands_on(norfolk: Exercise) -> None:
    content = editions.of(norfolk)
    appendix = content.section("appendix-c")
    assert appendix is not None
    html = "".join(block.html for block in appendix.blocks)
    assert 'href="/exercises/norfolk-waveney-2021/document/c/#p14"' in html
