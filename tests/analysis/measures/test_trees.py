"""Average linkage against worked examples, and with several of the same kind."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from analysis.measures.partitions.trees import cuts, leaves, tree, weighted_groups
from tests.analysis.measures.drawings import any_drawings

# Five sequences of 5S ribosomal RNA, the usual worked example of average linkage (UPGMA), e.g. in Wikipedia.
RIBOSOMAL = [17, 21, 31, 23, 30, 34, 21, 28, 39, 43]


def test_a_tree_joins_at_the_published_distances():
    assert tree(np.array(RIBOSOMAL, dtype=float))[:, 2].tolist() == [17, 22, 28, 33]


def test_a_tree_is_cut_into_every_number_of_groups():
    assert cuts(tree(np.array(RIBOSOMAL, dtype=float))[None]).tolist() == [
        [[0, 1, 2, 3, 4], [0, 0, 2, 3, 4], [0, 0, 2, 3, 0], [0, 0, 2, 2, 0], [0, 0, 0, 0, 0]]
    ]


@pytest.mark.parametrize(("within", "groups"), [(16, 5), (17, 4), (22, 3), (28, 2), (32.9, 2), (33, 1)])
def test_a_limit_cuts_the_tree_at_its_distance(within, groups):
    found = weighted_groups(squareform(np.array(RIBOSOMAL, dtype=float)), np.ones(5, dtype=int), within=within)
    assert len(set(found.tolist())) == groups


@any_drawings
@given(st.integers(0, 2**32 - 1), st.lists(st.integers(1, 4), min_size=1, max_size=9), st.floats(0, 1))
def test_several_of_the_same_weigh_as_if_they_stood_there_one_by_one(seed, times, within):
    square = squareform(np.random.default_rng(seed).random(len(times) * (len(times) - 1) // 2))
    every = np.repeat(np.arange(len(times)), times)
    single = np.zeros(1, dtype=int)
    if len(every) > 1:
        single = fcluster(linkage(squareform(square[np.ix_(every, every)]), "average"), within, "distance")
    found = weighted_groups(square.copy(), np.array(times), within=within)[every]
    assert _as_sets(found) == _as_sets(single)


def test_of_two_directions_of_leaves_the_same_one_is_taken():
    # 0 and 3 are near, as are 1 and 2; 3 is nearer to 2 than any other across.
    assert leaves(np.array([0.9, 0.9, 0.1, 0.1, 0.8, 0.5])) == [0, 3, 2, 1]


def _as_sets(labels):
    return {frozenset(np.flatnonzero(labels == own).tolist()) for own in set(labels.tolist())}
