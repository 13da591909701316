"""Which reports count under a reading."""

from __future__ import annotations

from ...events.incident import STATUSES, Incident
from ...rules.agreement import Reading

COUNTS, DOUBTFUL, NOTHING = "counts", "doubtful", "nothing"


def weight(report: Incident, reading: Reading) -> str:
    """A dismissed report is nothing; a disputed one, or one below the reading's least status, may count or not."""
    if report.status == "dismissed":
        return NOTHING
    weak = STATUSES.index(report.status) < STATUSES.index(reading.evidence.least_status)
    return DOUBTFUL if weak or report.status == "disputed" else COUNTS
