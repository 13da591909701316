"""Which steps of a condition have been taken: what may, and what must, be a full set of them.

Of the many reports that may be one step only those are kept that can still make a difference, so that each new one
is weighed against a few. On reports of exact instants nothing is lost by that; otherwise what may be is never missed,
and what must be is not always seen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import attrs

from ...events.time import FIRST_INSTANT, LAST_INSTANT, Instant

_MOST_CHAINS = 8


@attrs.frozen(kw_only=True)
class Taking:
    """What may be the taking of a step, at some instant from ``first`` to ``last``; ``sure`` if it surely is one."""

    name: str
    first: Instant
    last: Instant
    sure: bool
    incidents: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Full:
    """A full set of steps, the last one taken at some instant from ``earliest`` to ``latest``."""

    earliest: Instant
    latest: Instant
    takings: tuple[Taking, ...]

    @property
    def first(self) -> Instant:
        """The first instant at which its first step may have been taken."""
        return min(taking.first for taking in self.takings)


Until = Callable[[Instant], Instant]
"""The last instant at which steps that began at an instant may still be completed."""


class Taken(Protocol):
    """The steps taken so far."""

    def take(self, step: int, taking: Taking) -> None:
        """A step may have been taken."""

    def start_after(self, since: Instant) -> None:
        """Only what comes after an instant counts any more."""

    def possibly(self) -> Full | None:
        """What may be a full set."""

    def surely(self) -> Full | None:
        """What must be a full set."""

    def each(self) -> tuple[Taking | None, ...]:
        """What may be each step's taking, as far as it goes."""


@attrs.define
class AnyOrder:
    """Steps in any order: for each one the last report that it may be, and the last that it surely is."""

    steps: int
    until: Until
    may: list[Taking | None] = attrs.field(init=False)
    must: list[Taking | None] = attrs.field(init=False)
    since: Instant = FIRST_INSTANT

    def __attrs_post_init__(self) -> None:
        self.may = [None] * self.steps
        self.must = [None] * self.steps

    def take(self, step: int, taking: Taking) -> None:
        """Keep the one that lies latest, which lies nearest to all that is still to come."""
        if taking.last <= self.since:
            return
        may, must = self.may[step], self.must[step]
        if may is None or (taking.last, taking.sure) >= (may.last, may.sure):
            self.may[step] = taking
        if taking.sure and (must is None or (taking.first, -taking.last) > (must.first, -must.last)):
            self.must[step] = taking

    def start_after(self, since: Instant) -> None:
        """Only what comes after an instant counts any more."""
        self.since = max(self.since, since)
        for kept in (self.may, self.must):
            kept[:] = [taking if taking and taking.last > self.since else None for taking in kept]

    def possibly(self) -> Full | None:
        """Whether the latest reports may lie together."""
        takings = _all(self.may)
        if takings is None:
            return None
        earliest = max(max(taking.first for taking in takings), self.since + 1)
        if earliest > self.until(min(taking.last for taking in takings)):
            return None
        return Full(earliest=earliest, latest=max(taking.last for taking in takings), takings=takings)

    def surely(self) -> Full | None:
        """Whether the latest sure reports must lie together."""
        takings = _all(self.must)
        if takings is None:
            return None
        latest = max(taking.last for taking in takings)
        if latest > self.until(min(taking.first for taking in takings)):
            return None
        return Full(earliest=max(taking.first for taking in takings), latest=latest, takings=takings)

    def each(self) -> tuple[Taking | None, ...]:
        """The latest report of each step."""
        return tuple(self.may)


def _all(takings: list[Taking | None]) -> tuple[Taking, ...] | None:
    found = tuple(taking for taking in takings if taking is not None)
    return found if len(found) == len(takings) else None


@attrs.frozen
class Chain:
    """Steps taken one after the other: begun at ``start`` at the latest, the last one taken at ``end`` at the earliest.

    Of a chain that must be one: begun at ``start`` at the earliest, and over at ``end`` at the latest.
    """

    start: Instant
    end: Instant
    takings: tuple[Taking, ...]


