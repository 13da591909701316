"""Maintenance of a state: what acts begin and end must hold at all times while the clause is in force."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ...events.duration import NO_TIME
from ...events.mark import Mark
from ...events.time import Instant
from ...rules import clauses
from ..derivation import Derivation
from ..events import Act, Signal
from .base import Roles
from .compiler import Compiler
from .held import Held
from .keeping import Keeping


@attrs.define(kw_only=True)
class Maintenance(Keeping):
    """The state of a duty to keep a state true."""

    state: Held

    @property
    def roles(self) -> Roles:
        """The acts that begin and end the state."""
        return self.state.roles

    def observe(self, act: Act, now: Instant, *, settled: bool) -> Iterator[Signal]:
        """Acts begin or end the state; how it stands is looked at once all acts of the instant have happened."""
        self.state.observe(act, now, settled=settled)
        self.failing.seen(act, spoils=bool(act.mark(self.state.ends)), mends=bool(act.mark(self.state.begins)))
        yield self.look(now)

    def fails(self, now: Instant) -> Mark:
        """How surely the state does not hold."""
        return self.state.holds(now).negated

    def describe(self, mark: Mark) -> Derivation:
        """That the state does not hold."""
        why = "whether the state held is not certain" if mark is Mark.POSSIBLE else None
        found = "it does not" if mark else "it does"
        return Derivation(test="state", wanted="it holds", found=found, mark=mark, why=why)


def build(clause: clauses.Maintenance, compiler: Compiler) -> Maintenance:
    """The monitor of a maintenance of a state."""
    assert clause.keep is not None
    return Maintenance(
        clause=compiler.number[clause.id],
        grace=clause.grace or NO_TIME,
        view=compiler.view,
        state=Held.of(clause.keep, compiler),
    )
