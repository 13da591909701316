"""Prohibition: each matching act while the clause is in force, and no exception applies, is a breach."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import attrs

from ...events.mark import Mark
from ...events.time import Instant
from ...rules import clauses
from ..agenda import Stage
from ..derivation import Derivation
from ..events import Act, NormativeEvent, Signal, Wake
from .abstention import Abstention
from .base import EXCEPTED
from .compiler import Compiler


@attrs.define(kw_only=True)
class Prohibition(Abstention):
    """The state of a prohibition: which of the acts not yet judged were announced as possible breaches."""

    announced: set[str] = attrs.field(factory=set)

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
            self.count(mark)
        if mark and (settled or name not in self.announced):
            if not settled:
                self.announced.add(name)
                mark = Mark.POSSIBLE
            yield self._event("breach", act, mark, settled=settled)
        elif settled and (excepted := self.judge.excepted(act)):
            yield self._event(EXCEPTED, act, excepted, settled=True)

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
            derive=partial(self._derive, outcome, mark, act),
        )

    def _derive(self, outcome: str, mark: Mark, act: Act) -> Derivation:
        return Derivation(test=outcome, mark=mark, parts=self.judge.derive(act))


def build(clause: clauses.Prohibition, compiler: Compiler) -> Prohibition:
    """The monitor of a prohibition."""
    return Prohibition(clause=compiler.number[clause.id], judge=compiler.judge(clause))