@attrs.define
class InOrder:
    """Steps one after the other: for each number of steps the chains that later steps may continue."""

    steps: int
    until: Until
    may: list[list[Chain]] = attrs.field(init=False)
    must: list[list[Chain]] = attrs.field(init=False)
    latest: list[Taking | None] = attrs.field(init=False)
    """For each step the report that reaches farthest: it may come after a step that is reported later."""
    since: Instant = FIRST_INSTANT
    reached: Instant = FIRST_INSTANT

    def __attrs_post_init__(self) -> None:
        self.may = [[] for _ in range(self.steps)]
        self.must = [[] for _ in range(self.steps)]
        self.latest = [None] * self.steps

    def take(self, step: int, taking: Taking) -> None:
        """Continue the chains of the steps before it."""
        if taking.last <= self.since:
            return
        self.reached = max(self.reached, taking.first)
        known = self.latest[step]
        if known is None or taking.last >= known.last:
            self.latest[step] = taking
        self._may(step, taking, self.may[step - 1] if step else [Chain(LAST_INSTANT, self.since, ())])
        if taking.sure:
            self._must(step, taking)

    def _may(self, step: int, taking: Taking, before: list[Chain]) -> None:
        longer = [
            Chain(min(chain.start, taking.last - step), max(taking.first, chain.end + 1), (*chain.takings, taking))
            for chain in before
            if chain.end < taking.last
        ]
        if not longer:
            return
        self.may[step] = self._open(self.may[step] + longer)
        following = self.latest[step + 1] if step + 1 < self.steps else None
        if following is not None:
            self._may(step + 1, following, longer)

    def _open(self, chains: list[Chain]) -> list[Chain]:
        """The chains that what is still to come may continue: of those that are over, the one begun last."""
        over = [chain for chain in chains if chain.end < self.reached]
        begun_last = [max(over, key=lambda chain: chain.start)] if over else []
        return _best(begun_last + [chain for chain in chains if chain.end >= self.reached])

    def _must(self, step: int, taking: Taking) -> None:
        before = self.must[step - 1] if step else [Chain(taking.first, self.since, ())]
        found = [chain for chain in before if chain.end < taking.first]
        if found:
            chain = max(found, key=lambda one: one.start)
            longer = Chain(chain.start, taking.last, (*chain.takings, taking))
            self.must[step] = _best([*self.must[step], longer])[-_MOST_CHAINS:]

    def start_after(self, since: Instant) -> None:
        """Only what comes after an instant counts any more."""
        self.since = max(self.since, since)
        self.latest = [taking if taking and taking.last > self.since else None for taking in self.latest]
        for step, chains in enumerate(self.may):
            least = self.since + step + 1
            kept = [attrs.evolve(one, end=max(one.end, least)) for one in chains if one.start > self.since]
            self.may[step] = _best(kept)
        self.must = [[chain for chain in chains if chain.start > self.since] for chains in self.must]

    def possibly(self) -> Full | None:
        """The chain that may have been over first."""
        full = [chain for chain in self.may[-1] if self._may_last(chain)]
        if not full:
            return None
        chain = min(full, key=lambda one: one.end)
        return Full(earliest=chain.end, latest=chain.takings[-1].last, takings=chain.takings)

    def _may_last(self, chain: Chain) -> bool:
        return max(chain.end, chain.start + self.steps - 1) <= self.until(chain.start)

    def surely(self) -> Full | None:
        """The chain that must be over first."""
        full = [chain for chain in self.must[-1] if chain.end <= self.until(chain.start)]
        if not full:
            return None
        chain = max(full, key=lambda one: one.start)
        return Full(earliest=chain.takings[-1].first, latest=chain.end, takings=chain.takings)

    def each(self) -> tuple[Taking | None, ...]:
        """The longest chain."""
        longest = next((chains[-1].takings for chains in reversed(self.may) if chains), ())
        return (*longest, *(None for _ in range(self.steps - len(longest))))


def _best(chains: list[Chain]) -> list[Chain]:
    """Those of which no other began later and was over sooner, by when they are over."""
    best: list[Chain] = []
    for chain in sorted(chains, key=lambda one: (one.end, -one.start)):
        if not best or chain.start > best[-1].start:
            best.append(chain)
    return best
