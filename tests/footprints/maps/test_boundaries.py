"""Real boundaries: looked at, used, replaced and taken out; what maps and the command say of them."""

from __future__ import annotations

import hashlib
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from engagement.models import Exercise, ExerciseAct
from footprints.maps.boundaries import loading, sheets
from footprints.maps.boundaries.faults import BoundaryFaults
from footprints.maps.models import BoundarySet
from tests.footprints.maps.boards import AREAS, DISTRICTS, board, load


def test_what_is_looked_at_says_what_matched_and_changes_nothing_yet(norfolk: Exercise) -> None:
    made = load(norfolk, board([*DISTRICTS[:6], "Waveney"]))
    assert made.name_field == "NAME"
    assert made.boundaries.count() == 6
    assert made.unmatched == ["Waveney"]
    assert "Not in the file, so not drawn: Great Yarmouth, East Suffolk." in made.notes
    assert sheets.in_use(norfolk.pk, "district") is None
    assert not ExerciseAct.objects.filter(verb="boundaries").exists()
    again = load(norfolk, board())
    assert list(BoundarySet.objects.all()) == [again], "one look takes the place of the last"


def test_using_them_is_an_act_with_the_fingerprint_of_the_file(norfolk: Exercise) -> None:
    data = board()
    loading.use(load(norfolk, data), by=None, reason="The new ones")
    act = ExerciseAct.objects.get(verb="boundaries")
    assert act.detail["sha256"] == hashlib.sha256(data).hexdigest()
    assert (act.detail["matched"], act.detail["missing"], act.reason) == (8, [], "The new ones")


def test_new_boundaries_replace_old_ones_and_tiles_come_back_when_they_are_taken_out(norfolk: Exercise) -> None:
    first, second = load(norfolk, board()), None
    loading.use(first, by=None, reason="First")
    second = load(norfolk, board())
    loading.use(second, by=None, reason="Second")
    first.refresh_from_db()
    assert first.state == BoundarySet.State.REPLACED
    with pytest.raises(loading.SomebodyElse):
        loading.use(first, by=None, reason="Too late")
    assert (found := sheets.in_use(norfolk.pk, "district")) is not None
    assert found.row == second
    loading.take_out(second, by=None, reason="They were wrong")
    with pytest.raises(loading.SomebodyElse):
        loading.take_out(second, by=None, reason="Twice")
    assert sheets.in_use(norfolk.pk, "district") is None


def test_an_exercise_without_districts_has_none_to_draw(small: Exercise) -> None:
    with pytest.raises(BoundaryFaults, match="This exercise has no districts to draw"):
        load(small, board())


def page(reader: Client, number: int, query: str = "") -> str:
    answer = reader.get(f"/exercises/norfolk-waveney-2021/options/{number}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.usefixtures("held")
def test_maps_of_that_kind_show_them_at_once_and_others_do_not(norfolk: Exercise, reader: Client) -> None:
    before = [page(reader, number) for number in (1, 6)]
    assert not any("The boundaries are simplified." in html for html in before)
    loading.use(load(norfolk, board(), attribution="Contains OS data."), by=None, reason="Real ones")
    option_one, option_six = page(reader, 1), page(reader, 6)
    assert "The boundaries are simplified. Contains OS data." in option_six
    assert option_six.count('role="listitem"') == 8
    assert 'href="#place-norwich"' in option_six
    assert 'id="place-norwich"' in option_six
    assert option_one == before[0]
    assert "overlay=" not in option_six, "areas are not on this map, so nothing of theirs is laid over it"


@pytest.mark.usefixtures("held")
def test_what_the_file_lacks_is_said_below_the_map(norfolk: Exercise, reader: Client) -> None:
    loading.use(load(norfolk, board(DISTRICTS[:7])), by=None, reason="Older ones")
    assert "East Suffolk is not drawn, because its boundary is not in the file" in page(reader, 6)
    without = page(reader, 6, "?scenario=without-waveney")
    assert "is not drawn, because" not in without
    assert "The boundaries are from the file them.geojson." in without


@pytest.mark.usefixtures("held")
def test_boundaries_of_areas_are_coloured_by_place_and_take_overlays(norfolk: Exercise, reader: Client) -> None:
    loading.use(load(norfolk, board([*AREAS, "NN1", "NN2", "South Waveney"]), kind="area"), by=None, reason="Networks")
    html = page(reader, 3, "?scenario=without-waveney&overlay=hospital")
    assert html.count("app-map__tile--placed") == 11
    assert html.count("app-map__tile--outside") == 2
    assert "app-map__over--inside" in html
    assert "East Norwich" in html.split("are not drawn, because")[0].rsplit("simplified.", 1)[1]


def test_the_command_loads_tells_and_can_only_check(norfolk: Exercise, tmp_path: Path) -> None:
    path = tmp_path / "them.geojson"
    path.write_bytes(board([*DISTRICTS[:7], "Waveney"]))
    said = StringIO()
    arguments = [norfolk.slug, str(path), "--kind", "district", "--name-field", "NAME"]
    call_command("load_boundaries", *arguments, "--check", stdout=said)
    assert "Not known to the exercise, so left out: Waveney." in said.getvalue()
    assert "Not in the file, so not drawn: East Suffolk." in said.getvalue()
    assert sheets.in_use(norfolk.pk, "district") is None
    call_command("load_boundaries", *arguments, stdout=said)
    assert sheets.in_use(norfolk.pk, "district") is not None
    for wrong, why in (
        (["nothing", str(path), "--kind", "area"], "There is no exercise 'nothing'."),
        ([norfolk.slug, str(tmp_path / "gone"), "--kind", "area"], "cannot be read: No such file"),
        ([norfolk.slug, str(path), "--kind", "area"], "this exercise knows"),
    ):
        with pytest.raises(CommandError, match=why):
            call_command("load_boundaries", *wrong, stdout=said)
