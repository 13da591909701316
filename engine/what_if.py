"""What if: a log without an incident, with another one, or with one at another time."""

from __future__ import annotations

import attrs

from ..events.incident import Incident
from ..events.log import Log, Record, lineage_of, log_of
from ..events.time import Interval


def dropped(log: Log, name: str) -> Log:
    """The log without an incident: without the record of this id and all that it corrects or that correct it."""
    gone = lineage_of(log, name)
    return log_of(record for record in log.records if record.id not in gone)


def added(log: Log, record: Record) -> Log:
    """The log with another record, whose id is not yet in it."""
    return log_of((*log.records, record))


def moved(log: Log, incident: Incident, occurred: Interval) -> Log:
    """The log with an incident of it at another time; how long after it the report became known stays as it was."""
    recorded = incident.recorded + occurred.end - incident.occurred.end
    changed = attrs.evolve(incident, occurred=occurred, recorded=recorded)
    return log_of(changed if record is incident else record for record in log.records)
