"""A state of affairs that acts begin and end: whether it holds, may hold, or does not."""

from __future__ import annotations

import attrs

from ...events.mark import Mark
from ...events.time import Instant
from ...rules.temporal import State
from ..events import Act
from ..fluent import Change, Fluent
from .base import Roles
from .compiler import Compiler

HOLDS = "holds"
FAILS = "fails"


@attrs.frozen
class Held:
    """One such state, told of the acts that begin and end it."""

    begins: int
    ends: int
    fluent: Fluent

    @classmethod
    def of(cls, state: State, compiler: Compiler) -> Held:
        """The state that a clause names."""
        fluent = Fluent(HOLDS if state.initially else FAILS)
        return cls(compiler.pattern(state.begins), compiler.pattern(state.ends), fluent)

    @property
    def roles(self) -> Roles:
        """The acts that begin and end it."""
        return (("an act that begins the state", self.begins), ("an act that ends the state", self.ends))

    def observe(self, act: Act, now: Instant, *, settled: bool) -> None:
        """An act may have begun or ended it from ``now`` on, or (``settled``) has by ``now``."""
        for pattern, value in ((self.begins, HOLDS), (self.ends, FAILS)):
            if mark := act.mark(pattern):
                change = Change(key=f"{act.id} {value}", value=value, earliest=act.first, latest=act.last)
                if settled and mark is Mark.CERTAIN:
                    self.fluent.has_changed(change, now)
                else:
                    self.fluent.may_change(change, now)

    def holds(self, now: Instant) -> Mark:
        """How surely it holds at an instant."""
        return self.fluent.mark((HOLDS,), now, now)
