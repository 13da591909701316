"""Keeping: what the monitors of duties to keep something true share, whether it is a state or a level."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator

import attrs

from ...events.duration import Duration
from ...events.mark import Mark
from ...events.time import Instant, format_instant
from ..agenda import Stage
from ..derivation import Derivation
from ..events import Life, Signal, Wake
from .base import Quiet, Standing, View
from .failing import Failing

LOOK = "look"


@attrs.define(kw_only=True)
class Keeping(Quiet, ABC):
    """Looks how things stand once all acts of an instant have happened, and keeps the failures."""

    clause: int
    grace: Duration
    view: View = attrs.field(repr=False)
    failing: Failing = attrs.field(init=False)
    life: Life = attrs.field(factory=Life)
    ever: Mark = Mark.NONE

    def __attrs_post_init__(self) -> None:
        self.failing = Failing(clause=self.clause, grace=self.grace, view=self.view, describe=self.describe)

    @abstractmethod
    def fails(self, now: Instant) -> Mark:
        """How surely what must be kept is not kept at ``now``."""

    @abstractmethod
    def describe(self, mark: Mark) -> Derivation:
        """The statement that it is not kept."""

    def life_changed(self, life: Life, now: Instant) -> Iterator[Signal]:
        """Coming into force while it is not kept is a failure; going out of force ends that."""
        self.life = life
        self.ever = max(self.ever, life.force)
        yield self.look(max(life.since, now))

    def look(self, at: Instant) -> Wake:
        """The wish to look how things stand, after all acts of an instant."""
        return Wake(at, Stage.JUDGE, LOOK)

    def wake(self, name: str, now: Instant) -> Iterator[Signal]:
        """Look how things stand, or whether a failure has lasted."""
        if name == LOOK:
            yield from self.failing.look(self.fails(now), self.life.force, now)
        else:
            yield from self.failing.wake(now)

    def finish(self) -> Iterator[Signal]:
        """What stayed possible is settled as such."""
        return self.failing.finish()

    def lacks(self, now: Instant) -> tuple[Derivation, ...]:
        """Where no breach is certain: how things stand, and how long they have failed."""
        if self.failing.certain:
            return ()
        mark = min(self.fails(now), self.life.force)
        found = "since " + format_instant(self.failing.open[0].since) if self.failing.open else "no failure"
        wanted = "a failure" if self.grace.zero else f"a failure for longer than {self.grace}"
        breach = self.failing.possible_now
        why = "how long it was not kept is not certain" if breach else None
        lasted = Derivation(test="lasted", mark=breach, wanted=wanted, found=found, why=why)
        return (Derivation(test="breach", mark=breach, parts=(self.describe(mark), lasted)),)

    def standing(self) -> Standing:
        """As a duty to abstain."""
        return self.failing.standing(self.life.force, self.ever)
