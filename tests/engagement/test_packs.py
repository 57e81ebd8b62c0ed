"""A pack loads whole or not at all, and what is wrong with it is said by file and line, with the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from common.errors import DomainError
from engagement import editions, phases
from engagement.models import Edition, Exercise, Option
from engagement.packs import loading
from engagement.packs.reading import PackError
from footprints.models import Area, Place
from tests.engagement.breaking import replace
from tests.engagement.support import opened


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
    assert second.changes == ("wording changed: questions",)
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
