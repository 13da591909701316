"""Instance: one opening of a duty, its deadlines, and what has been done towards it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

import attrs

from ...events.duration import Duration, add
from ...events.mark import Mark, every
from ...events.time import FIRST_INSTANT, LAST_INSTANT, Instant
from ...rules.names import PartyName
from ..events import Act, NormativeEvent
from .base import LAPSED, PENDING, SATISFIED, VIOLATED
from .hold import Hold
from .quota import Quota


@attrs.frozen
class Due:
    """When a duty is due: ``within`` after its opening, ``by`` an instant, or the earlier of both."""

    within: Duration | None
    by: Instant | None
    zone: ZoneInfo

    def after(self, opened: Instant) -> Instant:
        """The deadline of a duty opened at an instant, never before it; the last instant where there is none."""
        limits = [] if self.within is None else [add(opened, self.within, self.zone)]
        if self.by is not None:
            limits.append(max(self.by, opened))
        return min(limits, default=LAST_INSTANT)

    def moved(self, deadline: Instant, by: Iterable[Duration], stood_still: int) -> Instant:
        """A deadline after extensions, in whatever order they came, and the time for which its clock stood still.

        Each is added to what the others made of it, so that one more never makes it earlier.
        """
        if deadline == LAST_INSTANT:
            return deadline
        for length in sorted(by, key=lambda one: one.order):
            deadline = add(deadline, length, self.zone)
        return min(deadline + stood_still, LAST_INSTANT)


@attrs.define(kw_only=True)
class Opening:
    """The duty was opened at some instant from ``earliest`` to ``latest`` (None: not known yet).

    ``mark`` says how surely, ``alive`` how surely it was not ended since. Acts count from ``counts`` on if it was
    opened as early as possible, and from ``surely_counts`` on in any case. ``acts`` opened it. The clause
    may have ended from ``doubtful_since`` on.
    """

    key: str
    earliest: Instant
    counts: Instant
    latest: Instant | None = None
    surely_counts: Instant | None = None
    mark: Mark = Mark.POSSIBLE
    alive: Mark = Mark.CERTAIN
    settled: bool = False
    acts: tuple[Act, ...] = ()
    incidents: tuple[str, ...] = ()
    instances: dict[str, Instance] = attrs.field(factory=dict)
    stood_least: int = 0
    stood_most: int = 0
    doubtful_since: Instant = FIRST_INSTANT

    @property
    def exact(self) -> bool:
        """Whether it is known when it was opened."""
        return self.settled and self.earliest == self.latest

    def doubt(self, now: Instant) -> None:
        """From ``now`` on the clause may have ended."""
        if self.alive is Mark.CERTAIN:
            self.alive, self.doubtful_since = Mark.POSSIBLE, now

    def settle(self, mark: Mark, latest: Instant | None, surely_counts: Instant | None, stood: int) -> None:
        """It is known how surely it was opened, and when at the latest; the clock had ``stood`` still for so long."""
        self.mark, self.latest, self.surely_counts, self.settled = mark, latest, surely_counts, True
        self.stood_least = stood


@attrs.frozen
class Extension:
    """An order that moves deadlines."""

    by: Duration
    mark: Mark


@attrs.define(kw_only=True)
class Instance:
    """One duty of an opening.

    Attributes:
        reached: the first instant at which it may have been met, in time or late.
        closed: an act has met it surely, in time or late; further acts are none of its own.
        met: how surely it was met in time.
        due_from: the first instant at which its deadline may have passed unmet.
        decided: when its deadline has passed for certain.
    """

    key: str
    opening: Opening
    pattern: int
    bearer: tuple[PartyName, ...]
    quota: Quota
    due: Due
    hold: Hold
    extensions: dict[str, Extension] = attrs.field(factory=dict)
    released: Mark = Mark.NONE
    reached: Instant | None = None
    closed: bool = False
    met: Mark = Mark.NONE
    due_from: Instant | None = None
    decided: Instant | None = None
    breached: Mark = Mark.NONE
    ended: bool = False

    @property
    def sure(self) -> Mark:
        """How surely the duty was opened and has been neither ended nor released."""
        return every((self.opening.mark, self.opening.alive, self.released.negated))

    @property
    def over(self) -> bool:
        """Whether nothing can change for it any more."""
        if self.ended or self.released is Mark.CERTAIN:
            return True
        return self.closed and (self.decided is not None or self.due_from is None)

    def first_deadline(self, now: Instant) -> Instant:
        """The earliest that the deadline can be, for what is known ``now``."""
        deadline = self.due.after(self.opening.earliest)
        stood = self.hold.least(now) - self.opening.stood_least if self.opening.settled else 0
        return self.due.moved(deadline, self._extended(Mark.CERTAIN), stood)

    def last_deadline(self, now: Instant) -> Instant:
        """The latest that the deadline can be, for what is known ``now``."""
        if self.opening.latest is None:
            return LAST_INSTANT
        stood = self.hold.most(now) - self.opening.stood_most
        return self.due.moved(self.due.after(self.opening.latest), self._extended(Mark.POSSIBLE), stood)

    def _extended(self, least: Mark) -> Iterator[Duration]:
        return (one.by for one in self.extensions.values() if one.mark >= least)

    def in_time(self, now: Instant) -> bool:
        """Whether what was done by ``now`` was surely done before the deadline passed."""
        if self.due_from is not None:
            return now <= self.due_from
        return self.hold.mark is Mark.CERTAIN or now <= self.first_deadline(now)

    def reaches(self, order: NormativeEvent) -> Mark:
        """How surely an order finds the duty open: after its opening and before its deadline has passed."""
        exact = order.earliest == order.latest
        opening = self.opening
        opened = opening.settled and opening.latest is not None
        opened = opened and (opening.latest < order.earliest or (exact and opening.exact))  # type: ignore[operator]
        before = self.due_from is None and order.latest is not None
        before = before and (exact or order.latest < self.first_deadline(order.earliest))  # type: ignore[operator]
        return Mark.CERTAIN if order.certain and opened and before else Mark.POSSIBLE

    def strict(self) -> str:
        """The verdict by what is certain."""
        if self.breached is Mark.CERTAIN:
            return VIOLATED
        if self.met is Mark.CERTAIN or (self.decided is not None and self.sure is Mark.CERTAIN):
            return SATISFIED
        return self._open()

    def broad(self) -> str:
        """The verdict by what is possible."""
        if self.breached:
            return VIOLATED
        return SATISFIED if self.reached is not None else self._open()

    def _open(self) -> str:
        """Neither met nor breached: pending, or lapsed where the duty surely was opened and is over."""
        gone = self.ended or self.released is Mark.CERTAIN
        return LAPSED if gone and self.opening.mark is Mark.CERTAIN else PENDING

    def state(self) -> str:
        """Its place in its life cycle."""
        if self.breached is Mark.CERTAIN:
            return "violated"
        if self.met is Mark.CERTAIN:
            return "fulfilled"
        if self.released is Mark.CERTAIN:
            return "waived"
        return "terminated" if self.ended else "in_effect"
