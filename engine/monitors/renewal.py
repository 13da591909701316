"""Renewal: a power that lasts a period at a time, each renewed by an act within the one before, or tacitly."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import attrs

from ...events.duration import Duration, add
from ...events.mark import Mark
from ...events.time import Instant, format_instant
from ..agenda import Stage
from ..derivation import Derivation
from ..events import NormativeEvent, Signal, Wake
from .exertion import Exertion

PERIOD = "period"
"""What its wakes are for."""


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


@attrs.define(kw_only=True)
class Renewal:
    """The period that runs, and how surely one has ended without a renewal."""

    clause: int
    length: Duration
    tacit: bool
    zone: ZoneInfo
    period: Period | None = None
    expired: Mark = Mark.NONE
    notes: list[str] = attrs.field(factory=list)

    def force_changed(self, now: Instant, mark: Mark) -> Iterator[Signal]:
        """The first period runs from when the clause comes into force."""
        if self.expired is Mark.CERTAIN:
            return
        if self.period is None and mark:
            self.period = Period(1, add(now, self.length, self.zone), None)
            yield Wake(self.period.earliest, Stage.EXPIRE, PERIOD)
        if self.period is not None and self.period.latest is None and mark is Mark.CERTAIN:
            self.period.latest = add(now, self.length, self.zone)
            yield Wake(self.period.latest, Stage.EXPIRE, PERIOD)

    def renew(self, exertion: Exertion, mark: Mark, *, settled: bool) -> bool:
        """Count an act towards the next period, and say whether it still could be: one act is enough."""
        period = self.period
        if period is None or self.expired is Mark.CERTAIN or period.renewed is Mark.CERTAIN:
            return False
        in_time = settled and period.latest is not None and exertion.latest <= period.earliest
        in_this = period.since is None or exertion.earliest > period.since
        period.renewed = max(period.renewed, mark if in_time and in_this else Mark.POSSIBLE)
        period.by = " and ".join(act.id for act in exertion.acts)
        return True

    def wake(self, now: Instant, force: Mark) -> Iterator[Signal]:
        """The period may end, or ends, and the next one begins or the power expires if it is in ``force`` then."""
        period = self.period
        if period is None or self.expired is Mark.CERTAIN:
            return
        if now != period.latest:
            if period.renewed is Mark.NONE and not self.tacit:
                yield self._expiry(period, now, None, Mark.POSSIBLE)
            return
        ended = f"period {period.number} ended at {format_instant(now)}"
        if period.renewed is Mark.CERTAIN:
            self.notes.append(f"{ended}: renewed by {period.by}")
        elif self.tacit:
            self.notes.append(f"{ended}: taken as renewed tacitly{_perhaps(period)}")
        else:
            mark = min(period.renewed.negated, force)
            self.expired = max(self.expired, mark)
            self.notes.append(f"{ended} with no renewal on record{_perhaps(period)}")
            yield self._expiry(period, period.earliest, now, mark)
            if period.renewed is Mark.NONE:
                return
        yield from self._next(period, now)

    def _next(self, period: Period, ended: Instant) -> Iterator[Signal]:
        earliest, latest = (add(end, self.length, self.zone) for end in (period.earliest, ended))
        self.period = Period(period.number + 1, earliest, latest, since=ended)
        for instant in sorted({earliest, latest}):
            yield Wake(instant, Stage.EXPIRE, PERIOD)

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
            derive=lambda: Derivation(test="expiry", mark=mark, parts=(statement,)),
        )


def _perhaps(period: Period) -> str:
    """What may have renewed a period, and did not for certain."""
    return f" ({period.by} may have renewed it)" if period.renewed is Mark.POSSIBLE else ""
