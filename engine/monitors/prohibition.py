"""Prohibition: each matching act while the clause is in force, and no exception applies, is a breach."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ...events.mark import Mark
from ...events.time import Instant
from ...rules import clauses
from ..agenda import Stage
from ..derivation import Derivation
from ..events import Act, NormativeEvent, Signal, Wake
from .base import EXCEPTED, Quiet, Standing, standing_of_abstention
from .compiler import Compiler
from .judge import Judge


@attrs.define
class Prohibition(Quiet):
    """The state of a prohibition: the acts not yet judged, and the count of breaches."""

    clause: int
    judge: Judge
    waiting: dict[str, Act] = attrs.field(factory=dict)
    announced: set[str] = attrs.field(factory=set)
    certain: int = 0
    possible: int = 0
    ever: Mark = Mark.NONE
    now: Mark = Mark.NONE

    @property
    def patterns(self) -> tuple[int, ...]:
        """The acts it forbids."""
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
        """An act is judged when it may first be a breach for what it may be, and at its last instant for what it is."""
        if not act.mark(self.judge.pattern):
            return
        self.waiting[act.id] = act
        if settled or act.id not in self.announced:
            yield Wake(now, Stage.JUDGE, act.id, beyond=True)

    def wake(self, name: str, now: Instant) -> Iterator[Signal]:
        """Judge an act."""
        act = self.waiting.get(name)
        if act is None:
            return
        settled = now >= act.last
        mark = self.judge.mark(act, act.last if settled else now)
        if settled:
            del self.waiting[name]
            self.announced.discard(name)
            self.certain += mark is Mark.CERTAIN
            self.possible += mark is Mark.POSSIBLE
        if mark and (settled or name not in self.announced):
            if not settled:
                self.announced.add(name)
                mark = Mark.POSSIBLE
            yield self._event("breach", act, mark, settled=settled)
        elif settled and (otherwise := self.judge.otherwise(act)):
            yield self._event(EXCEPTED, act, otherwise, settled=True)

    def _event(self, outcome: str, act: Act, mark: Mark, *, settled: bool) -> NormativeEvent:
        return NormativeEvent(
            clause=self.clause,
            outcome=outcome,
            key=act.id,
            mark=mark,
            earliest=act.first,
            latest=act.last,
            settled=settled,
            incidents=(act.id,),
            acts=(act,),
            derive=lambda: Derivation(test=outcome, mark=mark, parts=self.judge.derive(act)),
        )

    def standing(self) -> Standing:
        """Open while it may be in force; then satisfied where nothing broke it."""
        return standing_of_abstention(now=self.now, ever=self.ever, certain=self.certain, possible=self.possible)


def build(clause: clauses.Prohibition, compiler: Compiler) -> Prohibition:
    """The monitor of a prohibition."""
    return Prohibition(compiler.number[clause.id], compiler.judge(clause))
