"""The rows of the CSV file by PostgreSQL's COPY: the same rows, in the same order, as Python would write.

The members are gone through a piece at a time, so that each piece is sorted in memory and the lease is renewed between.
The database puts the apostrophe before formulas; what must not be shown is replaced as the bytes pass by.
That both write the same bytes is held by test_copy_writes_what_python_writes in tests/analysis/test_files.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import IO, Any, cast

from django.db import connection, transaction

from analysis.models import Report, SnapshotMember
from analysis.render.base import BREAKS, SIGNS, SKIPPED, Job, clean
from common.dialect import copy_query_to
from responses.moderation.models import Revision
from responses.submission.models import Answer, AnswerChoice, Response

PIECE = 2_000
WORK_MEMORY = "64MB"
BUFFER = 1 << 20
About = Callable[[int], list[str]]
Parameters = list[Any]

_CONTROL = bytes(code for code in range(32) if code not in (9, 10)) + b"\x7f"
_SUSPECT = re.compile(b"\xc2[\x80-\x84\x86-\x9f]|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]|\xef\xbf[\xbe\xbf]")

_ROWS = """
WITH who AS MATERIALIZED (
  SELECT member.number, member.response_id, member.version, {respondent}
  FROM {members} member
  JOIN {responses} response ON response.id = member.response_id
  LEFT JOIN (VALUES {categories}) kind(id, label) ON kind.id = member.organisation_type_id
  LEFT JOIN (VALUES {categories}) area(id, label) ON area.id = member.area_id
  LEFT JOIN (VALUES {categories}) role(id, label) ON role.id = member.role_id
  WHERE member.snapshot_id = %s AND member.number BETWEEN %s AND %s AND {quotable}
), labels(choice_id, place, label) AS (VALUES {choices}),
picked AS MATERIALIZED (
  SELECT sorted.answer_id, string_agg(sorted.label, '; ') AS label
  FROM (
    SELECT picked.answer_id, labels.label
    FROM who
    JOIN {answers} answer ON answer.response_id = who.response_id AND answer.text = ''
    JOIN {answer_choices} picked ON picked.answer_id = answer.id
    JOIN labels USING (choice_id)
    ORDER BY picked.answer_id, labels.place
  ) sorted
  GROUP BY sorted.answer_id
), {reworded}
about(item_id, place, question, key, option, stance, factor) AS (VALUES {items})
SELECT {columns}, about.question, about.key, about.option, about.stance, about.factor,
  CASE WHEN answer.says_nothing THEN 'yes' ELSE '' END, {answer}
FROM who
JOIN {answers} answer ON answer.response_id = who.response_id
JOIN about ON about.item_id = answer.item_id
LEFT JOIN picked ON picked.answer_id = answer.id
{reworded_join}
ORDER BY who.number, about.place
"""
_REWORDED = """reworded AS MATERIALIZED (
  SELECT DISTINCT ON (revision.answer_id) revision.answer_id, revision.text
  FROM who
  JOIN {answers} answer ON answer.response_id = who.response_id
  JOIN {revisions} revision ON revision.answer_id = answer.id AND revision.version <= who.version
  ORDER BY revision.answer_id, revision.version DESC
),"""


def copy_answers(job: Job, file: IO[bytes], about_item: About) -> None:
    """Write the rows of every accepted answer, a piece at a time."""
    members = SnapshotMember.objects.filter(snapshot=job.snapshot)
    last = members.order_by("-number").values_list("number", flat=True).first() or 0
    through = _Cleaner(file)
    for first in range(1, last + 1, PIECE):
        job.renew()
        sql, parameters = _query(job, about_item, first)
        with transaction.atomic(), connection.cursor() as cursor:
            # A piece is sorted and joined in memory; without this the database writes each to disk and back.
            cursor.execute("SELECT set_config('work_mem', %s, true)", [WORK_MEMORY])
            copy_query_to(cast(IO[bytes], through), sql, parameters)
    through.flush()


class _Cleaner:
    """Takes rows as the database sends them and writes them cleaned; a row is never cut in two."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.rows, self.size = file, [], 0  # type: ignore[var-annotated]

    def write(self, row: bytes) -> None:
        self.rows.append(row)
        self.size += len(row)
        if self.size > BUFFER:
            self.flush()

    def flush(self) -> None:
        whole = b"".join(self.rows)
        self.rows, self.size = [], 0
        if len(whole.translate(None, _CONTROL)) != len(whole) or _SUSPECT.search(whole):
            whole = clean(whole.decode()).encode()
        self.file.write(whole)


