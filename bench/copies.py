"""What the CSV of all answers is held against: PostgreSQL's own COPY, told as plainly as one would write it by hand."""

from __future__ import annotations

from pathlib import Path

from django.db import connection

from analysis.models import Snapshot

# The rows of the file: every column of it outside the team, with the labels of what was picked, in the file's order,
# and of individuals no answers that tell one from all others.
# What it does without: the guard against formulas, redacted wordings, the cleaning of what cannot be shown, a lease.
SAME_ROWS = """
SELECT member.number, member.kind,
  CASE WHEN member.kind = 'organisation' THEN CASE WHEN member.confidential
    THEN COALESCE(kind.label, 'An organisation') || ' that asked not to be named' ELSE member.organisation_name END END,
  CASE WHEN member.kind = 'organisation' THEN kind.label END,
  CASE WHEN member.kind = 'organisation' THEN CASE WHEN member.organisation_confirmed THEN 'yes' ELSE 'no' END END,
  member.channel, to_char(member.received_at AT TIME ZONE 'Europe/London', 'YYYY-MM-DD'), member.timing,
  CASE WHEN member.synthetic THEN 'yes' END,
  (SELECT min(named.name) FROM analysis_snapshotcampaign named
    WHERE named.snapshot_id = member.snapshot_id AND named.campaign = member.campaign),
  question.number, item.key, option.number, item.stance, factor.title,
  CASE WHEN answer.says_nothing THEN 'yes' END, COALESCE(picked.labels, answer.text)
FROM analysis_snapshotmember member
JOIN responses_answer answer ON answer.response_id = member.response_id
JOIN engagement_item item ON item.id = answer.item_id
JOIN engagement_questionpart part ON part.id = item.part_id
JOIN engagement_question question ON question.id = part.question_id
LEFT JOIN engagement_option option ON option.id = item.option_id
LEFT JOIN engagement_factorwording factor ON factor.factor_id = item.factor_id AND factor.edition_id = {edition}
LEFT JOIN engagement_respondentcategorywording kind
  ON kind.category_id = member.organisation_type_id AND kind.edition_id = {edition}
LEFT JOIN (
  SELECT picked.answer_id, string_agg(wording.label, '; ' ORDER BY choice.position) AS labels
  FROM responses_answerchoice picked
  JOIN engagement_choice choice ON choice.id = picked.choice_id
  JOIN engagement_choicewording wording ON wording.choice_id = choice.id AND wording.edition_id = {edition}
  GROUP BY picked.answer_id
) picked ON picked.answer_id = answer.id
WHERE member.snapshot_id = {snapshot} AND member.quotable
  AND (member.kind <> 'individual' OR part.kind NOT IN ('judgement_per_factor', 'judgement_per_option', 'ranking'))
ORDER BY member.number, question.number, part.position, item.position
"""
# As many rows, but as they lie in the tables: ids for labels and questions, nothing of what was picked, in no order.
BARE_ROWS = """
SELECT response.reference, response.kind, response.organisation_name, response.channel, response.received_at,
  response.timing, answer.item_id, answer.says_nothing, answer.text
FROM responses_answer answer JOIN responses_response response ON response.id = answer.response_id
WHERE response.standing = 'accepted' AND response.superseded_at IS NULL AND response.withdrawn_at IS NULL
  AND (response.kind <> 'individual' OR answer.item_id NOT IN (
    SELECT item.id FROM engagement_item item JOIN engagement_questionpart part ON part.id = item.part_id
    WHERE part.kind IN ('judgement_per_factor', 'judgement_per_option', 'ranking')
  ))
"""


def copy(rows: str, snapshot: Snapshot, target: Path) -> None:
    """COPY the rows into a file."""
    with connection.cursor() as cursor, target.open("wb") as file:
        query = rows.format(snapshot=snapshot.pk, edition=snapshot.edition_id)
        cursor.cursor.copy_expert(f"COPY ({query}) TO STDOUT WITH (FORMAT csv)", file)
