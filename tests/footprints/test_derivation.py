"""What published totals determine, on worked examples and on the real figures."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import pytest

from footprints.derivation import MixedBases, Overlapping, Sources, UnknownParts, programme, words
from footprints.derivation.algebra import solve
from tests.footprints.published import WITH, WITHOUT, norfolk, norfolk_areas, norfolk_figures, published, solved

BLOCKS = {
    ("nn1", "nn2"): 82_861,
    ("nn3", "nn4"): 93_766,
    ("norwich-central", "norwich-east", "norwich-north", "norwich-west"): 239_182,
    ("ketts-oak", "snhip"): 146_982,
    ("breckland", "mid-norfolk"): 90_442,
    ("coastal", "fens-brecks", "kings-lynn", "swaffham-downham"): 179_099,
    ("lowestoft", "south-waveney"): 132_616,
    ("gorleston", "gy-nv"): 108_958,
}


def test_the_eight_blocks_and_their_populations_come_out_of_the_figures() -> None:
    sources = norfolk()
    assert {tuple(sorted(block)): sources.known(block).people for block in sources.blocks} == BLOCKS
    assert sources.clashes == ()


def test_the_whole_system_is_known_under_both_scenarios() -> None:
    sources = norfolk()
    assert sources.known(norfolk_areas(WITH), WITH).people == 1_073_906
    assert sources.known(norfolk_areas(WITHOUT), WITHOUT).people == 941_290


def test_part_of_a_block_lies_between_nobody_and_everybody_of_it() -> None:
    known = norfolk().known(["nn1", "breckland", "mid-norfolk"])
    assert (known.low, known.high, known.people) == (90_442, 90_442 + 82_861, None)
    assert known.at_least.people == known.low
    assert known.at_most is not None
    assert known.at_most.people == known.high


def test_a_derivation_is_the_shortest_and_reads_as_a_sentence() -> None:
    known = norfolk().known(["nn1", "nn2"], WITHOUT)
    assert words.derived(known.at_least) == (
        f"West place in option-1 {WITHOUT} (352,402) minus West place in option-2 {WITHOUT} (269,541)"
    )
    one = norfolk().known(["ketts-oak", "snhip"], WITH)
    assert [term.figure.source for term in one.at_least.terms] == [f"option-5/south-norfolk/{WITH}"]


def test_a_derivation_keeps_to_its_scenario_where_that_is_possible() -> None:
    sources = norfolk()
    for scenario in (WITH, WITHOUT):
        for block in sources.blocks:
            terms = sources.known(block, scenario).at_least.terms
            if not block & {"lowestoft", "south-waveney", "gorleston", "gy-nv"}:
                assert {term.figure.scenario for term in terms} == {scenario}
    waveney = sources.known(["lowestoft", "south-waveney"], WITH).at_least
    assert {term.figure.scenario for term in waveney.terms} == {WITH, WITHOUT}


def test_a_misprint_is_named_with_the_fewest_figures_that_show_it() -> None:
    figures = norfolk_figures()
    figures[0] = dataclasses.replace(figures[0], people=figures[0].people + 10)
    sources = Sources(figures, norfolk_areas())
    (clash,) = sources.clashes
    assert len(clash.figures) == 4
    assert clash.missing == 10
    assert figures[0] in clash.figures
    assert "10 people fewer. They cannot all be right." in words.clashing(clash)
    assert sources.known(["nn1", "nn2"]).people == 82_861  # the doubt does not reach what is known without them
    assert sources.known(["lowestoft"]).high is None  # no other figure holds it


def test_two_figures_for_the_same_areas_clash_and_their_copies_share_the_doubt() -> None:
    sources = solved({"ab 1": 10, "ab 2": 10, "ab 3": 11, "abc": 20})
    (clash,) = sources.clashes
    assert {figure.people for figure in clash.figures} == {10, 11}
    assert len(clash.repeated) == 1
    assert (sources.known("abc").people, sources.known("ab").people) == (20, None)


def test_several_misprints_are_each_named() -> None:
    assert len(solved({"ab 1": 10, "ab 2": 11, "cd 1": 5, "cd 2": 9}).clashes) == 2


def test_a_part_cannot_have_more_people_than_the_whole() -> None:
    (clash,) = solved({"abc": 10, "ab": 12}).clashes
    assert words.clashing(clash) == (
        "total abc (10) covers all that total ab (12) does, and yet comes to 2 people fewer. They cannot all be right."
    )


def test_nobody_can_be_left_over_where_bounds_meet() -> None:
    known = solved({"abc": 12, "ab": 12}).known("c")
    assert (known.people, known.is_exact) == (0, True)
    zero = solved({"ab": 0, "bc": 7})
    assert (zero.known("b").people, zero.known("c").people) == (0, 7)


def test_halves_are_taken_where_sums_overlap() -> None:
    known = solved({"ab": 5, "bc": 6, "ac": 7}).known("a")
    assert known.people == 3
    assert {term.times for term in known.at_least.terms} == {Fraction(1, 2), Fraction(-1, 2)}
    assert words.derived(known.at_least) == "1/2 of total ac (7) plus 1/2 of total ab (5) minus 1/2 of total bc (6)"


def test_a_sum_of_rounded_figures_that_leaves_half_a_person_is_a_range_of_one() -> None:
    known = solved({"ab": 5, "bc": 6, "ac": 8}).known("a")
    assert (known.low, known.high) == (3, 4)


def test_bounds_of_sets_that_cut_across_each_other() -> None:
    sources = solved({"abc": 100, "bcd": 70})
    assert (sources.known("bc").low, sources.known("bc").high) == (0, 70)
    assert (sources.known("a").low, sources.known("a").high) == (30, 100)
    assert words.derived(sources.known("a").at_least) == "total abc (100) minus total bcd (70)"
    assert (sources.known("abcd").low, sources.known("abcd").high) == (100, 170)


def test_rounding_too_coarsely_loosens_a_bound_and_never_breaks_it(monkeypatch: pytest.MonkeyPatch) -> None:
    totals = {"abd": 5, "bce": 6, "acf": 7}
    tight = solved(totals).known("abc")
    assert tight.high == 9
    assert tight.at_most is not None
    assert {term.times for term in tight.at_most.terms} == {Fraction(1, 2)}
    monkeypatch.setattr(programme, "DENOMINATOR", 1)
    loose = solved(totals).known("abc")
    assert loose.high is not None
    assert loose.high >= 9
    assert loose.at_most is not None
    assert all(sum(term.times for term in loose.at_most.terms if part in term.figure.parts) >= 1 for part in "abc")


def test_of_what_no_figure_holds_there_is_no_upper_bound() -> None:
    known = solved({"ab": 5}).known("abc")
    assert (known.low, known.high, known.at_most, known.people) == (5, None, None, None)


def test_of_no_parts_at_all_nobody_is_known_to_be_there() -> None:
    assert solved({"ab": 5}).known("").people == 0


def test_figures_of_two_bases_have_no_sum() -> None:
    with pytest.raises(MixedBases, match="lists, residents"):
        Sources([*published({"ab": 5}), *published({"a": 3}, base="residents")], "ab")
    lists, residents = solved({"ab": 5}), Sources(published({"c": 3}, base="residents"), "abc")
    with pytest.raises(MixedBases, match="have no sum"):
        lists.known("ab") + residents.known("c")


def test_a_sum_asks_the_sources_again() -> None:
    sources = solved({"ab": 5, "abcd": 9})
    total = sources.known("a") + sources.known("b")
    assert (total.people, total.parts) == (5, frozenset("ab"))
    with pytest.raises(Overlapping, match="twice: a"):
        total + sources.known("a")
    with pytest.raises(TypeError):
        total + 5  # type: ignore[operator]


def test_what_the_sources_cannot_answer_is_refused() -> None:
    with pytest.raises(UnknownParts, match="zz"):
        norfolk().known(["nn1", "zz"])
    with pytest.raises(UnknownParts, match="c"):
        Sources(published({"abc": 5}), "ab")
    with pytest.raises(ValueError, match="no published figures"):
        Sources([], "ab")
    with pytest.raises(ValueError, match="cannot have -5 people"):
        Sources(published({"ab": -5}), "ab")


def test_equations_are_solved_without_rounding() -> None:
    solution = solve([(1, 1, 0), (0, 1, 1), (1, 0, 1)], [5, 6, 8], 3)
    assert solution is not None
    assert solution.one == (Fraction(7, 2), Fraction(3, 2), Fraction(9, 2))
    assert solution.free == ()
    assert solve([(1, 1), (1, 1)], [5, 6], 2) is None
    under = solve([(1, 1, 0)], [5], 3)
    assert under is not None
    assert (under.determines((1, 1, 0)), under.determines((1, 0, 0))) == (True, False)
