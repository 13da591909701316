"""Renewal: a power that lasts a period at a time, each renewed by an act within the one before, or tacitly.

Nothing follows from a tacit renewal. So nobody is woken for one: which periods have ended is reckoned when the power is
looked at again, and those in which nothing happened are stepped over together.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from zoneinfo import ZoneInfo

import attrs

from ...events.duration import Duration, add, repeated
from ...events.mark import Mark
from ...events.time import Instant, format_instant
from ..agenda import Stage
from ..derivation import Derivation
from ..events import NormativeEvent, Signal, Wake
from .base import View
from .exertion import Exertion

PERIOD = "period"
"""What its wakes are for."""
TACITLY = "taken as renewed tacitly"
MOST_TOLD = 100
"""Periods in a row in which nothing happened that are told one by one; of more, the first and the last are."""


@attrs.define
class Period:
    """A running period: its end lies somewhere from ``earliest`` to ``latest``; ``renewed`` says how surely.

    It surely runs after ``since``: an act that may have come before may have renewed the period before instead.
    """

    number: int
    earliest: Instant
    latest: Instant | None
    since: Instant | None = None
    renewed: Mark = Mark.NONE
    by: str | None = None
    keys: set[str] = attrs.field(factory=set)
    """The acts that may have renewed it."""
    reach: Instant | None = None
    """As ``since``, but before the periods that the one act under way then alone may have renewed, tacit ones."""


@attrs.define(kw_only=True)
class Renewal:
    """The period that runs, and how surely one has ended without a renewal."""

    clause: int
    length: Duration
    tacit: bool
    view: View = attrs.field(repr=False)
    period: Period | None = None
    now: Mark = Mark.NONE
    """How surely the power is in force."""
    broken_off: bool = False
    """Whether a period ended while the power was out of force: no other follows it."""
    expired: Mark = Mark.NONE
    announced: NormativeEvent | None = None
    """That the period that runs may have ended without a renewal, as long as it is not settled."""
    under_way: dict[str, Exertion] = attrs.field(factory=dict)
    """Acts that may still come, or that may have come, and that may hence renew any period of that time."""
    notes: list[str] = attrs.field(factory=list)

    @property
    def zone(self) -> ZoneInfo:
        """The zone in whose calendar periods are reckoned."""
        return self.view.zone

    def force_changed(self, now: Instant, mark: Mark) -> Iterator[Signal]:
        """The first period runs from when the clause comes into force."""
        self.catch_up()
        self.now = mark
        if self.expired is Mark.CERTAIN:
            return
        if self.period is None and mark:
            self.period = self._running(1, add(now, self.length, self.zone), None)
            yield from self._wakes(self.period.earliest)
        if self.period is not None and self.period.latest is None and mark is Mark.CERTAIN:
            self.period.latest = add(now, self.length, self.zone)
            yield from self._wakes(self.period.latest)

    def _wakes(self, *ends: Instant) -> Iterator[Wake]:
        for instant in () if self.tacit else sorted(set(ends)):
            yield Wake(instant, Stage.EXPIRE, PERIOD)

    def catch_up(self) -> None:
        """End the periods that are over by now and were renewed, at the latest tacitly."""
        while self.tacit and self.period is not None and not self.broken_off:
            latest = self.period.latest
            if latest is None or latest > self.view.expired:
                return
            if not self.now:
                self.broken_off = True
            elif self.period.renewed is Mark.NONE:
                self._step_over(self.period, latest)
            else:
                self._tell(self.period)
                self._next(self.period, latest)

    def _step_over(self, first: Period, ended: Instant) -> None:
        """Go on to the period that runs now: nothing happened in the first one, nor in any between them."""
        more, latest = repeated(ended, self.length, self.zone, until=self.view.expired)
        earliest = latest
        if first.earliest < ended:
            _, earliest = repeated(first.earliest, self.length, self.zone, until=latest, most=more)
        last = Period(first.number + more, earliest, latest)
        self._tell(first)
        if more <= MOST_TOLD:
            for number in range(first.number + 1, last.number):
                ended = add(ended, self.length, self.zone)
                self._tell(Period(number, ended, ended))
        else:
            self.notes.append(f"periods {first.number + 1} to {last.number - 1} ended one by one: each {TACITLY}")
        if more:
            self._tell(last)
        self._next(last, latest)

    def _tell(self, period: Period) -> None:
        how = f"renewed by {period.by}" if period.renewed is Mark.CERTAIN else f"{TACITLY}{_perhaps(period)}"
        self.notes.append(f"{_ended(period)}: {how}")

    def follow(self, exertion: Exertion, *, settled: bool) -> None:
        """Keep in mind what may renew any period until it is over."""
        self.catch_up()
        if settled:
            self.under_way.pop(exertion.key, None)
        else:
            self.under_way[exertion.key] = exertion

    def renew(self, exertion: Exertion, mark: Mark, *, settled: bool, announced: bool) -> Mark:
        """Count an act towards the next period, and say how surely it is the one that adds it: one act is enough.

        It surely is if it surely lies in a period that surely runs, and no other may have come before it there. Of
        periods that follow one another tacitly it is enough that it lies in one of them.
        """
        self.catch_up()
        period = self.period
        if period is None or self.expired is Mark.CERTAIN or period.renewed is Mark.CERTAIN:
            return min(mark, Mark.POSSIBLE) if announced else Mark.NONE
        in_time = settled and period.latest is not None and exertion.latest <= period.earliest
        in_this = _after(exertion, period.since)
        first = period.renewed is Mark.NONE or period.keys == {exertion.key}
        sure = in_time and _after(exertion, period.reach) and self.expired is Mark.NONE
        period.renewed = max(period.renewed, mark if in_time and in_this else Mark.POSSIBLE)
        period.keys.add(exertion.key)
        period.by = " and ".join(act.id for act in exertion.acts)
        return mark if sure and first else min(mark, Mark.POSSIBLE)

    def runs(self) -> Derivation:
        """Whether a period runs that is not renewed yet."""
        period = self.period
        mark = Mark.NONE if self.expired is Mark.CERTAIN or period is None else period.renewed.negated
        found = "no period runs" if period is None else f"period {period.number}{_perhaps(period)}"
        if self.expired is Mark.CERTAIN:
            found = "the last period is over"
        elif period is not None and period.renewed is Mark.CERTAIN:
            found = f"period {period.number} is renewed by {period.by}"
        why = "whether it was renewed before is not certain" if mark is Mark.POSSIBLE else None
        return Derivation(test="period", wanted="a period that is not renewed yet", found=found, mark=mark, why=why)

    def wake(self, now: Instant) -> Iterator[Signal]:
        """The period may end, or ends, and the next one begins or the power expires, if it is in force then."""
        period = self.period
        if period is None or self.expired is Mark.CERTAIN or not self.now:
            return
        if now != period.latest:
            if period.renewed is not Mark.CERTAIN:
                self.expired = max(self.expired, Mark.POSSIBLE)
                self.announced = self._expiry(period, now, None, Mark.POSSIBLE)
                yield self.announced
            return
        self.announced = None
        mark = period.renewed.negated
        if mark is Mark.NONE:
            self._tell(period)
        else:
            mark = min(mark, self.now)
            before, self.expired = self.expired, max(self.expired, mark)
            mark = mark if before is Mark.NONE else Mark.POSSIBLE  # it may have expired before
            self.notes.append(f"{_ended(period)} with no renewal on record{_perhaps(period)}")
            yield self._expiry(period, period.earliest, now, mark)
            if period.renewed is Mark.NONE:
                return
        yield from self._wakes(*self._next(period, now))

    def finish(self) -> Iterator[Signal]:
        """What may have expired and was never decided is settled as that."""
        if self.announced is not None:
            yield attrs.evolve(self.announced, settled=True)

    def _next(self, period: Period, ended: Instant) -> tuple[Instant, Instant]:
        earliest, latest = (add(end, self.length, self.zone) for end in (period.earliest, ended))
        following = self._running(period.number + 1, earliest, latest, since=ended)
        alone = self.tacit and len(self.under_way) == 1 and period.keys == following.keys
        following.reach = period.reach if alone else ended
        self.period = following
        return earliest, latest

    def _running(self, number: int, earliest: Instant, latest: Instant | None, since: Instant | None = None) -> Period:
        """A period that begins; what is under way may renew it."""
        period = Period(number, earliest, latest, since)
        if self.under_way:
            period.renewed, period.keys = Mark.POSSIBLE, set(self.under_way)
            period.by = " or ".join(self.under_way)
        return period

    def _expiry(self, period: Period, earliest: Instant, latest: Instant | None, mark: Mark) -> NormativeEvent:
        """The power has expired, or (``latest`` is None) may have."""
        found = "no renewal on record" if period.renewed is Mark.NONE else f"renewal not certain: {period.by}"
        why = "the renewal is not certain" if mark is Mark.POSSIBLE else None
        statement = Derivation(test="renewed", wanted=f"period {period.number}", found=found, mark=mark, why=why)
        return NormativeEvent(
            clause=self.clause,
            outcome="expiry",
            key=f"period {period.number}",
            mark=mark,
            earliest=earliest,
            latest=latest,
            settled=latest is not None,
            derive=partial(Derivation, test="expiry", mark=mark, parts=(statement,)),
        )


def _after(exertion: Exertion, since: Instant | None) -> bool:
    return since is None or exertion.earliest > since


def _ended(period: Period) -> str:
    assert period.latest is not None
    return f"period {period.number} ended at {format_instant(period.latest)}"


def _perhaps(period: Period) -> str:
    """What may have renewed a period, and did not for certain."""
    return f" ({period.by} may have renewed it)" if period.renewed is Mark.POSSIBLE else ""
