"""The state of an agreement under one reading: its phase and the life of each clause, certain or not."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import attrs

from ..events.mark import Mark
from ..events.time import FIRST_INSTANT, LAST_INSTANT, Instant, format_instant
from ..rules.lives import ACTIVE, BECOMES, ENDED, INACTIVE, SUSPENDED
from .derivation import Derivation
from .events import Life, NormativeEvent
from .fluent import Change, Fluent
from .plan import Bounds, Directive, Plan

BROUGHT_ABOUT = ("breach", "fulfilment", "exerted")
"""Outcomes that come at or after each of the incidents they rest on; that a condition is met may come before them."""


@attrs.define
class State:
    """Phase and lives, and from them whether a clause is in force."""

    plan: Plan
    zone: ZoneInfo
    phase: Fluent
    lives: tuple[Fluent, ...]
    origins: dict[str, frozenset[str]]
    expired: Instant = FIRST_INSTANT - 1
    """The last instant of which the deadlines have passed, as the fold says."""

    @classmethod
    def of(cls, plan: Plan) -> State:
        """The state in which an agreement starts."""
        phases = plan.terms.phases
        lives = tuple(Fluent(ACTIVE if bounds.active else INACTIVE) for bounds in plan.bounds)
        origins = {phase.id: frozenset(map(str, phase.from_)) for phase in phases}
        return cls(plan, plan.zone, Fluent(phases[0].id), lives, origins)

    def force(self, clause: int, first: Instant, last: Instant, before: str | None = None) -> Mark:
        """Whether a clause is in force throughout (certain) or somewhere (possible) in a stretch of time.

        ``before`` names an incident or an event: what can only follow it is left out, for what was in force when it
        happened.
        """
        bounds = self.plan.bounds[clause]
        inside = _clip(bounds, first, last)
        if inside is None:
            return Mark.NONE
        mark = Mark.CERTAIN if inside == (first, last) else Mark.POSSIBLE
        if bounds.during:
            mark = min(mark, self.phase.mark(bounds.during, *inside, before))
        return min(mark, self.lives[clause].mark((ACTIVE,), *inside, before))

    def life(self, clause: int, at: Instant) -> Life:
        """How a clause lives from an instant on: a suspended one is not in force, and has not ended."""
        bounds, states = self.plan.bounds[clause], self.lives[clause]
        if _clip(bounds, at, at) is None:
            return Life(since=at)
        during = self.phase.mark(bounds.during, at, at) if bounds.during else Mark.CERTAIN
        return Life(
            force=min(during, states.mark((ACTIVE,), at, at)),
            alive=min(during, states.mark((ACTIVE, SUSPENDED), at, at)),
            suspended=states.mark((SUSPENDED,), at, at),
            since=at,
        )

    def may_begin_anew(self, verb: str, target: str | int, at: Instant) -> Iterator[int]:
        """The clauses that entering a phase, or activating one, may bring into force anew, as they may be out of it."""
        if verb == "activate" and isinstance(target, int) and INACTIVE in self.lives[target].at(at):
            yield target
        if verb == "enter" and isinstance(target, str) and (outside := self.outside(target, at)):
            for index, bounds in enumerate(self.plan.bounds):
                if target in bounds.during and not outside <= bounds.during:
                    yield index

    def outside(self, phase: str, at: Instant) -> frozenset[str]:
        """The other phases that it may be and from which this one can be entered."""
        others = self.phase.at(at) - {phase}
        return others & self.origins[phase] if self.origins[phase] else others

    def ended(self, clause: int, at: Instant) -> bool:
        """Whether a clause was discharged or terminated by an instant, for certain."""
        return self.lives[clause].at(at) == {ENDED}

    def explain_force(self, clause: int, first: Instant, last: Instant, before: str | None = None) -> Derivation:
        """The same with its reasons."""
        bounds = self.plan.bounds[clause]
        mark = self.force(clause, first, last, before)
        why = None
        if mark is Mark.POSSIBLE:
            why = self._doubt(bounds, clause, first, last)
        return Derivation(
            test="in_force",
            mark=mark,
            wanted=_bounds_words(bounds),
            found=f"phase {' or '.join(sorted(self.phase.over(first, last, before)))}, {_time_words(first, last)}"
            + self._life_words(clause, first, last, before),
            why=why,
        )

    def _life_words(self, clause: int, first: Instant, last: Instant, before: str | None) -> str:
        """How the clause itself was, where it was not simply active."""
        states = sorted(self.lives[clause].over(first, last, before))
        return "" if states == [ACTIVE] else f", the clause {' or '.join(states)}"

    def _doubt(self, bounds: Bounds, clause: int, first: Instant, last: Instant) -> str:
        if _clip(bounds, first, last) != (first, last):
            return "the time of the incident straddles the time in which the clause is in force"
        if bounds.during and self.phase.mark(bounds.during, first, last) is Mark.POSSIBLE:
            return self._phase_doubt(first, last)
        states = " or ".join(sorted(self.lives[clause].over(first, last)))
        return f"whether the clause was active is not certain: {states}"

    def _phase_doubt(self, first: Instant, last: Instant) -> str:
        sure = all(len(self.phase.at(instant)) == 1 for instant in (first, last))
        if sure and self.phase.at(first) != self.phase.at(last):
            return "the time of the incident straddles a change of phase"
        return "which phase it was is not certain"

    def enters(self, phase: str, first: Instant, last: Instant, cause: str | None = None) -> Mark:
        """How surely the phase is entered from another one, if it is to be entered from ``first`` to ``last``.

        ``cause`` names the event that is to bring it about: what can only follow that is left out.
        """
        before = self.phase.over(first, last, cause)
        origin = self.origins[phase] or before
        others = origin - {phase}
        if before <= others:
            return Mark.CERTAIN
        return Mark.POSSIBLE if before & others else Mark.NONE

    def apply(self, directive: Directive, event: NormativeEvent, effective: Instant, now: Instant) -> bool:
        """Apply a directive that an event ordered; says whether the state changed.

        ``now`` is when the change is in force, ``effective`` when the event happened at the earliest.
        """
        if directive.verb == "enter":
            fluent, value, origin = self.phase, directive.phase, self.origins[directive.phase]
        else:
            fluent = self.lives[directive.clause]
            value, origin = BECOMES[directive.verb]
        latest = event.latest if event.latest is None else max(event.latest, effective)
        incidents = event.incidents if event.follows is None else event.follows
        after = frozenset((event.name, *(incidents if event.outcome in BROUGHT_ABOUT else ())))
        change = Change(key=event.name, value=value, earliest=effective, latest=latest, origin=origin, after=after)
        if event.certain:
            return fluent.has_changed(change, now)
        return fluent.may_change(change, now)


def _clip(bounds: Bounds, first: Instant, last: Instant) -> tuple[Instant, Instant] | None:
    start = max(first, FIRST_INSTANT if bounds.start is None else bounds.start)
    end = min(last, LAST_INSTANT if bounds.end is None else bounds.end - 1)
    return (start, end) if start <= end else None


def _bounds_words(bounds: Bounds) -> str:
    parts = []
    if bounds.during:
        parts.append("during " + ", ".join(sorted(bounds.during)))
    if bounds.start is not None:
        parts.append(f"from {format_instant(bounds.start)}")
    if bounds.end is not None:
        parts.append(f"until {format_instant(bounds.end)}")
    return ", ".join(parts) or "always"


def _time_words(first: Instant, last: Instant) -> str:
    if first == last:
        return f"at {format_instant(first)}"
    return f"between {format_instant(first)} and {format_instant(last + 1)}"
