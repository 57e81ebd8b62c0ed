from analysis.models.reports import EarlyAccess, Report, ReportFile
from analysis.models.snapshots import Snapshot, SnapshotMember

__all__ = ["EarlyAccess", "Report", "ReportFile", "Snapshot", "SnapshotMember"]
