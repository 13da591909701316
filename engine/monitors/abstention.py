"""Abstention: what the monitors of duties to abstain from acts share, whether the acts are forbidden or limited."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ...events.mark import Mark, every
from ...events.time import Instant
from ..derivation import Derivation
from ..events import Act, Signal
from .base import Quiet, Roles, Standing, standing_of_abstention
from .judge import Judge


@attrs.define(kw_only=True)
class Abstention(Quiet):
    """The acts that are not yet settled, and the count of those that were breaches."""

    clause: int
    judge: Judge
    waiting: dict[str, Act] = attrs.field(factory=dict)
    """Acts of which it is not settled whether they are breaches."""
    certain: int = 0
    possible: int = 0
    ever: Mark = Mark.NONE
    now: Mark = Mark.NONE

    @property
    def roles(self) -> Roles:
        """The acts that the clause means."""
        return (("an act that it means", self.judge.pattern),)

    @property
    def excused_by(self) -> frozenset[int]:
        """The exceptions that defeat it."""
        return self.judge.excused_by

    def force_changed(self, now: Instant, mark: Mark) -> Iterator[Signal]:
        """Remember whether it is in force, and whether it ever was."""
        self.now = mark
        self.ever = max(self.ever, mark)
        yield from ()

    def count(self, mark: Mark) -> None:
        """An act has turned out to be a breach as surely as ``mark`` says."""
        self.certain += mark is Mark.CERTAIN
        self.possible += mark is Mark.POSSIBLE

    def weighs(self, act: Act, now: Instant) -> tuple[Derivation, ...]:
        """Whether it is meant, established, done while the clause is in force, and not excepted."""
        parts = (*self.judge.derive(act), *self.adds_up(act, now))
        return (Derivation(test="breach", mark=every(part.mark for part in parts), parts=parts),)

    def adds_up(self, act: Act, now: Instant) -> tuple[Derivation, ...]:
        """What else must hold of an act that is meant."""
        return ()

    def standing(self) -> Standing:
        """Open while it may be in force; then satisfied where nothing broke it."""
        return standing_of_abstention(now=self.now, ever=self.ever, certain=self.certain, possible=self.possible)
