"""Figures against examples worked by hand."""

from __future__ import annotations

import pytest

from analysis import frames, snapshots
from analysis.measures import answers, groups
from engagement.models import Choice, Item
from tests.analysis.factories import respond

pytestmark = pytest.mark.django_db


def item(exercise, key):
    return Item.objects.get(part__question__exercise=exercise, key=key).pk


def figures(exercise):
    return frames.of(snapshots.take(exercise))


def test_submissions_organisations_individuals_and_meetings_are_counted_apart(exercise):
    respond(exercise, kind="organisation")
    respond(exercise)
    respond(exercise)
    respond(exercise, kind="meeting", channel="meeting")
    counts = groups.counts(figures(exercise).members)
    assert (counts["submissions"], counts["organisations"], counts["individuals"], counts["meetings"]) == (4, 1, 2, 1)


def test_wrote_said_none_and_left_blank_are_three_things(exercise):
    for words in ("A good idea", "Another", "none", None):
        respond(exercise, {"functions": words} if words else {"options.option-1.advantage": "Yes"})
    found = figures(exercise)
    wrote = answers.words(found.words, item(exercise, "functions"), groups.bases(found.members))["individual"]
    assert wrote == {"base": 4, "wrote": 2, "said_none": 1, "blank": 1}


def test_an_advantage_is_not_a_disadvantage_and_no_option_is_another(exercise):
    respond(exercise, {"options.option-1.advantage": "Close to home", "options.option-2.disadvantage": "Too far"})
    found = figures(exercise)
    wrote = {
        key: answers.words(found.words, item(exercise, key), groups.bases(found.members))["individual"]["wrote"]
        for key in (
            "options.option-1.advantage",
            "options.option-1.disadvantage",
            "options.option-2.advantage",
            "options.option-2.disadvantage",
        )
    }
    assert list(wrote.values()) == [1, 0, 0, 1]


def test_choices_stand_beside_those_who_answered_and_those_who_did_not(exercise):
    respond(exercise, {"most": ["travel"]})
    respond(exercise, {"most": ["travel"]})
    respond(exercise, {"most": ["size"]})
    respond(exercise, {"functions": "Words alone"})
    respond(exercise, {"most": ["size"]}, kind="organisation")
    found = figures(exercise)
    offered = Choice.objects.filter(part__key="most").order_by("position").values_list("pk", flat=True)
    picked = answers.picks(found.picked, found.choices, item(exercise, "most"), offered, groups.bases(found.members))
    assert list(picked["individual"]["choices"].values()) == [2, 1]
    assert (picked["individual"]["answered"], picked["individual"]["blank"]) == (3, 1)
    assert list(picked["organisation"]["choices"].values()) == [0, 1]


@pytest.mark.parametrize("standing", ["unmoderated", "held", "leaving_out"])
def test_what_one_person_alone_decides_takes_nobody_out_of_the_figures(exercise, standing):
    respond(exercise, standing=standing)
    assert groups.counts(figures(exercise).members)["individuals"] == 1


def test_late_left_out_replaced_and_withdrawn_responses_are_counted_apart(exercise):
    respond(exercise, timing="late")
    respond(exercise, timing="grace")
    respond(exercise, standing="left_out")
    first = respond(exercise)
    respond(exercise, withdrawn_at=first.received_at)
    respond(exercise, superseded_at=first.received_at)
    counts = groups.counts(figures(exercise).members)
    assert counts["individuals"] == 2
    assert (counts["late"], counts["left_out"], counts["withdrawn"], counts["superseded"]) == (1, 1, 1, 1)


def test_a_share_of_nobody_is_no_figure():
    assert answers.share(0, 0) is None
    assert answers.share(1, 3) == 33.3
