"""Failing: the stretches of time in which what must be kept is not kept, each a breach once it has lasted too long.

Two tracks are kept: since when it may be failing, and since when it surely is. One failure lasts as long as it may be
failing without a break; it is a breach for certain once it surely has been failing for longer than the grace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import attrs

from ...events.mark import Mark
from ...events.time import Duration, Instant, add, format_instant
from ..agenda import Stage
from ..derivation import Derivation
from ..events import NormativeEvent, Signal, Wake
from .base import Standing, View, standing_of_abstention

LOOK = "look"
MAY_BE_LONG = "may be long"
IS_LONG = "is long"
_MOST_NOTES = 20


@attrs.define(kw_only=True)
class Failure:
    """One failure: it may have begun at ``since``; ``breach`` says how surely it is a breach."""

    number: int
    since: Instant
    breach: Mark = Mark.NONE
    earliest: Instant = 0
    doubted: Instant | None = None
    """Since when it may be restored."""
    acts: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """A name of the failure."""
        return f"failure {self.number}"


@attrs.define(kw_only=True)
class Failing:
    """The failures of one clause, told at each instant at which anything changed how things stand."""

    clause: int
    grace: Duration
    view: View = attrs.field(repr=False)
    describe: Callable[[Mark], Derivation] = attrs.field(repr=False)
    """The statement of what is not kept."""
    failure: Failure | None = None
    surely_since: Instant | None = None
    number: int = 0
    certain: int = 0
    possible: int = 0
    notes: list[str] = attrs.field(factory=list)

    def now(self, mark: Mark, acts: tuple[str, ...], now: Instant, *, ended: bool) -> Iterator[Signal]:
        """It fails at ``now`` as surely as ``mark`` says; ``ended`` where the clause is out of force."""
        if mark is not Mark.CERTAIN:
            self.surely_since = None
        elif self.surely_since is None:
            self.surely_since = now
            yield self._due(now, IS_LONG)
        if mark and self.failure is None:
            self.number += 1
            self.failure = Failure(number=self.number, since=now)
            yield self._due(now, MAY_BE_LONG)
        if self.failure is not None:
            self.failure.acts = tuple(dict.fromkeys((*self.failure.acts, *acts)))
            if not mark:
                yield from self._over(self.failure, now, ended=ended)
            elif mark is Mark.POSSIBLE:
                yield from self._doubt(self.failure, now)

    def _due(self, since: Instant, name: str) -> Wake:
        """When a failure is a breach: without a grace at once, since all acts of the instant have been looked at."""
        stage = Stage.EXPIRE if self.grace != Duration() else Stage.JUDGE
        return Wake(add(since, self.grace, self.view.zone), stage, name)

    def wake(self, name: str, now: Instant) -> Iterator[Signal]:
        """See whether the failure has lasted longer than the grace on either track."""
        failure = self.failure
        if failure is None or failure.breach is Mark.CERTAIN:
            return
        if name == MAY_BE_LONG and self._long(failure.since, now):
            failure.breach, failure.earliest = Mark.POSSIBLE, now
            if not self._long(self.surely_since, now):
                yield self._event(failure, "breach", now, None, settled=False)
            if self.surely_since is None:
                yield from self._doubt(failure, now)
        if self._long(self.surely_since, now):
            failure.breach = Mark.CERTAIN
            failure.earliest = failure.earliest or now
            self.certain += 1
            yield self._event(failure, "breach", failure.earliest, now, settled=True)

    def _long(self, since: Instant | None, now: Instant) -> bool:
        return since is not None and add(since, self.grace, self.view.zone) <= now

    def _doubt(self, failure: Failure, now: Instant) -> Iterator[Signal]:
        """From now on a breach may be restored: who listens for that must know before it is certain."""
        if failure.breach and failure.doubted is None:
            failure.doubted = now
            yield self._event(failure, "restoration", now, None, settled=False)

    def _over(self, failure: Failure, now: Instant, *, ended: bool) -> Iterator[Signal]:
        self.failure = None
        if not failure.breach:
            return
        yield from self._settle(failure, now)
        self._note(failure, f"to {format_instant(now)}")
        if not ended:
            earliest = now if failure.doubted is None else failure.doubted
            yield self._event(failure, "restoration", earliest, now, settled=True)
        elif failure.doubted is not None:
            yield self._event(attrs.evolve(failure, breach=Mark.POSSIBLE), "restoration", failure.doubted, now)

    def _settle(self, failure: Failure, now: Instant | None) -> Iterator[Signal]:
        """What stayed possible is settled as such."""
        if failure.breach is Mark.POSSIBLE:
            self.possible += 1
            yield self._event(failure, "breach", failure.earliest, now, settled=True)

    def _note(self, failure: Failure, until: str) -> None:
        word = "not kept" if failure.breach is Mark.CERTAIN else "possibly not kept"
        self.notes = [*self.notes[-_MOST_NOTES:], f"{word} from {format_instant(failure.since)} {until}"]

    def finish(self) -> Iterator[Signal]:
        """A failure that is still going on is settled where it stayed possible; that it may be over is no finding."""
        failure = self.failure
        if failure is not None and failure.breach:
            yield from self._settle(failure, None)

    def _event(
        self, failure: Failure, outcome: str, earliest: Instant, latest: Instant | None, *, settled: bool = True
    ) -> NormativeEvent:
        mark = failure.breach if settled else Mark.POSSIBLE
        statement = self.describe(mark)
        return NormativeEvent(
            clause=self.clause,
            outcome=outcome,
            key=failure.key,
            mark=mark,
            earliest=earliest,
            latest=latest,
            settled=settled,
            incidents=failure.acts,
            derive=lambda: self._derive(outcome, mark, statement),
        )

    def _derive(self, outcome: str, mark: Mark, statement: Derivation) -> Derivation:
        lasted = Derivation(
            test="lasted",
            mark=mark,
            wanted=f"no longer than {self.grace}" if self.grace != Duration() else "at all times",
            why="how long it was not kept is not certain" if mark is Mark.POSSIBLE else None,
        )
        return Derivation(test=outcome, mark=mark, parts=(statement, lasted))

    def standing(self, now: Mark, ever: Mark) -> Standing:
        """As a duty to abstain, with the stretches in which it was not kept; one that goes on counts already."""
        going_on = Mark.NONE if self.failure is None else self.failure.breach
        notes = list(self.notes)
        if self.failure is not None and going_on:
            word = "not kept" if going_on is Mark.CERTAIN else "possibly not kept"
            notes.append(f"{word} since {format_instant(self.failure.since)}")
        found = standing_of_abstention(
            now=now, ever=ever, certain=self.certain, possible=self.possible + (going_on is Mark.POSSIBLE)
        )
        return attrs.evolve(found, notes=tuple(notes))
