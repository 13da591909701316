"""Bulletins beside the records of single acts: which of these are among those that a bulletin counts.

What a bulletin counts is nobody's list, so it is taken to count every act that surely lies in its scope: in its
interval, of its kind, by and against those that it states, where it states. What it tells of is what it counts beyond
them. Of two bulletins whose scopes may overlap, the wider one tells of what it counts beyond the other's.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import attrs

from ..events.incident import STATUSES
from ..events.mark import Mark, every, unanimous
from ..events.occurrence import Occurrence
from ..events.time import Instant
from ..rules.parties import Epochs
from .match import Matcher
from .told import Beyond, Facts, Told
from .world import Named


def before_open_bulletins(closed: Instant, occurrences: Iterable[Occurrence]) -> Instant:
    """The last instant up to which nothing changes that bulletins tell of.

    What one tells of beyond the records depends on all records in its interval. So of one that reaches beyond what is
    ``closed`` it can still change.
    """
    bulletins = sorted((one.occurred for one in occurrences if one.aggregate), key=lambda span: -span.last)
    for span in bulletins:
        if span.start <= closed < span.last:
            closed = span.start - 1
    return closed


def beyond_records(matcher: Matcher, occurrences: Sequence[Occurrence]) -> Mapping[str, Told]:
    """The bulletins, by their ids, each with what it tells of beyond the records of the acts that it counts.

    Args:
        matcher: resolves their names.
        occurrences: all of them, in event order.
    """
    bulletins = [matcher.told(one) for one in occurrences if one.aggregate]
    if not bulletins:
        return {}
    scopes = Scopes(matcher, [one for one in occurrences if not one.aggregate])
    done: list[Told] = []
    for bulletin in scopes.ordered(bulletins):
        surely: list[Told] = []
        perhaps: list[Told] = []
        for told, mark in (*scopes.records(bulletin), *scopes.others(bulletin, done)):
            (surely if mark is Mark.CERTAIN else perhaps).append(told)
        bulletin.beyond = Beyond(tuple(surely), tuple(perhaps))
        done.append(bulletin)
    return {one.occurrence.id: one for one in sorted(done, key=lambda one: one.occurrence.order)}


@attrs.define
class Scopes:
    """What lies in the scope of a bulletin."""

    matcher: Matcher
    single: list[Occurrence]
    """Events that are no bulletins, in their order."""
    _told: dict[str, Told] = attrs.field(factory=dict)

    @cached_property
    def _starts(self) -> list[Instant]:
        return [one.occurred.start for one in self.single]

    @cached_property
    def _longest(self) -> int:
        """The longest that any of them may have lasted, by which to find those that reach into an interval."""
        return max((one.occurred.end - one.occurred.start for one in self.single), default=0)

    def records(self, bulletin: Told) -> Iterator[tuple[Told, Mark]]:
        """The events that are, or may be, among those that a bulletin counts."""
        span = bulletin.occurrence.occurred
        first = bisect_left(self._starts, span.start - self._longest)
        for one in self.single[first : bisect_left(self._starts, span.end)]:
            if one.occurred.end > span.start:
                told = self._resolved(one)
                if mark := self.inside(told, bulletin):
                    yield told, mark

    def _resolved(self, occurrence: Occurrence) -> Told:
        if occurrence.id not in self._told:
            self._told[occurrence.id] = self.matcher.told(occurrence)
        return self._told[occurrence.id]

    def ordered(self, bulletins: Iterable[Told]) -> list[Told]:
        """The narrowest first; of two of the same scope the better supported one, whose number then stands whole."""
        listed = list(bulletins)
        within = {
            one.occurrence.id: sum(other is not one and self.inside(other, one) is Mark.CERTAIN for other in listed)
            for one in listed
        }
        return sorted(listed, key=lambda one: (within[one.occurrence.id], *_weakness(one)))

    def others(self, bulletin: Told, narrower: Iterable[Told]) -> Iterator[tuple[Told, Mark]]:
        """Other bulletins that count, or may count, acts of a bulletin's scope."""
        for other in narrower:
            mark = self.inside(other, bulletin)
            if mark is Mark.CERTAIN or self._overlap(other, bulletin):
                yield other, max(mark, Mark.POSSIBLE)

    def inside(self, told: Told, bulletin: Told) -> Mark:
        """Whether what is told lies in the scope of a bulletin, by every report of the one and of the other."""
        return unanimous(self._inside(one, scope) for one in told.facts for scope in bulletin.facts)

    def _inside(self, one: Facts, scope: Facts) -> Mark:
        world, in_time = self.matcher.world, _in_time(one, scope)
        if not in_time:
            return Mark.NONE
        return every(
            (
                in_time,
                world.taxonomy.is_a(one.incident.kind, (scope.incident.kind,)),
                self._of(one.actors, scope.actors, one.epochs),
                self._of(one.targets, scope.targets, one.epochs),
                Mark.CERTAIN if scope.incident.place is None else world.atlas.inside(one.where, scope.where),
            )
        )

    def _of(self, one: Named, scope: Named, epochs: Epochs) -> Mark:
        """Whether those whom a report names are those whom a bulletin states; where it states none, any are."""
        if not scope:
            return Mark.CERTAIN
        world = self.matcher.world
        marks = (Mark.POSSIBLE if party is None else world.rosters((party,)).of(one, epochs) for party, _ in scope)
        return unanimous(marks)

    def _overlap(self, one: Told, other: Told) -> bool:
        """Whether two bulletins may count the same act."""
        return any(self._meet(first, second) for first in one.facts for second in other.facts)

    def _meet(self, one: Facts, other: Facts) -> bool:
        world = self.matcher.world
        time, another = one.incident.occurred, other.incident.occurred
        return (
            time.start < another.end
            and another.start < time.end
            and bool(world.taxonomy.is_a(one.incident.kind, (other.incident.kind,)))
            and self._may_be(one.actors, other.actors)
            and self._may_be(one.targets, other.targets)
            and bool(max(world.atlas.inside(one.where, other.where), world.atlas.inside(other.where, one.where)))
        )

    def _may_be(self, one: Named, other: Named) -> bool:
        related = self.matcher.world.related
        return not one or not other or any(related(first, second) for first, _ in one for second, _ in other)


def _in_time(one: Facts, scope: Facts) -> Mark:
    time, span = one.incident.occurred, scope.incident.occurred
    if span.start <= time.start and time.end <= span.end:
        return Mark.CERTAIN
    return Mark.POSSIBLE if time.start < span.end and span.start < time.end else Mark.NONE


def _weakness(bulletin: Told) -> tuple[int, str]:
    """By which the better supported of two comes first; then their ids decide, so that the order of lines does not."""
    best = max(STATUSES.index(report.status) for report in bulletin.occurrence.reports)
    return -best, bulletin.occurrence.id
