"""Maintenance of a level: a quantity that acts change, and reports state, stays within bounds.

The level is what the last report of it said, or what it was at first, and all changes since. Where it is not certain
which report was the last, or whether a change came before or after it, the level lies between bounds. All acts of an
instant are counted before the level is judged, and a report of the level includes the changes of its own instant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

import attrs

from ...events.duration import NO_TIME
from ...events.mark import Mark
from ...events.time import FIRST_INSTANT, Instant
from ...rules import clauses
from ...rules.values import exactly
from ..amount import Amount
from ..derivation import Derivation
from ..events import Act, Signal
from .base import Roles, Standing
from .compiler import Compiler
from .keeping import Keeping

Bound = Fraction | None
"""A bound of the level; None where there is none."""
ZERO = Fraction(0)


@attrs.frozen
class Span:
    """A number from ``low`` to ``high``; None on either side where it has no bound there."""

    low: Bound
    high: Bound

    def plus(self, other: Span) -> Span:
        """The sum of two numbers."""
        return Span(_sum(self.low, other.low), _sum(self.high, other.high))

    def or_nothing(self) -> Span:
        """The number, or zero."""
        return Span(
            None if self.low is None else min(self.low, ZERO), None if self.high is None else max(self.high, ZERO)
        )

    def hull(self, other: Span) -> Span:
        """Either of two numbers."""
        low = None if self.low is None or other.low is None else min(self.low, other.low)
        high = None if self.high is None or other.high is None else max(self.high, other.high)
        return Span(low, high)


def _sum(one: Bound, other: Bound) -> Bound:
    return None if one is None or other is None else one + other


NOTHING = Span(ZERO, ZERO)


@attrs.define
class Moment:
    """A change of the level, or a report of it, at some instant from ``first`` to ``last``."""

    first: Instant
    last: Instant
    span: Span
    certain: bool


@attrs.define
class Base(Moment):
    """A report that may have been the last one, with the changes since that are decided."""

    since: Span = NOTHING


@attrs.define(kw_only=True)
class Level(Keeping):
    """The state of a duty to keep a level within bounds."""

    amount: str
    rises: int | None
    falls: int | None
    reported: int | None
    at_least: Bound
    at_most: Bound
    bases: dict[str, Base]
    changes: dict[str, Moment] = attrs.field(factory=dict)

    @property
    def roles(self) -> Roles:
        """The acts that change the level, and the reports of it."""
        named = (
            ("an act that raises the level", self.rises),
            ("an act that lowers the level", self.falls),
            ("a report of the level", self.reported),
        )
        return tuple((words, number) for words, number in named if number is not None)

    def observe(self, act: Act, now: Instant, *, settled: bool) -> Iterator[Signal]:
        """Acts change the level; it is judged once all acts of the instant have happened."""
        amount = act.amount(self.amount)
        if (change := self._change(act, amount)) is not None:
            self.changes[act.id] = Moment(act.first, act.last, change, settled)
        if self.reported is not None and (mark := act.mark(self.reported)):
            certain = settled and mark is Mark.CERTAIN
            report = Base(act.first, act.last, Span(amount.low, amount.high), certain)
            self.bases.pop(act.id, None)
            if certain:
                self.bases = {name: base for name, base in self.bases.items() if _may_follow(base, report)}
            self.bases[act.id] = report
        self._tell(act)
        yield self.look(now)

    def _tell(self, act: Act) -> None:
        """Tell which way an act may move the level: a report of it either way."""
        up, down = (
            any(number is not None and act.mark(number) for number in (self.reported, moves))
            for moves in (self.rises, self.falls)
        )
        over, under = self.at_most is not None, self.at_least is not None
        self.failing.seen(act, spoils=(up and over) or (down and under), mends=(down and over) or (up and under))

    def _change(self, act: Act, amount: Amount) -> Span | None:
        """By how much an act may change the level; an amount below nothing is none."""
        low, high = max(amount.low, ZERO), None if amount.high is None else max(amount.high, ZERO)
        rise = Mark.NONE if self.rises is None else act.mark(self.rises)
        fall = Mark.NONE if self.falls is None else act.mark(self.falls)
        span = NOTHING
        if rise:
            up = Span(low, high)
            span = span.plus(up if rise is Mark.CERTAIN else up.or_nothing())
        if fall:
            down = Span(None if high is None else -high, -low)
            span = span.plus(down if fall is Mark.CERTAIN else down.or_nothing())
        return span if rise or fall else None

    def fails(self, now: Instant) -> Mark:
        """How surely the level is out of bounds, once what is over has been counted for good."""
        self._decide(now)
        return self._out(self.level())

    def _decide(self, now: Instant) -> None:
        """Count what is over for good, so that the cost of a look does not grow with the log."""
        if any(not base.certain and base.last > now for base in self.bases.values()):
            return
        for name in [name for name, change in self.changes.items() if change.last <= now]:
            change = self.changes.pop(name)
            for base in self.bases.values():
                base.since = base.since.plus(_since(base, change))

    def level(self) -> Span:
        """The bounds between which the level lies now."""
        found: Span | None = None
        for base in self.bases.values():
            level = base.span.plus(base.since)
            for change in self.changes.values():
                level = level.plus(_since(base, change))
            found = level if found is None else found.hull(level)
        assert found is not None
        return found

    def _out(self, level: Span) -> Mark:
        """Whether a level is out of bounds."""
        over = _beyond(level.low, level.high, self.at_most)
        below = NOTHING if self.at_least is None else Span(_minus(level.high), _minus(level.low))
        under = Mark.NONE if self.at_least is None else _beyond(below.low, below.high, -self.at_least)
        return max(over, under)

    def describe(self, mark: Mark) -> Derivation:
        """That the level is out of bounds."""
        level = self.level()
        parts = [f"at least {self.at_least}" if self.at_least is not None else ""]
        parts.append(f"at most {self.at_most}" if self.at_most is not None else "")
        return Derivation(
            test="level",
            wanted=" and ".join(filter(None, parts)),
            found=_words(level),
            mark=mark,
            why="the level is not known well enough" if mark is Mark.POSSIBLE else None,
        )

    def standing(self) -> Standing:
        """As a duty to abstain, with the level as it is."""
        found = super().standing()
        return attrs.evolve(found, notes=(*found.notes, f"level {_words(self.level())}"))


def _since(base: Base, change: Moment) -> Span:
    """What a change adds to the level that a report stated."""
    if change.last <= base.first:
        return NOTHING
    after = change.first > base.last
    return change.span if after and change.certain else change.span.or_nothing()


def _may_follow(base: Base, report: Base) -> bool:
    """Whether a report may come after one looked at later; of exact ones at one instant the later one stands."""
    if base.last == report.first:
        return base.first < base.last or report.first < report.last
    return base.last > report.first


def _minus(bound: Bound) -> Bound:
    return None if bound is None else -bound


def _beyond(low: Bound, high: Bound, most: Bound) -> Mark:
    """Whether a number is more than the most that it may be."""
    if most is None:
        return Mark.NONE
    if low is not None and low > most:
        return Mark.CERTAIN
    return Mark.POSSIBLE if high is None or high > most else Mark.NONE


def _words(level: Span) -> str:
    if level.low == level.high and level.low is not None:
        return _number(level.low)
    if level.high is None:
        return "not known" if level.low is None else f"{_number(level.low)} or more"
    return f"{_number(level.high)} or less" if level.low is None else f"{_number(level.low)} to {_number(level.high)}"


def _number(number: Fraction) -> str:
    return str(number) if number.denominator == 1 else f"{float(number):g}"


def _each(numbers: Iterable[int | float | None]) -> Iterator[Bound]:
    return (None if number is None else exactly(number) for number in numbers)


def build(clause: clauses.Maintenance, compiler: Compiler) -> Level:
    """The monitor of a maintenance of a level."""
    level = clause.level
    assert level is not None
    least, most = _each((clause.at_least, clause.at_most))
    initial = exactly(level.initial)
    return Level(
        clause=compiler.number[clause.id],
        grace=clause.grace or NO_TIME,
        view=compiler.view,
        amount=level.amount,
        rises=compiler.optional(level.rises),
        falls=compiler.optional(level.falls),
        reported=compiler.optional(level.reported),
        at_least=least,
        at_most=most,
        bases={"": Base(FIRST_INSTANT, FIRST_INSTANT, Span(initial, initial), certain=True)},
    )
