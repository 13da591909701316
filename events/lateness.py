"""How late a report may still come, and what therefore no report can change any more.

A lateness is declared by those who keep the log: what a record tells of began no longer before the record than that,
and so did all that it corrects or retracts, and whatever is said to be the same event. Up to the last known instant
less the lateness the log is then closed: nothing that begins there is added any more, and nothing that begins there is
corrected or linked.
"""

from __future__ import annotations

from .duration import Duration
from .incident import Incident
from .log import Log, connected
from .time import Instant


def closed_until(log: Log, lateness: Duration | None, as_of: Instant | None) -> Instant | None:
    """The last instant at which nothing can change any more; None where no lateness is declared or nothing is known.

    It lies the ``lateness`` before ``as_of``, or before the last instant at which anything was recorded.
    """
    if lateness is None or not log.records:
        return None
    known = as_of if as_of is not None else max(record.recorded for record in log.records)
    return known - lateness.exact


def overdue(log: Log, lateness: Duration) -> tuple[str, ...]:
    """The ids of the records that came later than a declared lateness allows, in order."""
    found: set[str] = set()
    for records in connected(log.records):
        earliest: Instant | None = None
        for record in sorted(records, key=lambda record: (record.recorded, record.id)):
            if isinstance(record, Incident):
                start = record.occurred.start
                earliest = start if earliest is None else min(start, earliest)
            if earliest is not None and record.recorded > earliest + lateness.exact:
                found.add(record.id)
    return tuple(sorted(found))
