"""Files that are wrong or meant to harm: every fault is said, nothing is kept, and only a child pays for the rest."""

from __future__ import annotations

import sys
import tracemalloc
from contextlib import suppress
from pathlib import Path

import pytest

from common.processes import PASSED_ON
from engagement.models import Exercise
from footprints.maps.boundaries import child, geojson
from footprints.maps.boundaries.faults import BoundaryFaults
from footprints.maps.boundaries.simplifying import Unmendable
from footprints.maps.models import BoundarySet
from tests.footprints.maps.boards import DISTRICTS, Ring, board, feature, file, load, square

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
    "hundreds of digits": (
        file(feature("Norwich", [[10**400, 52]] * 4)),
        "Feature 1 (Norwich): a number without end, 52 is no longitude and latitude.",
    ),
    "a type that is a list": (
        b'{"type":"FeatureCollection","features":[{"geometry":{"type":["Polygon"]}}]}',
        "it is a thing without a type and not a Polygon",
    ),
    "half a sign": (file(feature("Nor\ud800wich\0", OPEN)), "Feature 1 (Nor?wich): a ring is not closed"),
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


def test_all_faults_are_told_together_up_to_a_dozen(norfolk: Exercise) -> None:
    with pytest.raises(BoundaryFaults) as refused:
        load(norfolk, file(*(feature(f"Place {n}", OPEN) for n in range(40))))
    assert len(refused.value.faults) == 13
    assert refused.value.faults[0].startswith("Feature 1 (Place 0)")
    assert refused.value.faults[-1].startswith("There are ")


def test_a_file_that_is_too_large_or_has_too_many_points_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BoundaryFaults, match="larger than 20 MB"):
        geojson.read(b" " * (geojson.LARGEST + 1))
    for sign, too_many in ((b"[", 1_000_001), (b"{", 50_001), (b",", 2_000_001), (b'"', 2_000_001)):
        with pytest.raises(BoundaryFaults, match="more than 500,000 points or too many properties"):
            geojson.read(sign * too_many)
    monkeypatch.setattr(geojson, "MOST_POINTS", 100)
    with pytest.raises(BoundaryFaults, match="more than 100 points"):
        geojson.read(board(wiggles=40))
    monkeypatch.setattr(geojson, "MOST_FEATURES", 3)
    with pytest.raises(BoundaryFaults, match="8 features; 3 are the most"):
        geojson.read(board())


def memory_of_reading(data: bytes) -> int:
    """Return the most bytes that were held at once beyond the file."""
    tracemalloc.start()
    try:
        with suppress(BoundaryFaults):
            geojson.read(data)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_many_small_things_take_no_memory_of_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    objects = b'{"type":"FeatureCollection","features":[' + b",".join([b"{}"] * 500_000) + b"]}"
    assert memory_of_reading(objects) < geojson.MEGABYTE
    monkeypatch.setattr(geojson, "MOST_SIGNS", {})
    assert memory_of_reading(objects) > 30 * geojson.MEGABYTE, "the control: without counting they are all there"


def test_what_takes_too_long_ends_its_own_process_and_nothing_else() -> None:
    # A scribble: every line crosses nearly every other.
    scribble: Ring = [[0.2 + 0.6 * ((n * 7919) % 1009) / 1009, 52.5 + 0.4 * (n % 2)] for n in range(6_000)]
    polygons = {"one": [[[(x, y) for x, y in (*scribble, scribble[0])]]]}
    with pytest.raises((child.TooMuch, Unmendable)):
        child.simplify(polygons, seconds=3)


POLYGONS = {"one": [[[(x, y) for x, y in square(0, 0)]]]}


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, before: str) -> None:
    """Let a shell do something before it becomes the Python that simplifies."""
    path = folder / "python"
    path.write_text(f'#!/bin/sh\n{before}\nexec {sys.executable} "$@"\n')
    path.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(path))


def test_a_limit_is_told_as_such_and_any_other_end_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(child.log, "disabled", False)  # the linter of imports, run as a test, silences all loggers
    for before, told in (
        ("kill -KILL $$", child.TooMuch),
        ("kill -XCPU $$", child.TooMuch),
        ("echo 'terminate called: std::bad_alloc' >&2; exit 134", child.TooMuch),
        ("echo 'it broke here' >&2; exit 1", child.Failed),
        ("echo 'it broke there' >&2; kill -SEGV $$", child.Failed),
    ):
        with monkeypatch.context() as patch:
            stand_in(tmp_path, patch, before)
            with pytest.raises(told):
                child.simplify(POLYGONS)
    said = [record.getMessage() for record in caplog.records]
    assert ["broke here" in each for each in said] == [True, False], "limits are no fault of ours"
    assert "broke there" in said[1]


def test_too_little_memory_is_told_as_such(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stand_in(tmp_path, monkeypatch, "ulimit -v 350000")
    many = {"one": [[[(x, y) for x, y in square(0, 0)] * 400_000]]}
    with pytest.raises(child.TooMuch):
        child.simplify(many)


def test_what_fails_for_another_reason_is_said_on_the_page(
    norfolk: Exercise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch, "exit 1")
    with pytest.raises(BoundaryFaults, match="The rings of the 8 features that were matched could not be made"):
        load(norfolk, board())
    assert not BoundarySet.objects.exists()


def test_the_process_that_simplifies_knows_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hush")
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody:hush@db/site")
    stand_in(tmp_path, monkeypatch, f"env > {tmp_path}/told")
    assert child.simplify(POLYGONS).rings["one"]
    told = dict(line.split("=", 1) for line in (tmp_path / "told").read_text().splitlines())
    assert set(told) <= {*PASSED_ON, "PWD", "_", "SHLVL", "OLDPWD"}, "and what a shell adds by itself"
    assert told["OPENBLAS_NUM_THREADS"] == "1"
