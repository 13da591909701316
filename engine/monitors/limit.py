"""Limit: no more than so much in any window of time, added up apart for each actor, target, place or attribute.

An act breaks the limit if what falls under the clause in the window that ends with it, itself included, is too much.
Two sums are kept for it: the least that must lie in that window and the most that may.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

import attrs

from ...events.mark import Mark
from ...events.time import Instant
from ...rules import clauses
from ..agenda import Stage
from ..amount import Amount, amount_of, exactly
from ..derivation import Derivation
from ..events import Act, NormativeEvent, Signal, Wake
from .base import Quiet, Standing, standing_of_abstention
from .compiler import Compiler
from .judge import Judge
from .keys import Sure, shared, sure
from .window import Reach, sliding, tumbling


@attrs.define
class Counted:
    """An act that counts; ``falls`` says how surely it falls under the clause, once that is decided."""

    act: Act
    amount: Amount
    group: Sure | None
    falls: Mark | None = None


@attrs.define(kw_only=True)
class Limit(Quiet):
    """The state of a limit: the acts that a window may still reach, and the count of breaches."""

    clause: int
    judge: Judge
    at_most: Fraction
    amount: str
    reach: Reach
    window: str
    per: tuple[str, ...]
    counted: dict[Sure | None, dict[str, Counted]] = attrs.field(factory=dict)
    """By what the acts surely have under the keys; under None those that leave a doubt."""
    waiting: dict[str, Counted] = attrs.field(factory=dict)
    announced: set[str] = attrs.field(factory=set)
    certain: int = 0
    possible: int = 0
    ever: Mark = Mark.NONE
    now: Mark = Mark.NONE

    @property
    def patterns(self) -> tuple[int, ...]:
        """The acts it counts."""
        return (self.judge.pattern,)

    @property
    def excused_by(self) -> frozenset[int]:
        """The exceptions that defeat it."""
        return self.judge.excused_by

    def force_changed(self, now: Instant, mark: Mark) -> Iterator[Signal]:
        """Remember whether it is in force, and whether it ever was."""
        self.now = mark
        self.ever = max(self.ever, mark)
        yield from ()

    def observe(self, act: Act, now: Instant, *, settled: bool) -> Iterator[Signal]:
        """Every act that is still under way is looked at again: one more act may fill its window."""
        if not act.mark(self.judge.pattern) or self._too_wide(act):
            return
        if act.id not in self.waiting:
            one = Counted(act, amount_of(act.facts.incident, self.amount), sure(self.per, act))
            self.counted.setdefault(one.group, {})[act.id] = self.waiting[act.id] = one
        for name in sorted((self.waiting.keys() - self.announced) | {act.id}):
            yield Wake(now, Stage.JUDGE, name, beyond=True)

    def _too_wide(self, act: Act) -> bool:
        """A bulletin never enters a window shorter than its own interval."""
        return act.facts.incident.aggregate and act.last > self.reach(act.first)

    def wake(self, name: str, now: Instant) -> Iterator[Signal]:
        """Add up the window that ends with an act."""
        own = self.waiting.get(name)
        if own is None:
            return
        settled = now >= own.act.last
        if settled:
            own.falls = self.judge.mark(own.act, own.act.last)
        others = list(self._others(own, now))
        mark = self._broken(own, others, now)
        if settled:
            del self.waiting[name]
            self.certain += mark is Mark.CERTAIN
            self.possible += mark is Mark.POSSIBLE
        if mark and (settled or name not in self.announced):
            if not settled:
                self.announced.add(name)
                mark = Mark.POSSIBLE
            yield self._event(own, others, mark, settled=settled)
        if settled:
            self.announced.discard(name)
            self._forget(own, now)

    def _broken(self, own: Counted, others: Iterable[tuple[Counted, Mark]], now: Instant) -> Mark:
        mark = self._falls(own, now)
        if not mark or own.amount.high == 0:
            return Mark.NONE
        surely, possibly = own.amount.low, own.amount.high
        for other, inside in others:
            if inside is Mark.CERTAIN:
                surely += other.amount.low
            possibly = None if possibly is None or other.amount.high is None else possibly + other.amount.high
        if surely > self.at_most and own.amount.low:
            return mark
        return Mark.POSSIBLE if possibly is None or possibly > self.at_most else Mark.NONE

    def _falls(self, one: Counted, now: Instant) -> Mark:
        """How surely an act falls under the clause; what comes while it is under way may still change that."""
        return self.judge.mark(one.act, min(now, one.act.last)) if one.falls is None else one.falls

    def _others(self, own: Counted, now: Instant) -> Iterator[tuple[Counted, Mark]]:
        """The other acts, each with how surely it falls under the clause in the window that ends with ``own``."""
        for other in self._candidates(own.group):
            if other is own or not (inside := self._inside(other, own)):
                continue
            falls = self._falls(other, now)
            if other.falls is None and other.act.last > now:
                falls = min(falls, Mark.POSSIBLE)
            if both := min(inside, falls):
                yield other, both

    def _candidates(self, group: Sure | None) -> Iterator[Counted]:
        """The acts that may share the keys: with a doubt of its own any act, else those that surely do or may."""
        groups = list(self.counted) if group is None else [one for one in (group, None) if one in self.counted]
        for one in groups:
            yield from self.counted[one].values()

    def _inside(self, other: Counted, own: Counted) -> Mark:
        """Whether another act lies in the window that ends with ``own``, and shares its keys."""
        if other.act.first > own.act.last or self.reach(other.act.last) < own.act.first:
            return Mark.NONE
        within = other.act.last <= own.act.first and self.reach(other.act.first) >= own.act.last
        same = shared(self.per, other.act, own.act)
        return same if within else min(same, Mark.POSSIBLE)

    def _forget(self, own: Counted, now: Instant) -> None:
        """Drop the acts that no window can reach any more, of the groups that the act just judged has looked at."""
        oldest = min((one.act.first for one in self.waiting.values()), default=now)
        for group in {own.group, None} & self.counted.keys():
            acts = self.counted[group]
            for name in [name for name, one in acts.items() if one.falls is not None and self._over(one, oldest)]:
                del acts[name]
            if not acts:
                del self.counted[group]

    def _over(self, one: Counted, oldest: Instant) -> bool:
        return self.reach(one.act.last) < oldest

    def _event(self, own: Counted, others: list[tuple[Counted, Mark]], mark: Mark, *, settled: bool) -> NormativeEvent:
        act = own.act
        names = sorted(other.act.id for other, _ in others)
        counts = self._derive_sum(own, names, mark)
        return NormativeEvent(
            clause=self.clause,
            outcome="breach",
            key=act.id,
            mark=mark,
            earliest=act.first,
            latest=act.last,
            settled=settled,
            incidents=(act.id, *names),
            acts=(act,),
            derive=lambda: Derivation(test="breach", mark=mark, parts=(*self.judge.derive(act), counts)),
        )

    def _derive_sum(self, own: Counted, names: list[str], mark: Mark) -> Derivation:
        found = f"{own.amount} of {own.act.id}" + (f", with {', '.join(names)}" if names else " alone")
        return Derivation(
            test="sum" if self.amount != "count" else "count",
            wanted=f"at most {self.at_most} in {self.window}",
            found=found,
            mark=mark,
            why="how much of it lies in the window is not certain" if mark is Mark.POSSIBLE else None,
        )

    def standing(self) -> Standing:
        """Open while it may be in force; then satisfied where nothing broke it."""
        return standing_of_abstention(now=self.now, ever=self.ever, certain=self.certain, possible=self.possible)


def build(clause: clauses.Limit, compiler: Compiler) -> Limit:
    """The monitor of a limit."""
    zone = compiler.view.zone
    if clause.within is not None:
        reach, window = sliding(clause.within, zone), f"any {clause.within}"
    else:
        unit = clause.each or "day"
        reach, window = tumbling(unit, zone), f"each {unit}"
    return Limit(
        clause=compiler.number[clause.id],
        judge=compiler.judge(clause),
        at_most=exactly(clause.at_most),
        amount=clause.amount,
        reach=reach,
        window=window,
        per=clause.per,
    )
