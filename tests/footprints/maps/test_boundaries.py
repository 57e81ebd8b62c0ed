"""Real boundaries: what is taken, what is refused and why, and what stays shared when they are simplified."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from engagement.models import Exercise, ExerciseAct
from footprints.maps.boundaries import child, geojson, loading, matching, sheets
from footprints.maps.boundaries.faults import BoundaryFaults
from footprints.maps.boundaries.matching import Known, plain
from footprints.maps.boundaries.simplifying import Unmendable, simplified
from footprints.maps.canvas import lines_of, path_of
from footprints.maps.models import BoundarySet

DISTRICTS = [
    "North Norfolk", "Broadland", "Norwich City Council", "South Norfolk", "Breckland", "King’s Lynn and West Norfolk",
    "Great Yarmouth", "East Suffolk",
]  # fmt: skip
AREAS = [
    "Coastal", "King's Lynn", "Gorleston", "Lowestoft", "SNhIP", "Breckland", "Ketts Oak", "Fens and Brecks",
    "Swaffham & Downham", "West Norwich",
]  # fmt: skip
Ring = list[list[float]]


def square(column: int, row: int, *, wiggles: int = 0) -> Ring:
    """Return a field of a chessboard in the east of England; every side is a chain that its neighbour runs too."""
    corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1), (column, row)]
    ring: Ring = []
    for (x, y), (u, v) in pairwise(corners):
        for step in range(wiggles + 1):
            share = step / (wiggles + 1)
            # The bend depends on the side and not on who walks along it.
            low, high = sorted([(x, y), (u, v)])
            along = share if (x, y) == low else 1 - share
            bend = 0.06 * (step % 2 or (wiggles + 1 - step) % 2) * min(along, 1 - along) if step else 0
            ring.append([x + share * (u - x) + bend * abs(v - y), y + share * (v - y) + bend * abs(u - x)])
        assert low != high
    ring.append(ring[0])
    return [[0.2 + 0.2 * x, 53.0 - 0.15 * y] for x, y in ring]


def feature(name: Any, *rings: Ring, kind: str = "Polygon", **properties: Any) -> dict[str, Any]:
    coordinates: Any = list(rings) if kind == "Polygon" else [[ring] for ring in rings]
    return {
        "type": "Feature",
        "properties": {"NAME": name, **properties},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def file(*features: Any, **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode()


def board(names: Iterable[str] = DISTRICTS, *, wiggles: int = 0) -> bytes:
    return file(*(feature(name, square(n % 3, n // 3, wiggles=wiggles)) for n, name in enumerate(names)))


def load(exercise: Exercise, data: bytes, kind: str = "district", **more: Any) -> BoundarySet:
    return loading.look_at(exercise, kind=kind, data=data, file_name="them.geojson", **more)


def test_names_are_matched_as_people_write_them() -> None:
    assert plain("King’s Lynn & West Norfolk") == plain("kings lynn and West-Norfolk") == "kings lynn and west norfolk"
    assert plain("Norwich City Council") == "norwich"
    assert plain("City") == "city"
    assert plain("Ynys Môn") == "ynys mon"


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


def sides(rings: Iterable[Iterable[tuple[int, int]]]) -> set[tuple[tuple[int, int], tuple[int, int]]]:
    return {side for ring in rings for side in pairwise(ring)}


def test_borders_that_are_shared_stay_shared_when_they_are_simplified() -> None:
    found = simplified({f"{n}": [[square(n % 3, n // 3, wiggles=400)]] for n in range(9)})
    assert found.points <= 1_500 < 9 * 1_600
    for one in range(9):
        for other in (one + 1 if one % 3 < 2 else None, one + 3 if one < 6 else None):
            if other is not None:
                mine, theirs = sides(found.rings[f"{one}"]), sides(found.rings[f"{other}"])
                shared = mine & {(end, start) for start, end in theirs}
                assert len(shared) > 3, "the same points, the other way round"
    middle = sides(found.rings["4"])
    around = {(end, start) for n in (1, 3, 5, 7) for start, end in sides(found.rings[f"{n}"])}
    assert middle <= around, "nothing of the one in the middle is left without a neighbour"


def test_neighbours_that_a_source_tore_apart_meet_again() -> None:
    left, right = square(0, 0), square(1, 0)
    torn = [[x + 0.00002 if n in {0, 3, 4} else x, y] for n, (x, y) in enumerate(right)]
    found = simplified({"left": [[left]], "right": [[torn]]})
    assert sides(found.rings["left"]) & {(end, start) for start, end in sides(found.rings["right"])}


def test_holes_and_islands_stay_and_specks_go() -> None:
    outer, speck = square(0, 0), [[1.5, 52.5], [1.5001, 52.5], [1.5001, 52.5001], [1.5, 52.5]]
    hole = [[0.25, 52.9], [0.35, 52.9], [0.35, 52.95], [0.25, 52.9]]
    found = simplified({"one": [[outer, hole], [square(3, 0)], [speck]]})
    assert len(found.rings["one"]) == 3
    _, _, room = found.labels["one"]
    assert room > 20
    assert not found.mended


def test_rings_that_touch_themselves_are_mended_and_those_that_cross_are_refused() -> None:
    west, north = 0.2, 53.0
    spike = [*square(0, 0)[:-1], [west, north + 0.05], [west, north]]
    assert simplified({"one": [[spike]]}).mended == ["one"]
    bow = [[0.2, 52.8], [0.4, 53.0], [0.4, 52.8], [0.2, 53.0], [0.2, 52.8]]
    with pytest.raises(Unmendable):
        simplified({"bow": [[bow]]})
    flat = [[0.2, 52.8], [0.4, 52.8], [0.3, 52.8], [0.2, 52.8]]
    with pytest.raises(Unmendable):
        simplified({"flat": [[flat]], "other": [[square(0, 0)]]})


def test_a_path_reads_back_as_it_was_written() -> None:
    rings = simplified({"one": [[square(0, 0, wiggles=30)]], "two": [[square(1, 0, wiggles=30)]]}).rings
    for own in rings.values():
        for ring in own:
            assert lines_of(path_of(tuple(ring))) == (tuple(ring),)
    assert lines_of("M1 2h3v-4l-5 6 7-8zM0 0h1") == (
        ((1, 2), (4, 2), (4, -2), (-1, 4), (6, -4), (1, 2)),
        ((0, 0), (1, 0)),
    )


OPEN = square(0, 0)[:-1]
BAD: dict[str, tuple[bytes, str]] = {
    "bytes": (b"\xff\xfe\x00", "The file is not UTF-8 text."),
    "words": (b"hello", "The file is not JSON: line 1"),
    "another thing": (b'{"type": "Topology"}', "no GeoJSON 'FeatureCollection'"),
    "a list": (b"[]", "no GeoJSON 'FeatureCollection'"),
    "no features": (file(), "The file has no features."),
    "features that are none": (file(7, None, []), "Feature 1: it has no geometry."),
    "deep": (b'{"type": "FeatureCollection", "features":' + b"[" * 200_000, "nested too deeply"),
    "endless numbers": (b'{"type":"FeatureCollection","features":[' + b"9" * 5_000 + b"]}", "cannot be read"),
    "not a number": (b'{"type":"FeatureCollection","features":[NaN]}', "a number that cannot be read: NaN"),
    "another grid": (file(feature("Norwich", [[623_000, 308_000]] * 4)), "It looks like metres of a national grid"),
    "a named grid": (
        file(feature("Norwich", square(0, 0)), crs={"properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}),
        "coordinates are in urn:ogc:def:crs:EPSG::27700",
    ),
    "too far": (file(feature("Norwich", [[0, 91]] * 4)), "Feature 1 (Norwich): 0, 91 is no longitude and latitude."),
    "infinite": (
        b'{"type":"FeatureCollection","features":[{"geometry":{"type":"Polygon","coordinates":[[[1e999,1],[1,1],[1,2],'
        b"[1e999,1]]]}}]}",
        "a number without end",
    ),
    "a line": (file(feature("Norwich", OPEN, kind="LineString")), "it is a LineString and not a Polygon"),
    "open": (file(feature("Norwich", OPEN)), "Feature 1 (Norwich): a ring is not closed"),
    "short": (file(feature("Norwich", OPEN[:2])), "a ring has 2 positions; a closed ring has at least 4."),
    "words for numbers": (file(feature("Norwich", [["a", "b"]] * 4)), "a position is no pair of numbers."),
    "yes for a number": (file(feature("Norwich", [[True, False]] * 4)), "a position is no pair of numbers."),
    "lonely numbers": (file(feature("Norwich", [[1]] * 4)), "a position is no pair of numbers."),
    "empty": (file(feature("Norwich", kind="MultiPolygon")), "its geometry is empty."),
    "no rings": (file(feature("Norwich")), "one of its polygons has no rings."),
    "rings of text": (file(feature("Norwich", "ring")), "one of its rings is no list of positions."),  # type: ignore[arg-type]
    "nobody's": (board(["Essex", "Kent"]), "Only 0 of the 8 that this exercise knows are in the file"),
    "too few": (board(["Norwich", "Breckland", "Kent"]), "Only 2 of the 8 that this exercise knows are in the file"),
    "nameless": (file(feature(5, square(0, 0))), "none of them has a name."),
    "twice": (
        file(feature("Norwich", square(0, 0)), feature("norwich", square(1, 0))),
        "Norwich is there 2 times, as Feature 1 (Norwich) and Feature 2 (norwich).",
    ),
    "crossed": (
        file(
            feature("Norwich", [[0.2, 52.8], [0.4, 53.0], [0.4, 52.8], [0.2, 53.0], [0.2, 52.8]]),
            *(feature(name, square(n, 1)) for n, name in enumerate(DISTRICTS[3:7])),
        ),
        "Feature 1 (Norwich): the rings of Norwich cross each other",
    ),
}


def test_every_fault_is_said_with_its_feature_and_nothing_is_kept(norfolk: Exercise) -> None:
    for name, (data, said) in BAD.items():
        with pytest.raises(BoundaryFaults) as refused:
            load(norfolk, data)
        assert said in str(refused.value), name
    assert not BoundarySet.objects.exists()


def test_a_property_that_is_not_there_is_told_with_those_that_are(norfolk: Exercise) -> None:
    with pytest.raises(BoundaryFaults) as refused:
        load(norfolk, file(feature("Norwich", square(0, 0), CODE="E07")), name_field="LAD13NM")
    assert "No feature has text in a property 'LAD13NM'. Text properties there: CODE and NAME." in str(refused.value)


def test_all_faults_are_told_together_up_to_a_dozen(norfolk: Exercise) -> None:
    with pytest.raises(BoundaryFaults) as refused:
        load(norfolk, file(*(feature(f"Place {n}", OPEN) for n in range(40))))
    assert len(refused.value.faults) == 13
    assert refused.value.faults[0].startswith("Feature 1 (Place 0)")
    assert refused.value.faults[-1].startswith("There are ")


def test_a_file_that_is_too_large_or_has_too_many_points_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BoundaryFaults, match="larger than 20 MB"):
        geojson.read(b" " * (geojson.LARGEST + 1))
    with pytest.raises(BoundaryFaults, match="more than 500,000 points or too many properties"):
        geojson.read(b"[" * 1_000_001)
    with pytest.raises(BoundaryFaults, match="more than 500,000 points or too many properties"):
        geojson.read(b'"' * 2_000_001)
    monkeypatch.setattr(geojson, "MOST_POINTS", 100)
    with pytest.raises(BoundaryFaults, match="more than 100 points"):
        geojson.read(board(wiggles=40))
    monkeypatch.setattr(geojson, "MOST_FEATURES", 3)
    with pytest.raises(BoundaryFaults, match="8 features; 3 are the most"):
        geojson.read(board())


def test_what_takes_too_long_ends_its_own_process_and_nothing_else() -> None:
    # A scribble: every line crosses nearly every other.
    scribble: Ring = [[0.2 + 0.6 * ((n * 7919) % 1009) / 1009, 52.5 + 0.4 * (n % 2)] for n in range(6_000)]
    polygons = {"one": [[[(x, y) for x, y in (*scribble, scribble[0])]]]}
    with pytest.raises((child.TooMuch, Unmendable)):
        child.simplify(polygons, seconds=3)


def test_an_exercise_without_districts_has_none_to_draw(small: Exercise) -> None:
    with pytest.raises(BoundaryFaults, match="This exercise has no districts to draw"):
        load(small, board())


def test_areas_are_known_by_their_aliases_too(norfolk: Exercise) -> None:
    made = load(norfolk, board([*AREAS[:7], "NN1", "East Norwich Neighbourhood", "Mid-Norfolk"]), kind="area")
    assert {row.key for row in made.boundaries.all()} > {"nn1", "norwich-east", "mid-norfolk"}


def test_a_name_that_stands_for_two_stands_for_neither() -> None:
    features = geojson.read(board(["Alder", "Birch"]))
    known = [Known("a", "Alder", ("Wood",)), Known("b", "Birch", ("Wood",))]
    assert set(matching.matched(features, known).features) == {"a", "b"}
    with pytest.raises(BoundaryFaults):
        matching.matched(geojson.read(board(["Wood"])), known)


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


@pytest.mark.shared
def test_districts_of_2013_load_but_for_east_suffolk(norfolk: Exercise, shared: Path) -> None:
    data = (shared / "samples" / "geography" / "districts-2013.geojson").read_bytes()
    made = load(norfolk, data, name_field="LAD13NM")
    assert made.unmatched == ["Waveney"]
    assert loading.missing(made) == ["East Suffolk"]
    rows = {row.key: row for row in made.boundaries.all()}
    norwich = sides(lines_of(rows["norwich"].path))
    around = {(end, start) for key in ("broadland", "south-norfolk") for start, end in sides(lines_of(rows[key].path))}
    assert norwich <= around, "Norwich lies between Broadland and South Norfolk and touches nothing else"
