"""The rows of the CSV file by PostgreSQL: the same rows, in the same order, as Python would write.

The database sends all rows of a respondent as one finished text: what stands in each of them is put together once, the
answers are found by index, and nothing is joined or sorted as a whole. What must not be shown is replaced as the bytes
pass by. The members are gone through a piece at a time, so that the lease is renewed between.
That both write the same bytes is held by test_copy_writes_what_python_writes in tests/analysis/test_csv.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import IO, Any, cast

from django.db import connection, transaction

from analysis.models import Report, SnapshotMember
from analysis.render.base import Job
from analysis.render.csv_parts import CAMPAIGN, REWORDED_ANSWERS, REWORDED_MEMBER
from analysis.words import kept_back_from
from common.dialect import copy_texts_to
from common.spreadsheets import BREAKS, SIGNS, SKIPPED, clean, neutral
from responses.moderation.models import Act, Revision
from responses.submission.models import Answer, AnswerChoice, Response

PIECE, BUFFER = 5_000, 1 << 20
About = Callable[[int], list[str]]

_CONTROL = bytes(code for code in range(32) if code not in (9, 10)) + b"\x7f"
# Beyond ASCII, by what they begin with: a single first byte is found several times faster than any of three.
_SUSPECT = [
    re.compile(b"\xc2[\x80-\x84\x86-\x9f]"),
    re.compile(b"\xe2(?:\x80[\xaa-\xae]|\x81[\xa6-\xa9])"),
    re.compile(b"\xef\xbf[\xbe\xbf]"),
]
# A subquery for each member and each pick, and not a join: the planner, which cannot know how few members a piece has,
# would read the whole table of answers for every piece. With a WHEN for each item no join is needed for them either.
_ROWS = """
SELECT substr(who.opening, 3) || (
  SELECT string_agg(
    CASE answer.item_id {asked} END || CASE WHEN answer.says_nothing THEN 'yes","' ELSE '","' END
      || CASE WHEN answer.text = '' THEN {picked} ELSE {words} END,
    who.opening ORDER BY CASE answer.item_id {places} END
  )
  FROM {answers} answer
  WHERE answer.response_id = who.response_id{kept_back}
) || '"\n'
FROM (
  SELECT member.number, member.kind, member.response_id, member.version, {reworded} AS reworded,
    '"\n"' || concat_ws('","', {respondent}) || '","' AS opening
  FROM {members} member
  JOIN {responses} response ON response.id = member.response_id
  LEFT JOIN (VALUES {categories}) kind(id, label) ON kind.id = member.organisation_type_id
  LEFT JOIN (VALUES {categories}) area(id, label) ON area.id = member.area_id
  LEFT JOIN (VALUES {categories}) role(id, label) ON role.id = member.role_id
  WHERE member.snapshot_id = {snapshot} AND member.number BETWEEN {first} AND {last} AND {quotable}
  ORDER BY member.number
) who
ORDER BY who.number
"""
_PICKED = """(
  SELECT CASE count(*) WHEN 0 THEN '' WHEN 1 THEN CASE min(picked.choice_id) {labels} ELSE '' END ELSE (
    SELECT {joined} FROM (
      SELECT string_agg(COALESCE(label.label, ''), '; ' ORDER BY COALESCE(label.place, 0), COALESCE(label.label, ''))
      FROM {answer_choices} several
      LEFT JOIN (VALUES {choices}) label(choice_id, place, label) ON label.choice_id = several.choice_id
      WHERE several.answer_id = answer.id
    ) several(labels)
  ) END
  FROM {answer_choices} picked WHERE picked.answer_id = answer.id
)"""
_TABLES = {
    "members": SnapshotMember._meta.db_table,
    "responses": Response._meta.db_table,
    "answers": Answer._meta.db_table,
    "answer_choices": AnswerChoice._meta.db_table,
    "acts": Act._meta.db_table,
    "revisions": Revision._meta.db_table,
}


def copy_answers(job: Job, file: IO[bytes], about_item: About) -> None:
    """Write the rows of every accepted answer, a piece at a time."""
    members = SnapshotMember.objects.filter(snapshot=job.snapshot)
    last = members.order_by("-number").values_list("number", flat=True).first() or 0
    reworded = Revision.objects.filter(answer__response__exercise=job.snapshot.exercise_id).exists()
    through = _Cleaner(file)
    for first in range(1, last + 1, PIECE):
        job.renew()
        values = _Values()
        sql = _query(job, about_item, values, first=first, reworded=reworded)
        with transaction.atomic(), connection.cursor() as cursor:
            # The planner takes a piece for dear; it is over before code would be compiled or a second process started.
            cursor.execute("SET LOCAL jit = off; SET LOCAL max_parallel_workers_per_gather = 0")
            copy_texts_to(cast(IO[bytes], through), sql, values)
    through.flush()


class _Cleaner:
    """Takes rows as the database sends them and writes them cleaned; a row is never cut in two."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.rows, self.size = file, [], 0  # type: ignore[var-annotated]

    def write(self, rows: bytes) -> None:
        self.rows.append(rows)
        self.size += len(rows)
        if self.size > BUFFER:
            self.flush()

    def flush(self) -> None:
        whole = b"".join(self.rows)
        self.rows, self.size = [], 0
        if _suspect(whole):
            whole = clean(whole.decode()).encode()
        self.file.write(whole)


