"""Everybody, organisations and individuals, each with their number, and nothing of fewer than eight."""

import pytest

from analysis.measures import partitions
from analysis.measures.groups import INDIVIDUAL, MEETING, ORGANISATION
from tests.analysis.measures.drawings import option, table

OPTIONS = {"two": option("wwxx"), "three": option("wwxy")}


def found(*proposed):
    """Patterns of so many times a drawing by a kind."""
    some = [(drawing, kind) for times, drawing, kind in proposed for _ in range(times)]
    return partitions.patterns(table([drawing for drawing, _ in some], [kind for _, kind in some], size=4), OPTIONS)


def test_groups_stand_apart_with_their_numbers():
    said = found((9, "wwxx", INDIVIDUAL), (8, "wwxy", ORGANISATION))
    assert {kind: one.proposed for kind, one in said.items()} == {"everybody": 17, INDIVIDUAL: 9, ORGANISATION: 8}
    assert said[INDIVIDUAL].patterns.consensus.groups == (("a", "b"), ("c", "d"))
    assert said[ORGANISATION].patterns.consensus.groups == (("a", "b"), ("c",), ("d",))
    assert said["everybody"].patterns.pairs.same[2].tolist() == [0, 0, 17, 9]
    assert said["everybody"].patterns.nearest_by_option == {"two": (9, 0), "three": (8, 0)}
    assert [len(group.ids) for group in said["everybody"].patterns.alike.groups] == [9, 8]


@pytest.mark.parametrize(("many", "made"), [(0, False), (7, False), (8, True)])
def test_patterns_are_looked_for_from_eight_on(many, made):
    said = found((many, "wwxx", INDIVIDUAL))[INDIVIDUAL]
    assert said.proposed == said.compared == many
    assert (said.patterns is not None) == made


def test_alternatives_that_place_fewer_than_two_areas_are_counted_and_not_compared():
    said = found((7, "wwxx", INDIVIDUAL), (3, "w---", INDIVIDUAL))[INDIVIDUAL]
    assert (said.proposed, said.compared, said.patterns) == (10, 7, None)


def test_points_of_a_meeting_are_nobodys():
    assert found((9, "wwxx", MEETING))["everybody"].proposed == 0
