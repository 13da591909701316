"""Failing: the stretches of time in which what must be kept is not kept, each a breach once it has lasted too long.

Two tracks are kept: since when it may be failing, and since when it surely is. One failure lasts as long as it may be
failing without a break; it is a breach for certain once it surely has been failing for longer than the grace. Where it
may have been restored in between, and may have failed anew, that is another failure, which is never more than possible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import attrs

from ...events.duration import Duration, add
from ...events.mark import Mark
from ...events.time import FIRST_INSTANT, Instant, format_instant
from ..agenda import Stage
from ..derivation import Derivation
from ..events import Act, NormativeEvent, Signal, Wake
from .base import Standing, View, standing_of_abstention

LONG = "long"
_MOST_NOTES = 20


@attrs.define(kw_only=True)
class Failure:
    """One failure: it may have begun at ``since``; ``breach`` says how surely it is a breach, from ``earliest`` on."""

    number: int
    since: Instant
    breach: Mark = Mark.NONE
    earliest: Instant = 0
    acts: dict[str, None] = attrs.field(factory=dict)
    restored: Instant | None = None
    """From when on it may have been restored, as far as that has been announced."""
    relieved: Instant | None = None
    """When it ceased to be sure that this breach goes on."""
    doubted: bool = False
    """Whether the clause may have been out of force since it is a breach."""

    @property
    def key(self) -> str:
        """A name of the failure."""
        return f"failure {self.number}"

    @property
    def words(self) -> str:
        """How surely something was not kept, and since when."""
        word = "not kept" if self.breach is Mark.CERTAIN else "possibly not kept"
        return f"{word} {{}} {format_instant(self.since)}"


@attrs.define(kw_only=True)
class Failing:
    """The failures of one clause, told at each instant at which anything changed how things stand."""

    clause: int
    grace: Duration
    view: View = attrs.field(repr=False)
    describe: Callable[[Mark], Derivation] = attrs.field(repr=False)
    """The statement of what is not kept."""
    open: list[Failure] = attrs.field(factory=list)
    """The failure that may be going on, and the one that may have followed it without a sure break."""
    fails: Mark = Mark.NONE
    surely_since: Instant | None = None
    spoilt_until: Instant = FIRST_INSTANT
    """The last instant of any act that may make it fail."""
    mended_until: Instant = FIRST_INSTANT
    """The last instant of any act that may restore it."""
    acts: dict[str, None] = attrs.field(factory=dict)
    """The acts since it last surely did not fail."""
    fresh: list[str] = attrs.field(factory=list)
    """Those of them that came since it was looked at last."""
    number: int = 0
    certain: int = 0
    possible: int = 0
    notes: list[str] = attrs.field(factory=list)

    def seen(self, act: Act, *, spoils: bool, mends: bool) -> None:
        """An act has been reported that may make it fail, or restore it, up to the act's last instant."""
        if spoils:
            self.spoilt_until = max(self.spoilt_until, act.last)
        if mends:
            self.mended_until = max(self.mended_until, act.last)
        if spoils or mends:
            self.acts[act.id] = None
            self.fresh.append(act.id)

    def look(self, fails: Mark, force: Mark, now: Instant) -> Iterator[Signal]:
        """It fails at ``now`` as surely as ``fails`` says, and the clause is in force as surely as ``force`` does."""
        self.fails = fails
        mark = min(fails, force)
        yield from self._since(mark, now)
        for failure in self.open:
            failure.acts.update(dict.fromkeys(self.fresh))
            failure.doubted |= bool(failure.breach) and force is not Mark.CERTAIN
            if mark is not Mark.CERTAIN and failure.breach is Mark.CERTAIN and failure.relieved is None:
                failure.relieved = now
        if not mark:
            yield from self._over(now, ended=force is Mark.NONE)
        elif not self.open or self._may_fail_anew():
            self.number += 1
            self.open.append(Failure(number=self.number, since=now, acts=dict(self.acts)))
            yield self._due(now)
        yield from self._may_be_restored(now)
        self.fresh.clear()
        if not fails:
            self.acts.clear()

    def _since(self, mark: Mark, now: Instant) -> Iterator[Signal]:
        """Start or stop the track of what surely fails."""
        if mark is not Mark.CERTAIN:
            self.surely_since = None
        elif self.surely_since is None:
            self.surely_since = now
            yield self._due(now)

    def _due(self, since: Instant) -> Wake:
        """When a failure is a breach: without a grace at once, since all acts of the instant have been looked at."""
        stage = Stage.EXPIRE if not self.grace.zero else Stage.JUDGE
        return Wake(add(since, self.grace, self.view.zone), stage, LONG)

    def _may_fail_anew(self) -> bool:
        """Whether the failure that is going on may be another one than that which surely was a breach.

        Then it may have been restored, and something that makes it fail may have come after that, or the clause may
        have been out of force and in force again.
        """
        first = self.open[0]
        if len(self.open) > 1 or first.relieved is None:
            return False
        return first.doubted or self.spoilt_until > first.relieved

    def wake(self, now: Instant) -> Iterator[Signal]:
        """See whether a failure has lasted longer than the grace on either track."""
        for failure in self.open:
            if not failure.breach and self._long(failure.since, now):
                failure.breach, failure.earliest = Mark.POSSIBLE, now
                if failure is not self.open[0] or not self._long(self.surely_since, now):
                    yield self._event(failure, "breach", Mark.POSSIBLE, now, None, settled=False)
        if self.open and self.open[0].breach is Mark.POSSIBLE and self._long(self.surely_since, now):
            failure = self.open[0]
            failure.breach = Mark.CERTAIN
            self.certain += 1
            yield self._event(failure, "breach", Mark.CERTAIN, failure.earliest, now, settled=True)
        yield from self._may_be_restored(now)

    def _long(self, since: Instant | None, now: Instant) -> bool:
        return since is not None and add(since, self.grace, self.view.zone) <= now

    def _may_be_restored(self, now: Instant) -> Iterator[Signal]:
        """Announce that a breach may be over, from the first instant at which it may be."""
        if self.fails is Mark.CERTAIN:
            return
        for failure in self.open:
            if failure.breach and failure.restored is None and self.mended_until > failure.earliest:
                failure.restored = now
                yield self._event(failure, "restoration", Mark.POSSIBLE, now, None, settled=False)

    def _over(self, now: Instant, *, ended: bool) -> Iterator[Signal]:
        """All failures are over; where the clause has ``ended`` that restores nothing."""
        for failure in self.open:
            if failure.breach:
                yield from self._settle(failure, now)
                self.notes = [*self.notes[-_MOST_NOTES:], f"{failure.words.format('from')} to {format_instant(now)}"]
                if not ended or failure.restored is not None:
                    sure = not ended and not failure.doubted
                    mark = failure.breach if sure else Mark.POSSIBLE
                    earliest = now if failure.restored is None else failure.restored
                    yield self._event(failure, "restoration", mark, earliest, now, settled=True)
        self.open.clear()

    def _settle(self, failure: Failure, now: Instant | None) -> Iterator[Signal]:
        """What stayed possible is settled as such."""
        if failure.breach is Mark.POSSIBLE:
            self.possible += 1
            yield self._event(failure, "breach", Mark.POSSIBLE, failure.earliest, now, settled=True)

    def finish(self) -> Iterator[Signal]:
        """What is still going on is settled where it stayed possible, and so is that it may be over."""
        for failure in self.open:
            if failure.breach:
                yield from self._settle(failure, None)
            if failure.restored is not None:
                yield self._event(failure, "restoration", Mark.POSSIBLE, failure.restored, None, settled=True)

    def _event(
        self, failure: Failure, outcome: str, mark: Mark, earliest: Instant, latest: Instant | None, *, settled: bool
    ) -> NormativeEvent:
        statement = self.describe(mark)
        return NormativeEvent(
            clause=self.clause,
            outcome=outcome,
            key=failure.key,
            mark=mark,
            earliest=earliest,
            latest=latest,
            settled=settled,
            incidents=tuple(failure.acts),
            follows=(),
            derive=partial(self._derive, outcome, mark, statement),
        )

    def _derive(self, outcome: str, mark: Mark, statement: Derivation) -> Derivation:
        lasted = Derivation(
            test="lasted",
            mark=mark,
            wanted=f"no longer than {self.grace}" if not self.grace.zero else "at all times",
            why="how long it was not kept is not certain" if mark is Mark.POSSIBLE else None,
        )
        return Derivation(test=outcome, mark=mark, parts=(statement, lasted))

    @property
    def possible_now(self) -> Mark:
        """Whether a breach is possible, of a failure that is over or goes on."""
        return Mark.POSSIBLE if self.possible or any(failure.breach for failure in self.open) else Mark.NONE

    def standing(self, now: Mark, ever: Mark) -> Standing:
        """As a duty to abstain, with the stretches in which it was not kept; one that goes on counts already."""
        going_on = [failure for failure in self.open if failure.breach]
        possible = self.possible + sum(failure.breach is Mark.POSSIBLE for failure in going_on)
        found = standing_of_abstention(now=now, ever=ever, certain=self.certain, possible=possible)
        notes = (*self.notes, *(failure.words.format("since") for failure in going_on))
        return attrs.evolve(found, notes=notes)
