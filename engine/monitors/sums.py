"""Running sums: what exact acts add up to in any window, without going through all of them each time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from fractions import Fraction

import attrs

from ...events.mark import Mark
from ...events.time import Instant
from ..amount import Amount
from ..events import Act

ZERO = Fraction(0)


@attrs.frozen
class Total:
    """The least and the most that acts may add up to; ``unbounded`` of them may add any number."""

    low: Fraction = ZERO
    high: Fraction = ZERO
    unbounded: int = 0

    @classmethod
    def of(cls, amount: Amount, mark: Mark) -> Total:
        """What an act adds that counts as surely as ``mark`` says; a number below nothing adds nothing."""
        low = max(amount.low, ZERO) if mark is Mark.CERTAIN else ZERO
        return cls(low, ZERO, 1) if amount.high is None else cls(low, max(amount.high, ZERO))

    def plus(self, other: Total) -> Total:
        """Both together."""
        return Total(self.low + other.low, self.high + other.high, self.unbounded + other.unbounded)

    def minus(self, part: Total) -> Total:
        """Without a part."""
        return Total(self.low - part.low, self.high - part.high, self.unbounded - part.unbounded)

    def possibly(self) -> Total:
        """The same of acts that may all not count."""
        return attrs.evolve(self, low=ZERO)

    def may_exceed(self, most: Fraction) -> bool:
        """Whether it may be more than the most allowed."""
        return self.unbounded > 0 or self.high > most


@attrs.frozen
class Counted:
    """An act that counts: how much, and how surely it falls under the clause."""

    act: Act
    amount: Amount
    falls: Mark

    @property
    def adds(self) -> Total:
        """What it adds by itself."""
        return Total.of(self.amount, self.falls)


@attrs.define
class Running:
    """Exact acts in the order of their time, each with the last instant whose window reaches back to it.

    ``before`` holds, for each act and for the end, what all the acts before it add up to.
    """

    acts: list[Counted] = attrs.field(factory=list)
    times: list[Instant] = attrs.field(factory=list)
    reaches: list[Instant] = attrs.field(factory=list)
    before: list[Total] = attrs.field(factory=lambda: [Total()])
    known: dict[str, Counted] = attrs.field(factory=dict)
    _gone: int = 0

    @property
    def empty(self) -> bool:
        """Whether nothing is left in it."""
        return self._gone == len(self.acts)

    def add(self, one: Counted, reach: Instant) -> bool:
        """The next act; says whether it could be added: one that reaches less far than those before it cannot."""
        if self.reaches and reach < self.reaches[-1]:
            return False
        self.known[one.act.id] = one
        self.acts.append(one)
        self.times.append(one.act.first)
        self.reaches.append(reach)
        self.before.append(self.before[-1].plus(one.adds))
        return True

    def window(self, first: Instant, last: Instant, whole_by: Instant, but: str) -> Total:
        """What may, and what must, lie in the window that ends with the act ``but``, that act left out.

        It happened at some instant from ``first`` to ``last``; what came by ``whole_by`` surely came before it.
        """
        start, end = self._range(first, last)
        least = self._low(bisect_left(self.reaches, last), bisect_right(self.times, whole_by))
        most, none = self.before[end], self.before[start]
        total = Total(least, most.high - none.high, most.unbounded - none.unbounded)
        return total.minus(self.known[but].adds) if but in self.known else total

    def _low(self, start: int, end: int) -> Fraction:
        return self.before[end].low - self.before[start].low if start < end else ZERO

    def _range(self, first: Instant, last: Instant) -> tuple[int, int]:
        start = bisect_left(self.reaches, first)
        return start, max(start, bisect_right(self.times, last))

    def latest(self, first: Instant, last: Instant) -> Iterator[Counted]:
        """The acts that may lie in that window, the latest first."""
        start, end = self._range(first, last)
        return (self.acts[index] for index in range(end - 1, start - 1, -1))

    def forget(self, oldest: Instant) -> None:
        """Drop the acts to which no window from ``oldest`` on reaches; the lists are cut when half of them is gone."""
        self._gone = bisect_left(self.reaches, oldest)
        if self._gone * 2 > len(self.acts):
            for one in self.acts[: self._gone]:
                del self.known[one.act.id]
            for kept in (self.acts, self.times, self.reaches, self.before):
                del kept[: self._gone]
            self._gone = 0
