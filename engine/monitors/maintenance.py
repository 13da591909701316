"""Maintenance of a state: what acts begin and end must hold at all times while the clause is in force."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ...events.mark import Mark
from ...events.time import Duration, Instant
from ...rules import clauses
from ..agenda import Stage
from ..derivation import Derivation
from ..events import Act, Life, Signal, Wake
from ..fluent import Change, Fluent
from .base import Quiet, Standing
from .compiler import Compiler
from .failing import LOOK, Failing

HOLDS = "holds"
FAILS = "fails"


@attrs.define(kw_only=True)
class Maintenance(Quiet):
    """The state of a duty to keep a state true."""

    begins: int
    ends: int
    state: Fluent
    clause: int
    failing: Failing = attrs.field(init=False)
    life: Life = attrs.field(factory=Life)
    ever: Mark = Mark.NONE

    @property
    def patterns(self) -> tuple[int, ...]:
        """The acts that begin and end the state."""
        return (self.begins, self.ends)

    def life_changed(self, life: Life, now: Instant) -> Iterator[Signal]:
        """Coming into force while the state does not hold is a failure; going out of force ends it."""
        self.life = life
        self.ever = max(self.ever, life.force)
        yield Wake(max(life.since, now), Stage.JUDGE, LOOK)

    def observe(self, act: Act, now: Instant, *, settled: bool) -> Iterator[Signal]:
        """Acts begin or end the state; how it stands is looked at once all acts of the instant have happened."""
        for pattern, value in ((self.begins, HOLDS), (self.ends, FAILS)):
            if mark := act.mark(pattern):
                change = Change(key=f"{act.id} {value}", value=value, earliest=act.first, latest=act.last)
                if settled and mark is Mark.CERTAIN:
                    self.state.has_changed(change, now)
                else:
                    self.state.may_change(change, now)
        self.failing.seen(act, spoils=bool(act.mark(self.ends)), mends=bool(act.mark(self.begins)))
        yield Wake(now, Stage.JUDGE, LOOK)

    def wake(self, name: str, now: Instant) -> Iterator[Signal]:
        """Look how things stand, or whether a failure has lasted."""
        if name != LOOK:
            yield from self.failing.wake(now)
            return
        state = self.state.at(now)
        fails = Mark.CERTAIN if state == {FAILS} else Mark.POSSIBLE if FAILS in state else Mark.NONE
        yield from self.failing.look(fails, self.life.force, now)

    def finish(self) -> Iterator[Signal]:
        """What stayed possible is settled as such."""
        return self.failing.finish()

    def describe(self, mark: Mark) -> Derivation:
        """That the state does not hold."""
        why = "whether the state held is not certain" if mark is Mark.POSSIBLE else None
        return Derivation(test="state", wanted="it holds", found="it does not", mark=mark, why=why)

    def standing(self) -> Standing:
        """As a duty to abstain."""
        return self.failing.standing(self.life.force, self.ever)


def build(clause: clauses.Maintenance, compiler: Compiler) -> Maintenance:
    """The monitor of a maintenance of a state."""
    assert clause.keep is not None
    monitor = Maintenance(
        clause=compiler.number[clause.id],
        begins=compiler.pattern(clause.keep.begins),
        ends=compiler.pattern(clause.keep.ends),
        state=Fluent(HOLDS if clause.keep.initially else FAILS),
    )
    monitor.failing = Failing(
        clause=monitor.clause, grace=clause.grace or Duration(), view=compiler.view, describe=monitor.describe
    )
    return monitor