def _suspect(rows: bytes) -> bool:
    """Tell whether anything in them may have to be replaced, at the speed of reading them."""
    if len(rows.translate(None, _CONTROL)) != len(rows):
        return True
    return not rows.isascii() and any(pattern.search(rows) for pattern in _SUSPECT)


class _Values(dict[str, Any]):
    """The values of a query, each with a mark that stands for it."""

    def mark(self, value: object) -> str:
        name = f"value_{len(self)}"
        self[name] = value
        return f"%({name})s"

    def rows(self, rows: Iterable[tuple[object, ...]], nothing: tuple[object, ...]) -> str:
        """Return the marks of rows of values; of one that matches nothing where there are none."""
        return ", ".join(f"({', '.join(map(self.mark, row))})" for row in list(rows) or [nothing])

    def cases(self, pairs: Iterable[tuple[int, object]]) -> str:
        """Return what stands for each of some ids."""
        listed = list(pairs) or [(0, None)]
        return " ".join(f"WHEN {self.mark(one)} THEN {self.mark(value)}" for one, value in listed)


def _query(job: Job, about_item: About, values: _Values, *, first: int, reworded: bool) -> str:
    """Return the query for one piece."""
    content = job.content
    categories = values.rows(((one.id, one.label) for one in content.category_by_id.values()), (0, ""))
    asked = ((item, "".join(f'{_doubled(text)}","' for text in about_item(item))) for item in content.items)
    return _ROWS.format(
        **_TABLES
        | {
            "answers": REWORDED_ANSWERS.format(**_TABLES) if reworded else _TABLES["answers"],
            "reworded": REWORDED_MEMBER.format(**_TABLES) if reworded else "false",
        },
        asked=values.cases(asked),
        places=values.cases((item, place) for place, item in enumerate(content.items)),
        picked=_picked(job, values),
        words=_quoted(_neutral("answer.text")),
        respondent=", ".join(map(_quoted, _respondent(job))),
        categories=categories,
        snapshot=values.mark(job.snapshot.pk),
        first=values.mark(first),
        last=values.mark(first + PIECE - 1),
        quotable=_quotable(job),
        kept_back=_kept_back(job, values),
    )


def _kept_back(job: Job, values: _Values) -> str:
    """Return the counterpart of what words.respondents leaves out."""
    items = ", ".join(map(values.mark, sorted(kept_back_from(job.report.audience, job.content))))
    return f" AND NOT (who.kind = 'individual' AND answer.item_id IN ({items}))" if items else ""


def _picked(job: Job, values: _Values) -> str:
    """Return the labels of what was picked: nearly always of one choice, which needs no sorting and joining."""
    offered = [choice for part in job.content.parts for choice in part.choices]
    return _PICKED.format(
        **_TABLES,
        labels=values.cases((choice.id, _doubled(neutral(choice.label))) for choice in offered),
        choices=values.rows(((choice.id, place, choice.label) for place, choice in enumerate(offered)), (0, 0, "")),
        joined=_quoted(_neutral("several.labels")),
    )


def _doubled(text: str) -> str:
    return text.replace('"', '""')


def _quoted(expression: str) -> str:
    """Return the counterpart of what the csv module does to quotation marks."""
    return f"""replace({expression}, '"', '""')"""


def _neutral(expression: str) -> str:
    """Return the counterpart of base.neutral; what begins with a letter is let through without a closer look."""
    breaks, signs = (", ".join(f"'{one}'" for one in some) for some in (BREAKS, SIGNS))
    return (
        f"""CASE WHEN {expression} COLLATE "C" BETWEEN 'A' AND 'z' THEN {expression} """
        f"WHEN left({expression}, 1) IN ({breaks}) OR left(ltrim({expression}, '{SKIPPED}'), 1) IN ({signs}) "
        f"THEN '''' || {expression} ELSE {expression} END"
    )


def _respondent(job: Job) -> list[str]:
    """Return the columns on who answered: the counterpart of csv.about_respondent."""
    team = job.report.audience == Report.Audience.TEAM
    named = _neutral("member.organisation_name")
    unnamed = "COALESCE(kind.label, 'An organisation') || ' that asked not to be named'"
    name = named if team else f"CASE WHEN member.confidential THEN {_neutral(f'({unnamed})')} ELSE {named} END"
    common = [
        "member.number::text",
        "member.kind",
        f"CASE WHEN member.kind = 'organisation' THEN {name} ELSE '' END",
        "CASE WHEN member.kind = 'organisation' THEN COALESCE(kind.label, '') ELSE '' END",
        "CASE WHEN member.kind <> 'organisation' THEN '' WHEN member.organisation_confirmed THEN 'yes' ELSE 'no' END",
        "member.channel",
        "to_char(member.received_at AT TIME ZONE 'Europe/London', 'YYYY-MM-DD')",
        "member.timing",
        "CASE WHEN member.synthetic THEN 'yes' ELSE '' END",
        f"CASE WHEN member.campaign IS NULL THEN '' ELSE {_neutral(CAMPAIGN)} END",
    ]
    if not team:
        return common
    return [
        *common,
        "response.reference",
        _neutral("member.position_held"),
        "COALESCE(area.label, '')",
        "COALESCE(role.label, '')",
        "COALESCE(member.voice::text, '')",
    ]


def _quotable(job: Job) -> str:
    """Return the counterpart of words.quotable."""
    public = job.report.audience == Report.Audience.PUBLIC
    return "member.quotable" + (" AND member.may_publish" if public else "")
