from analysis.models.reports import EarlyAccess, Report, ReportFile
from analysis.models.snapshots import RepeatedAnswer, Snapshot, SnapshotCampaign, SnapshotMember
from analysis.models.tombstones import Tombstone

__all__ = [
    "EarlyAccess",
    "RepeatedAnswer",
    "Report",
    "ReportFile",
    "Snapshot",
    "SnapshotCampaign",
    "SnapshotMember",
    "Tombstone",
]
