"""Which reports count under a reading."""

from __future__ import annotations

import attrs

from ...events.incident import STATUSES, Incident
from ...rules.agreement import Evidence, Reading

KNOWN = ("least_status",)
"""What a reading can ask of evidence, as far as it is known here."""
COUNTS, DOUBTFUL, NOTHING = "counts", "doubtful", "nothing"


def weight(report: Incident, reading: Reading) -> str:
    """A dismissed report is nothing; a disputed one, or one below the reading's least status, may count or not."""
    if report.status == "dismissed":
        return NOTHING
    weak = STATUSES.index(report.status) < STATUSES.index(reading.evidence.least_status)
    return DOUBTFUL if weak or report.status == "disputed" else COUNTS


def unknown(reading: Reading) -> tuple[str, ...]:
    """What a reading asks of evidence that is not known here: nothing can then be said of what counts under it."""
    usual = Evidence()
    names = (field.name for field in attrs.fields(Evidence) if field.name not in KNOWN)
    return tuple(name for name in names if getattr(reading.evidence, name) != getattr(usual, name))
