"""Tally: how the instances of a duty stand together, those that are over kept as numbers only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

import attrs

from ...events.mark import Mark
from ..events import Life
from .base import LAPSED, PENDING, SATISFIED, VIOLATED, Standing
from .instance import Instance

WORST = (VIOLATED, PENDING, SATISFIED, LAPSED)


@attrs.define
class Tally:
    """How many instances that are over ended with which verdicts and in which state."""

    ended: Counter[tuple[str, str, str]] = attrs.field(factory=Counter)

    def add(self, instance: Instance) -> None:
        """Count an instance that is over."""
        self.ended[instance.strict(), instance.broad(), instance.state()] += 1

    def standing(self, open_: Collection[Instance], life: Life, *, staged: bool) -> Standing:
        """The worst of all instances, those that are still ``open_`` included."""
        counted = self.ended + Counter((one.strict(), one.broad(), one.state()) for one in open_)
        return Standing(
            strict=_worst(strict for strict, _, _ in counted),
            broad=_worst(broad for _, broad, _ in counted),
            state=_state(frozenset(state for _, _, state in counted), life),
            notes=(*self._waived(), *(_progress(open_) if staged else ())),
        )

    def _waived(self) -> tuple[str, ...]:
        number = sum(number for (_, _, state), number in self.ended.items() if state == "waived")
        if not number:
            return ()
        return (f"released from {number} of its duties" if number > 1 else "released from the duty",)


def _progress(open_: Iterable[Instance]) -> list[str]:
    return [f"{one.key}: {one.quota.words()} of {one.quota.goal} so far" for one in open_ if one.decided is None]


def _state(states: frozenset[str], life: Life) -> str:
    if "violated" in states:
        return "violated"
    for state in ("fulfilled", "waived", "terminated"):
        if states == {state}:
            return state
    if states == {"waived", "terminated"}:
        return "terminated"
    if life.suspended is Mark.CERTAIN and life.alive:
        return "suspended"
    return "in_effect" if life.force or states else "created"


def _worst(verdicts: Iterable[str]) -> str:
    found = set(verdicts)
    return next((verdict for verdict in WORST if verdict in found), PENDING)
