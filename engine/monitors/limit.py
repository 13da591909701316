"""Limit: no more than so much in any window of time, added up apart for each actor, target, place or attribute.

An act breaks the limit if what falls under the clause in the window that ends with it, itself included, is too much.
Two sums are kept for it: the least that must lie in that window and the most that may. Exact acts are kept in running
sums, apart for each value of the keys; acts whose time is not exact are looked at one by one.
"""

from __future__ import annotations

import heapq
from collections.abc import Hashable, Iterator
from fractions import Fraction
from functools import partial

import attrs

from ...events.mark import Mark, unanimous
from ...events.time import Instant
from ...rules import clauses
from ...rules.values import exactly
from ..agenda import Stage
from ..amount import Amount
from ..derivation import Derivation
from ..events import Act, NormativeEvent, Signal, Wake
from .abstention import Abstention
from .compiler import Compiler
from .keys import profile, shared, sure
from .sums import ZERO, Counted, Running, Total
from .window import Reach, sliding, tumbling


@attrs.define
class Group:
    """Exact acts that share the keys with the same others, with one of them."""

    act: Act
    running: Running = attrs.field(factory=Running)


@attrs.define(kw_only=True)
class Limit(Abstention):
    """The state of a limit: the acts that a window may still reach."""

    at_most: Fraction
    amount: str
    reach: Reach
    window: str
    per: tuple[str, ...]
    sure: dict[Hashable, Group] = attrs.field(factory=dict)
    """Exact acts by what they surely have under the keys."""
    doubtful: dict[Hashable, Group] = attrs.field(factory=dict)
    """Exact acts whose keys leave a doubt, by what their reports say."""
    vague: dict[str, Act] = attrs.field(factory=dict)
    """Acts whose time is not exact, and those that a window reaches out of order since clocks were put back."""
    fresh: list[Act] = attrs.field(factory=list)
    """Exact acts of this instant, not yet in a running sum."""
    decided: dict[str, Mark] = attrs.field(factory=dict)
    """How surely acts that are over fall under the clause."""
    silent: set[str] = attrs.field(factory=set)
    """Those under way that have not been announced as possible breaches."""

    def observe(self, act: Act, now: Instant, *, settled: bool) -> Iterator[Signal]:
        """Every act that is still under way is looked at again: one more act may fill its window."""
        if not act.mark(self.judge.pattern) or not self._fits(act):
            return
        if act.id not in self.waiting:
            self._take(act)
        for name in sorted(self.silent | {act.id}):
            yield Wake(now, Stage.JUDGE, name, beyond=True)

    def _fits(self, act: Act) -> Mark:
        """Whether a bulletin is no longer than a window, by each report of it: else it enters none."""
        if not act.aggregate:
            return Mark.CERTAIN
        spans = (report.occurred for report in act.told.occurrence.reports)
        return unanimous(Mark.NONE if span.last > self.reach(span.start) else Mark.CERTAIN for span in spans)

    def _take(self, act: Act) -> None:
        self.waiting[act.id] = act
        if act.first == act.last:
            self.fresh.append(act)
        else:
            self.vague[act.id] = act
            self.silent.add(act.id)

    def wake(self, name: str, now: Instant) -> Iterator[Signal]:
        """Add up the window that ends with an act."""
        own = self.waiting.get(name)
        if own is None:
            return
        self._place_fresh()
        settled = now >= own.last
        mark = self._broken(own, now)
        announced = own.id in self.vague and name not in self.silent
        if mark and (settled or not announced):
            self.silent.discard(name)
            mark = mark if settled else Mark.POSSIBLE
            yield self._event(own, mark, now, settled=settled)
        if settled:
            self.count(mark)
            self._settle(own, now)

    def _place_fresh(self) -> None:
        """Put the exact acts of this instant into the running sums, now that all of them have happened."""
        for act in self.fresh:
            one = Counted(act, self._amount(act), self.judge.mark(act, act.last))
            self.decided[act.id] = one.falls
            if one.falls and not self._group(act).running.add(one, self.reach(act.first)):
                self.vague[act.id] = act
        self.fresh.clear()

    def _group(self, act: Act) -> Group:
        """The exact acts that share the keys with the same others as this one."""
        known = sure(self.per, act)
        groups, key = (self.doubtful, profile(self.per, act)) if known is None else (self.sure, known)
        if key not in groups:
            groups[key] = Group(act)
        return groups[key]

    def _settle(self, own: Act, now: Instant) -> None:
        """An act is done with; drop the vague ones that no window can reach any more."""
        del self.waiting[own.id]
        self.silent.discard(own.id)
        if own.id not in self.vague:
            del self.decided[own.id]
        oldest = self._oldest(now)
        for name in [name for name, act in self.vague.items() if self._over(act, oldest)]:
            del self.vague[name]
            self.decided.pop(name, None)

    def _oldest(self, now: Instant) -> Instant:
        """The earliest instant with which a window may still end."""
        return min((act.first for name, act in self.vague.items() if name in self.waiting), default=now)

    def _over(self, act: Act, oldest: Instant) -> bool:
        return act.id not in self.waiting and self.reach(act.last) < oldest

    def _broken(self, own: Act, now: Instant) -> Mark:
        """Whether an act is too much together with those before it; one that adds nothing is not."""
        mark = self._falls(own, now)
        adds = Total.of(self._amount(own), Mark.CERTAIN)
        if not mark or not adds.may_exceed(ZERO):
            return Mark.NONE
        total = adds.plus(self._others(own, now))
        if total.low > self.at_most and adds.low:
            return mark
        return Mark.POSSIBLE if total.may_exceed(self.at_most) else Mark.NONE

    def _amount(self, act: Act) -> Amount:
        return act.amount(self.amount)

    def _falls(self, act: Act, now: Instant) -> Mark:
        """How surely an act falls under the clause; what comes while it is under way may still change that."""
        if act.id not in self.decided:
            mark = min(self.judge.mark(act, min(now, act.last)), self._fits(act))
            if now < act.last:
                return mark
            self.decided[act.id] = mark
        return self.decided[act.id]

    def _others(self, own: Act, now: Instant) -> Total:
        """What the other acts add up to in the window that ends with ``own``."""
        total = Total()
        for group, same in self._groups(own, now):
            part = group.running.window(own.first, own.last, _whole_by(own), but=own.id)
            total = total.plus(part if same is Mark.CERTAIN else part.possibly())
        for other, mark in self._vague_others(own, now):
            total = total.plus(Total.of(self._amount(other), mark))
        return total

    def _groups(self, own: Act, now: Instant) -> Iterator[tuple[Group, Mark]]:
        """The groups of exact acts that share the keys with ``own``, and how surely: for sure keys one, with doubts."""
        known = sure(self.per, own)
        oldest = self._oldest(now)
        chosen = list(self.sure.items()) if known is None else [(known, self.sure[known])] if known in self.sure else []
        for groups, items in ((self.sure, chosen), (self.doubtful, list(self.doubtful.items()))):
            for key, group in items:
                group.running.forget(oldest)
                if group.running.empty:
                    del groups[key]
                elif same := shared(self.per, group.act, own):
                    yield group, same

    def _vague_others(self, own: Act, now: Instant) -> Iterator[tuple[Act, Mark]]:
        """The other acts of uncertain time in the window that ends with ``own``, each with how surely it counts."""
        for other in self.vague.values():
            if other.id != own.id and (inside := self._inside(other, own)):
                falls = self._falls(other, now)
                mark = min(inside, falls if now >= other.last else min(falls, Mark.POSSIBLE))
                if mark:
                    yield other, mark

    def _inside(self, other: Act, own: Act) -> Mark:
        """Whether another act lies in the window that ends with ``own``, and shares its keys."""
        if other.first > own.last or self.reach(other.last) < own.first:
            return Mark.NONE
        return min(shared(self.per, other, own), self._within(other, own))

    def _within(self, other: Act, own: Act) -> Mark:
        """Whether an act that may lie in the window that ends with ``own`` surely does."""
        sure_of_it = other.last <= _whole_by(own) and self.reach(other.first) >= own.last
        return Mark.CERTAIN if sure_of_it else Mark.POSSIBLE

    def adds_up(self, act: Act, now: Instant) -> tuple[Derivation, ...]:
        """What acts add up to in the window that ends with this one."""
        if not self._fits(act):
            why = "a bulletin never enters a window shorter than its own interval"
            return (Derivation(test=self._sum, mark=Mark.NONE, wanted=f"more than {self._most}", found=why),)
        own = Total.of(self._amount(act), Mark.CERTAIN)
        total = own.plus(self._others(act, now))
        mark = Mark.NONE
        if own.may_exceed(ZERO) and total.may_exceed(self.at_most):
            mark = Mark.CERTAIN if own.low and total.low > self.at_most else Mark.POSSIBLE
        found = str(Amount(total.low, None if total.unbounded else total.high))
        doubt = "how much of it lies in the window is not certain" if mark is Mark.POSSIBLE else None
        return (Derivation(test=self._sum, mark=mark, wanted=f"more than {self._most}", found=found, why=doubt),)

    @property
    def _sum(self) -> str:
        return "sum" if self.amount != "count" else "count"

    @property
    def _most(self) -> str:
        return f"{self.at_most} in {self.window}"

    def _witnesses(self, own: Act, mark: Mark, now: Instant) -> list[str]:
        """The latest other acts with which it is too much; the acts of a certain breach are all certain."""
        total = Total.of(self._amount(own), Mark.CERTAIN)
        names: list[str] = []
        for other, surely in self._latest(own, now):
            if total.low > self.at_most or (mark is Mark.POSSIBLE and total.may_exceed(self.at_most)):
                break
            if surely >= mark:
                total = total.plus(Total.of(self._amount(other), surely))
                names.append(other.id)
        return sorted(names)

    def _latest(self, own: Act, now: Instant) -> Iterator[tuple[Act, Mark]]:
        """The other acts that may lie in the window, the latest first."""
        exact = [self._of_group(group, same, own) for group, same in self._groups(own, now)]
        vague = sorted(self._vague_others(own, now), key=_latest_first)
        return heapq.merge(*exact, vague, key=_latest_first)

    def _of_group(self, group: Group, same: Mark, own: Act) -> Iterator[tuple[Act, Mark]]:
        for one in group.running.latest(own.first, own.last):
            if one.act.id != own.id:
                yield one.act, min(one.falls, same, self._within(one.act, own))

    def _event(self, own: Act, mark: Mark, now: Instant, *, settled: bool) -> NormativeEvent:
        names = self._witnesses(own, mark, now)
        added = self._derive_sum(own, names, mark)
        return NormativeEvent(
            clause=self.clause,
            outcome="breach",
            key=own.id,
            mark=mark,
            earliest=own.first,
            latest=own.last,
            settled=settled,
            incidents=(own.id, *names),
            follows=(own.id,),
            acts=(own,),
            derive=partial(self._derive, own, mark, added),
        )

    def _derive(self, own: Act, mark: Mark, added: Derivation) -> Derivation:
        return Derivation(test="breach", mark=mark, parts=(*self.judge.derive(own), added))

    def _derive_sum(self, own: Act, names: list[str], mark: Mark) -> Derivation:
        found = f"{self._amount(own)} of {own.id}" + (f", with {', '.join(names)}" if names else " alone")
        return Derivation(
            test=self._sum,
            wanted=f"at most {self._most}",
            found=found,
            mark=mark,
            why="how much of it lies in the window is not certain" if mark is Mark.POSSIBLE else None,
        )


def _whole_by(own: Act) -> Instant:
    """By when an act surely lies in the window that ends with another: a bulletin's ends with the last of its acts.

    Where it has several reports, that is so of the one that ends first.
    """
    return min(one.occurred.last for one in own.told.occurrence.reports) if own.aggregate else own.first


def _latest_first(item: tuple[Act, Mark]) -> Instant:
    return -item[0].last


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
