"""Limit: no more than so many acts in any window of time, for each actor or target where it says so.

An act breaks the limit if the acts that fall under the clause in the window that ends with it, itself included, are
too many. Two counts are kept for it: the fewest that must lie in that window and the most that may.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from ...events.mark import Mark, every
from ...events.time import Duration, Instant, add
from ...rules import clauses
from ...rules.pattern import Number
from ..agenda import Stage
from ..derivation import Derivation
from ..events import Act, NormativeEvent, Signal, Wake
from .base import Quiet, Standing, standing_of_abstention
from .compiler import Compiler
from .judge import Judge


@attrs.define
class Counted:
    """An act that counts: ``mark`` how surely it falls under the clause, by itself."""

    act: Act
    mark: Mark
    settled: bool

    @property
    def count(self) -> int:
        """How many acts the report tells of."""
        return self.act.facts.incident.count


@attrs.define
class Limit(Quiet):
    """The state of a limit: the acts of the window, and the count of breaches."""

    clause: int
    judge: Judge
    at_most: Number
    window: Duration
    per: tuple[str, ...]
    counted: dict[str, Counted] = attrs.field(factory=dict)
    waiting: set[str] = attrs.field(factory=set)
    announced: set[str] = attrs.field(factory=set)
    certain: int = 0
    possible: int = 0
    ever: Mark = Mark.NONE
    now: Mark = Mark.NONE

    @property
    def patterns(self) -> tuple[int, ...]:
        """The acts it counts."""
        return (self.judge.pattern,)

    def force_changed(self, now: Instant, mark: Mark) -> Iterator[Signal]:
        """Remember whether it is in force, and whether it ever was."""
        self.now = mark
        self.ever = max(self.ever, mark)
        yield from ()

    def observe(self, act: Act, now: Instant, *, settled: bool) -> Iterator[Signal]:
        """Every act that is still under way is looked at again: one more act may fill its window."""
        if not act.mark(self.judge.pattern) or self._too_wide(act):
            return
        self.counted[act.id] = Counted(act, act.mark(self.judge.pattern), settled)
        self.waiting.add(act.id)
        for name in sorted(self.waiting - self.announced | {act.id}):
            yield Wake(now, Stage.JUDGE, name, beyond=True)

    def _too_wide(self, act: Act) -> bool:
        """A bulletin never enters a window shorter than its own interval."""
        wide = act.last > self._end(act.first)
        return wide and act.facts.incident.aggregate

    def _end(self, instant: Instant) -> Instant:
        """The last instant whose window still holds an instant."""
        return add(instant, self.window, self.judge.view.zone)

    def wake(self, name: str, now: Instant) -> Iterator[Signal]:
        """Count the window that ends with an act."""
        if name not in self.waiting:
            return
        own = self.counted[name]
        settled = now >= own.act.last
        mark = self._broken(own, now)
        if settled:
            self.waiting.discard(name)
            self.certain += mark is Mark.CERTAIN
            self.possible += mark is Mark.POSSIBLE
        if mark and (settled or name not in self.announced):
            if not settled:
                self.announced.add(name)
                mark = Mark.POSSIBLE
            yield self._event(own, mark, settled=settled)
        if settled:
            self.announced.discard(name)
            self._forget(now)

    def _broken(self, own: Counted, now: Instant) -> Mark:
        mark = self.judge.mark(own.act, min(now, own.act.last))
        if not mark:
            return Mark.NONE
        surely = sum(other.count for other, inside in self._others(own, now) if inside is Mark.CERTAIN)
        possibly = sum(other.count for other, inside in self._others(own, now) if inside)
        if own.count + surely > self.at_most:
            return mark
        return Mark.POSSIBLE if own.count + possibly > self.at_most else Mark.NONE

    def _others(self, own: Counted, now: Instant) -> Iterator[tuple[Counted, Mark]]:
        """The other acts, each with how surely it falls under the clause in the window that ends with ``own``."""
        for other in self.counted.values():
            if other.act.id != own.act.id and (inside := self._inside(other, own)):
                falls = self.judge.mark(other.act, min(now, other.act.last))
                if not other.settled:
                    falls = Mark.POSSIBLE  # what comes while it is under way may still change it
                if both := every((inside, falls)):
                    yield other, both

    def _inside(self, other: Counted, own: Counted) -> Mark:
        if other.act.first > own.act.last or self._end(other.act.last) < own.act.first:
            return Mark.NONE
        within = other.act.last <= own.act.first and self._end(other.act.first) >= own.act.last
        same = every(self._same(dimension, other.act, own.act) for dimension in self.per)
        return same if within else min(same, Mark.POSSIBLE)

    def _same(self, dimension: str, one: Act, other: Act) -> Mark:
        """Whether two acts have the same actor, or target: for certain only where both name one and the same."""
        first, second = (getattr(act.facts, f"{dimension}s") for act in (one, other))
        if not first or not second or any(party is None for party, _ in (*first, *second)):
            return Mark.POSSIBLE
        world = one.matcher.world
        whole = {party for party, _ in first}
        if len(first) == len(second) == 1 and first == second and world.single(first[0][0]):
            return Mark.CERTAIN
        related = any(world.related(party, known) for known in whole for party, _ in second)
        return Mark.POSSIBLE if related else Mark.NONE

    def _forget(self, now: Instant) -> None:
        """Drop the acts that no window can reach any more."""
        oldest = min((self.counted[name].act.first for name in self.waiting), default=now)
        gone = [name for name, one in self.counted.items() if one.settled and self._end(one.act.last) < oldest]
        for name in gone:
            del self.counted[name]

    def _event(self, own: Counted, mark: Mark, *, settled: bool) -> NormativeEvent:
        act = own.act
        others = sorted(other.act.id for other, _ in self._others(own, act.last))
        counts = self._derive_count(own, mark, others)
        return NormativeEvent(
            clause=self.clause,
            outcome="breach",
            key=act.id,
            mark=mark,
            earliest=act.first,
            latest=act.last,
            settled=settled,
            incidents=(act.id, *others),
            acts=(act,),
            derive=lambda: Derivation(test="breach", mark=mark, parts=(*self.judge.derive(act), counts)),
        )

    def _derive_count(self, own: Counted, mark: Mark, others: Iterable[str]) -> Derivation:
        listed = ", ".join(others)
        return Derivation(
            test="count",
            wanted=f"at most {self.at_most} in any {self.window}",
            found=f"with {listed}" if listed else f"{own.count} in one report",
            mark=mark,
            why="which of them lie in the window is not certain" if mark is Mark.POSSIBLE else None,
        )

    def standing(self) -> Standing:
        """Open while it may be in force; then satisfied where nothing broke it."""
        return standing_of_abstention(now=self.now, ever=self.ever, certain=self.certain, possible=self.possible)


def build(clause: clauses.Limit, compiler: Compiler) -> Limit:
    """The monitor of a limit."""
    assert clause.within is not None
    return Limit(compiler.number[clause.id], compiler.judge(clause), clause.at_most, clause.within, clause.per)
