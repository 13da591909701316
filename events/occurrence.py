"""The occurrence: one thing that happened or is said to have happened, with all the reports of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from .incident import STATUSES, Incident
from .time import Instant, Interval

REPORTED = STATUSES.index("reported")
CORROBORATING = 2
"""Independent sources from which on what is reported is corroborated."""


@attrs.frozen(kw_only=True)
class Occurrence:
    """One event.

    Each of its reports is an account of it, and which of them is right is not known: it happened at some instant of
    ``occurred``, which spans the times of all of them.

    Attributes:
        id: the id of the report that was known first.
        reports: in event order; none of them is dismissed.
    """

    id: str
    reports: tuple[Incident, ...]
    occurred: Interval
    recorded: Instant

    @property
    def order(self) -> tuple[Instant, Instant, str]:
        """The order of occurrences in event time."""
        return (self.occurred.start, self.recorded, self.id)

    @property
    def aggregate(self) -> bool:
        """Whether it is told of in bulletins alone, and so counts for others."""
        return all(report.aggregate for report in self.reports)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of act that the reports say it was."""
        return frozenset(report.kind for report in self.reports)


def occurrence_of(reports: Iterable[Incident]) -> Occurrence | None:
    """The event that reports tell of; None where all of them are dismissed."""
    standing = [report for report in reports if report.status != "dismissed"]
    if not standing:
        return None
    first = min(standing, key=lambda report: (report.recorded, report.id))
    if len(standing) == 1:
        return Occurrence(id=first.id, reports=(first,), occurred=first.occurred, recorded=first.recorded)
    start = min(report.occurred.start for report in standing)
    end = max(report.occurred.end for report in standing)
    ordered = tuple(sorted(standing, key=lambda report: report.order))
    return Occurrence(id=first.id, reports=ordered, occurred=Interval(start, end), recorded=first.recorded)


def status_of(reports: Iterable[Incident], sources: int) -> str:
    """The evidence state of an event: the strongest of its reports', or corroborated by independent sources.

    ``sources`` is the number of independent publishers of those that report it; allegations corroborate nothing.
    """
    best = max((STATUSES.index(report.status) for report in reports), default=0)
    if best == REPORTED and sources >= CORROBORATING:
        return "corroborated"
    return STATUSES[best]


def told(reports: Iterable[Incident]) -> Iterator[Incident]:
    """Those of the reports that report the event and do not only allege or dispute it."""
    return (report for report in reports if STATUSES.index(report.status) >= REPORTED)
