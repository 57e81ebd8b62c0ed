"""Parts of the statement in csv_copy.py: wordings in force, and the campaign of a member."""

REWORDED_ANSWERS = """(
  SELECT answer.id, answer.response_id, answer.item_id, answer.says_nothing,
    CASE WHEN who.reworded THEN COALESCE((
      SELECT revision.text FROM {revisions} revision
      WHERE revision.answer_id = answer.id AND revision.version <= who.version
      ORDER BY revision.version DESC LIMIT 1
    ), answer.text) ELSE answer.text END AS text
  FROM {answers} answer
  WHERE answer.response_id = who.response_id
  OFFSET 0
)"""
REWORDED_MEMBER = """EXISTS (
  SELECT FROM {acts} act JOIN {revisions} revision ON revision.act_id = act.id
  WHERE act.response_id = member.response_id
)"""
CAMPAIGN = """COALESCE((
  SELECT min(named.name) FROM analysis_snapshotcampaign named
  WHERE named.snapshot_id = member.snapshot_id AND named.campaign = member.campaign
), '')"""
