"""What footprints say together in a report: every figure here is worked out by hand."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from accounts.models import Role, User
from analysis.composing.patterns import pairs as pairs_of_areas
from analysis.measures import partitions
from analysis.models import Report
from analysis.render import docx, html, pdf, xlsx
from analysis.render.base import Job
from engagement.models import Exercise
from responses.moderation import moderation
from responses.submission.models import Response
from tests.accounts.factories import member
from tests.analysis.building import built
from tests.analysis.drawing import ACROSS, CUMBRIA, PAIRS, SPLIT, TYNE, accepted, drew, northeast
from tests.factories import COUNCIL

pytestmark = pytest.mark.django_db
KEY = "times-footprint"


@pytest.fixture
def exercise(db: None) -> Exercise:
    return northeast()


@pytest.fixture
def moderator(exercise: Exercise) -> User:
    return member(exercise.organisation, Role.COMMUNICATIONS)


@pytest.fixture
def eleven(exercise: Exercise, moderator: User) -> Exercise:
    """Eight organisations, two of which split the south, and three individuals who agree with the six."""
    accepted(exercise, moderator, 6, PAIRS, **COUNCIL)
    accepted(exercise, moderator, 2, SPLIT, **COUNCIL)
    accepted(exercise, moderator, 3, PAIRS, may_publish="on")
    return exercise


def blocks(report: Report) -> list[dict[str, Any]]:
    return next(one["blocks"] for one in report.data["sections"] if one["key"] == "q2")


def of_patterns(report: Report) -> list[dict[str, Any]]:
    return [block for block in blocks(report) if block.get("key", "").startswith(f"{KEY}.")]


def rows(report: Report, key: str) -> list[list[int | str]]:
    return next(block["rows"] for block in blocks(report) if block.get("key") == f"{KEY}.{key}")


def texts(report: Report) -> str:
    return json.dumps(blocks(report), ensure_ascii=False)


def test_groups_of_fewer_than_eight_have_no_patterns_of_their_own(eleven: Exercise) -> None:
    assert rows(built(eleven), "compared") == [
        ["All together", 11, 11, 11, "yes"],
        ["Organisations", 8, 8, 8, "yes"],
        ["Individuals", 3, 3, 3, "no, fewer than 8"],
    ]


def test_where_not_each_was_left_out_in_turn_the_report_says_of_how_many(
    eleven: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = built(eleven)
    assert "were left out in turn" not in texts(before)
    assert [row[5] for row in rows(before, "grouping")] == ["0 of 11", "0 of 8"]
    monkeypatch.setitem(partitions.consensus.__kwdefaults__, "left_out", 1)
    after = built(eleven)
    assert "All together: of the 11 footprints, 9 were left out in turn" in texts(after)
    assert "Organisations: of the 8 footprints, 6 were left out in turn" in texts(after)
    assert [row[5] for row in rows(after, "grouping")] == ["0 of 9", "0 of 6"]


def test_pairs_are_counted_among_the_footprints_that_place_both(eleven: Exercise, moderator: User) -> None:
    accepted(eleven, moderator, 1, [[CUMBRIA, TYNE]])  # leaves the south in no place
    found = {frozenset(row[:2]): row[2:] for row in rows(built(eleven), "pairs")}
    south = frozenset({"Durham, South Tyneside and Sunderland", "Tees Valley"})
    assert found[frozenset({"North Cumbria", "North of Tyne and Gateshead"})] == ["12 of 12", "8 of 8"]
    assert found[south] == ["9 of 11", "6 of 8"]
    assert found[frozenset({"North Cumbria", "Tees Valley"})] == ["0 of 11", "0 of 8"]
    assert len(found) == 6


def test_the_matrix_has_the_shares_in_per_cent_with_neighbours_that_belong_together(eleven: Exercise) -> None:
    charts = {block["chart"]["key"]: block["chart"] for block in blocks(built(eleven)) if block["kind"] == "picture"}
    assert set(charts) == {f"{KEY}.pairs.everybody", f"{KEY}.pairs.organisation"}
    chart = charts[f"{KEY}.pairs.organisation"]
    assert sorted(map(sorted, (chart["names"][:2], chart["names"][2:]))) == [
        ["Durham, South Tyneside and Sunderland", "Tees Valley"],
        ["North Cumbria", "North of Tyne and Gateshead"],
    ]
    assert sorted(cell for row in chart["cells"] for cell in row) == [0] * 8 + [75] * 2 + [100] * 6
    assert "at least half put together: " in chart["alternative"]


def test_the_nearest_option_is_counted_by_group_in_the_order_of_options_with_its_index(eleven: Exercise) -> None:
    # The one that splits the south: 1 pair in common of its 1 and the option's 2, of 6: (1 - 1/3) / (3/2 - 1/3) = 4/7.
    found = rows(built(eleven), "nearest")
    assert [row[1:] for row in found if "two" in str(row[0]).lower()] == [
        ["All together", 11, 0, "0.57 to 1.00", 11],
        ["Organisations", 8, 0, "0.57 to 1.00", 8],
    ]
    assert [row[2:5] for row in found if "four" in str(row[0]).lower()] == [[0, 0, "none"]] * 2
    assert "None can be named" not in {row[0] for row in found}


def test_each_footprint_has_its_nearest_option_with_what_the_index_means(eleven: Exercise) -> None:
    report = built(eleven)
    found = rows(report, "nearest.each")
    assert len(found) == 11
    assert [row[1:6] for row in found[5:7]] == [
        [4, found[5][2], "1.00", "the same places", "Group 1"],
        [4, found[5][2], "0.57", "somewhat alike", "Group 2"],
    ]
    block = next(one for one in blocks(report) if one.get("key") == f"{KEY}.nearest.each")
    assert block["columns"][block["references"]] == "Reference"


def test_outside_the_team_no_reference_leads_to_a_footprint(eleven: Exercise) -> None:
    report = built(eleven, "steering")
    assert rows(report, "compared")[0][1:4] == [11, 11, 11]
    for reference in Response.objects.values_list("reference", flat=True):
        assert reference[:4] not in texts(report)


def test_alike_ones_stand_in_groups_with_the_one_in_the_middle(eleven: Exercise) -> None:
    report = built(eleven)
    assert rows(report, "alike") == [
        ["All together", "Group 1", 9, 1, 9, "1.00"],
        ["All together", "Group 2", 2, 1, 2, "1.00"],
        ["Organisations", "Group 1", 6, 1, 6, "1.00"],
        ["Organisations", "Group 2", 2, 1, 2, "1.00"],
    ]
    middle = {row[0]: row[1:] for row in rows(report, "alike.everybody")}
    assert middle["North Cumbria"] == middle["North of Tyne and Gateshead"] == ["A", "A"]
    assert middle["Tees Valley"] == ["B", "C"]


def test_the_grouping_that_agrees_best_comes_with_how_firm_it_is(eleven: Exercise) -> None:
    # Nine agree fully and two by 4/7: (9 + 8/7) / 11 = 0.92 of all, (6 + 8/7) / 8 = 0.89 of the organisations.
    report = built(eleven)
    assert rows(report, "grouping") == [
        ["All together", 11, 2, "0.92", "nearly the same", "0 of 11", "1.00"],
        ["Organisations", 8, 2, "0.89", "much alike", "0 of 8", "1.00"],
    ]
    assert sorted(row[1] for row in rows(report, "grouping.areas")) == ["A", "A", "B", "B"]


def test_a_grouping_that_hangs_on_one_respondent_says_so(exercise: Exercise, moderator: User) -> None:
    # Four against four that share no pair, of which each has 2 of 6: an index of (0 - 4/6) / (2 - 4/6) = -0.5. Without
    # one of the four that make the grouping, the other four are more.
    accepted(exercise, moderator, 4, PAIRS)
    accepted(exercise, moderator, 4, ACROSS)
    assert rows(built(exercise), "grouping")[0][3:] == ["0.25", "hardly alike", "4 of 8", "-0.50"]


def test_seven_footprints_make_no_patterns(exercise: Exercise, moderator: User) -> None:
    accepted(exercise, moderator, 7, PAIRS)
    report = built(exercise)
    assert of_patterns(report) == []
    assert "7 footprints can be compared so far: no patterns are shown." in texts(report)


@pytest.mark.parametrize("audience", ["team", "steering", "public"])
def test_what_is_not_listed_for_the_readers_changes_no_pattern(
    eleven: Exercise, moderator: User, audience: str
) -> None:
    """So nothing can be worked out of a person from the patterns that the list does not say."""
    before = [block["rows"] for block in of_patterns(built(eleven, audience)) if block["key"] != f"{KEY}.compared"]
    drew(eleven, ACROSS, may_publish="on")  # nobody has read it
    late = drew(eleven, ACROSS, may_publish="on")
    Response.objects.filter(pk=late.pk).update(timing="late")
    moderation.accept(late.pk, version=0, by=moderator)
    if audience == "public":
        accepted(eleven, moderator, 1, ACROSS)  # did not agree to be published
    report = built(eleven, audience)
    assert before
    assert [block["rows"] for block in of_patterns(report) if block["key"] != f"{KEY}.compared"] == before
    listed = next(block for block in blocks(report) if block.get("key") == KEY)
    assert listed["of"] - listed["late"] == rows(report, "compared")[0][2] == 11


def test_the_words_never_make_an_agreement_or_a_preference_of_it(eleven: Exercise) -> None:
    said = texts(built(eleven))
    assert "They are no consensus and no preference" in said
    assert said.count("consensus") == said.count("preference") == 1


def test_every_format_has_the_patterns(eleven: Exercise, tmp_path: Path) -> None:
    report = built(eleven)
    jobs = {name: Job(report, report.data, tmp_path / name) for name in ("pages.zip", "a.docx", "a.pdf", "a.xlsx")}
    for render, name in ((html, "pages.zip"), (docx, "a.docx"), (pdf, "a.pdf"), (xlsx, "a.xlsx")):
        render.render(jobs[name])
    with zipfile.ZipFile(tmp_path / "pages.zip") as pages:
        page = pages.read("q2.html").decode()
        assert f'src="charts/{KEY}.pairs.everybody.wide.svg"' in page
        assert "North of Tyne and Gateshead" in pages.read(f"charts/{KEY}.pairs.everybody.narrow.svg").decode()
        assert page.count('id="tone-0"') == 1
        assert page.count('class="app-thumbnail app-drawn"') == 11 + 4 + 2
        assert "style=" not in page
    document = Document(str(tmp_path / "a.docx"))
    pictures = [one._inline.docPr.get("descr") for one in document.inline_shapes]
    assert sum(said.startswith("Matrix: Areas put in the same place") for said in pictures) == 2
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    sheet = CalamineWorkbook.from_path(str(tmp_path / "a.xlsx")).get_sheet_by_name("Q2")
    written = {cell for row in sheet.to_python() for cell in row}
    assert {"9 of 11", "0.57 to 1.00", "much alike"} <= written


def test_an_exercise_with_many_areas_lists_the_pairs_most_often_together(
    eleven: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pairs_of_areas, "MOST_LISTED", 2)
    monkeypatch.setattr(pairs_of_areas, "MOST_DRAWN", 3)
    report = built(eleven)
    assert [row[2] for row in rows(report, "pairs")] == ["11 of 11", "9 of 11"]
    assert not any(block["kind"] == "picture" for block in blocks(report))
    assert "The 2 pairs most often put together, of 6." in texts(report)
