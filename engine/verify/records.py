"""Which records of a log stand, and which of them tell of one event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from ...events.incident import Incident, Retraction
from ...events.time import Instant

Record = Incident | Retraction


@attrs.frozen(eq=False)
class Event:
    """One event, with the reports of it in the order in which each says that it began.

    Each is an account of the event, and which of them is right is not known. ``recorded`` and ``id`` are those of the
    report that was known first.
    """

    id: str
    recorded: Instant
    reports: tuple[Incident, ...]

    @property
    def aggregate(self) -> bool:
        """Whether it is told of in bulletins alone, which count acts of others' records too."""
        return all(report.aggregate for report in self.reports)

    @property
    def start(self) -> Instant:
        """The first instant at which it may have happened, by any report."""
        return min(report.occurred.start for report in self.reports)

    @property
    def last(self) -> Instant:
        """The last instant at which it may have happened, by any report."""
        return max(report.occurred.last for report in self.reports)


def events(records: Iterable[Record], as_of: Instant | None, until: Instant | None) -> tuple[Event, ...]:
    """The events that may have begun by ``until``, by the records that stand and were known by ``as_of``.

    Records that say ``same_as`` of each other, directly or through others, tell of one event; a link to a record that
    was corrected or retracted stands. A dismissed record is no account.
    """
    known = [record for record in records if as_of is None or record.recorded <= as_of]
    lineage = joined((record.id, _corrects(record) or record.id) for record in known)
    standing = [one for one in _last(known, lineage) if isinstance(one, Incident)]
    event = joined((_of(lineage, one.id), _of(lineage, one.same_as or one.id)) for one in standing)
    told: dict[str, list[Incident]] = {}
    for one in standing:
        if one.status != "dismissed":
            told.setdefault(event[_of(lineage, one.id)], []).append(one)
    found = (_event(reports) for reports in told.values())
    return tuple(one for one in found if until is None or one.start <= until)


def _event(reports: list[Incident]) -> Event:
    first = min(reports, key=lambda one: (one.recorded, one.id))
    return Event(first.id, first.recorded, tuple(sorted(reports, key=lambda one: one.order)))


def _corrects(record: Record) -> str | None:
    return record.retracts if isinstance(record, Retraction) else record.supersedes


def _last(known: list[Record], lineage: Mapping[str, str]) -> Iterable[Record]:
    """Of each record with its corrections, and corrections of these, that which was recorded last."""
    found: dict[str, Record] = {}
    for record in sorted(known, key=lambda one: (_corrects(one) is not None, one.recorded, one.id)):
        found[lineage[record.id]] = record
    return found.values()


def _of(names: Mapping[str, str], name: str) -> str:
    return names.get(name, name)


def joined(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """One name, the least, for all names that pairs join, directly or through others."""
    beside: dict[str, set[str]] = {}
    for one, other in pairs:
        beside.setdefault(one, set()).add(other)
        beside.setdefault(other, set()).add(one)
    found: dict[str, str] = {}
    for name in sorted(beside):
        waiting = [] if name in found else [name]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found[one] = name
                waiting += beside[one]
    return found
