"""An exercise in which options are judged and factors ranked, and reports of it looked at block by block."""

from __future__ import annotations

from analysis import snapshots
from analysis.composing import disclosure
from analysis.composing.report import compose
from analysis.models import Report
from engagement import editions
from engagement.models import Factor, FactorWording, Option, Question
from tests.analysis.factories import _choices, _part, respond

AUDIENCES = ["team", "steering", "public"]


def with_judgements_and_ranking(exercise):
    """Add three factors to rank, and two options to judge against each."""
    edition = exercise.edition
    cost = Factor.objects.create(exercise=exercise, key="cost", position=2)
    FactorWording.objects.create(factor=cost, edition=edition, title="Cost", detail="")
    factors = list(Factor.objects.filter(exercise=exercise).order_by("position"))
    second, third = Question.objects.filter(exercise=exercise, number__in=[2, 3]).order_by("number")
    order = _part(second, edition, "order", "ranking", [{"factor": factor} for factor in factors])
    _choices(order, edition, [("1", "1st (most important)", None), ("2", "2nd", None), ("3", "3rd", None)])
    options = Option.objects.filter(exercise=exercise).order_by("number")
    pairs = [{"option": option, "factor": factor} for option in options for factor in factors]
    judged = _part(third, edition, "judged", "judgement_per_option", pairs)
    _choices(judged, edition, [("well", "Well", None), ("badly", "Badly", None)])
    editions.compiled.cache_clear()
    return exercise


def judge(exercise, well, badly=0, *, pair="judged.option-1.travel", **who):
    for key, n in (("well", well), ("badly", badly)):
        for _ in range(n):
            respond(exercise, {pair: [key]}, **who)


def rank(exercise, order, times=1, **who):
    """Rank factors, the first first."""
    for _ in range(times):
        respond(exercise, {f"order.{factor}": [str(place)] for place, factor in enumerate(order, 1)}, **who)


def composed(exercise, audience="team"):
    report = Report(exercise=exercise, number=1, audience=audience, snapshot=snapshots.take(exercise))
    return compose(report, disclosure.earlier_reports(report))


def blocks(data, section):
    return next(one for one in data["sections"] if one["key"] == section)["blocks"]


def tables(data, section):
    return {block["key"]: block for block in blocks(data, section) if block["kind"] == "table"}


def said(data, section):
    found = []
    for block in blocks(data, section):
        found += [block.get("text", ""), *block.get("items", [])]
    return " ".join(found)


def answered(data, title):
    table = tables(data, "summary")["answered"]
    return next(row for row in table["rows"] if title in row[0])