def _query(job: Job, about_item: About, first: int) -> tuple[str, Parameters]:
    """Return the query for one piece, with its parameters in the order in which they stand in it."""
    content = job.content
    categories, of_categories = _values(((one.id, one.label) for one in content.category_by_id.values()), (0, ""))
    offered = [choice for part in content.parts for choice in part.choices]
    choices, of_choices = _values((choice.id, place, choice.label) for place, choice in enumerate(offered))
    items, of_items = _values((item, place, *about_item(item)) for place, item in enumerate(content.items))
    respondent = _respondent(job)
    redacted = Revision.objects.filter(answer__response__exercise=job.snapshot.exercise_id).exists()
    tables = {
        "members": SnapshotMember._meta.db_table,
        "responses": Response._meta.db_table,
        "answers": Answer._meta.db_table,
        "answer_choices": AnswerChoice._meta.db_table,
        "revisions": Revision._meta.db_table,
    }
    words = "COALESCE(reworded.text, answer.text)" if redacted else "answer.text"
    sql = _ROWS.format(
        **tables,
        respondent=", ".join(f"{expression} AS {name}" for name, expression in respondent.items()),
        columns=", ".join(f"who.{name}" for name in respondent),
        categories=categories,
        choices=choices,
        items=items,
        quotable=_quotable(job),
        reworded=_REWORDED.format(**tables) if redacted else "",
        reworded_join="LEFT JOIN reworded ON reworded.answer_id = answer.id" if redacted else "",
        answer=f"COALESCE(picked.label, {_neutral(words)})",
    )
    piece = [job.snapshot.pk, first, first + PIECE - 1]
    return sql, [*of_categories * 3, *piece, *of_choices, *of_items]


def _values(rows: Iterable[tuple[Any, ...]], nothing: tuple[Any, ...] = (0, 0, "")) -> tuple[str, Parameters]:
    """Return placeholders for rows of values; a row that matches nothing where there are none."""
    kept = list(rows) or [nothing]
    marks = ", ".join(f"({', '.join(['%s'] * len(row))})" for row in kept)
    return marks, [value for row in kept for value in row]


def _neutral(expression: str) -> str:
    """Return the counterpart of base.neutral."""
    breaks, signs = (", ".join(f"'{one}'" for one in some) for some in (BREAKS, SIGNS))
    return (
        f"CASE WHEN left({expression}, 1) IN ({breaks}) OR left(ltrim({expression}, '{SKIPPED}'), 1) IN ({signs}) "
        f"THEN '''' || {expression} ELSE {expression} END"
    )


def _respondent(job: Job) -> dict[str, str]:
    """Return the columns on who answered: the counterpart of csv.about_respondent."""
    team = job.report.audience == Report.Audience.TEAM
    named = _neutral("member.organisation_name")
    unnamed = "COALESCE(kind.label, 'An organisation') || ' that asked not to be named'"
    name = named if team else f"CASE WHEN member.confidential THEN {unnamed} ELSE {named} END"
    common = {
        "response": "member.number::text",
        "respondent_group": "member.kind",
        "organisation": f"CASE WHEN member.kind = 'organisation' THEN {name} ELSE '' END",
        "organisation_type": "CASE WHEN member.kind = 'organisation' THEN COALESCE(kind.label, '') ELSE '' END",
        "confirmed": "CASE WHEN member.kind <> 'organisation' THEN '' "
        "WHEN member.organisation_confirmed THEN 'yes' ELSE 'no' END",
        "channel": "member.channel",
        "received": "to_char(member.received_at AT TIME ZONE 'Europe/London', 'YYYY-MM-DD')",
        "timing": "member.timing",
        "made_up": "CASE WHEN member.synthetic THEN 'yes' ELSE '' END",
    }
    if not team:
        return common
    return {
        **common,
        "reference": "response.reference",
        "position_held": _neutral("member.position_held"),
        "area": "COALESCE(area.label, '')",
        "role": "COALESCE(role.label, '')",
    }


def _quotable(job: Job) -> str:
    """Return the counterpart of words.quotable."""
    public = job.report.audience == Report.Audience.PUBLIC
    return "member.quotable" + (" AND member.may_publish" if public else "")
