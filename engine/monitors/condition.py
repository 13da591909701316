"""Condition: met when something has held for a duration without a break.

Two tracks are kept. ``certainly`` is the latest instant from which it must have been holding, ``possibly`` the
earliest from which it may have been. A break that is only possible moves the first, a break that is certain moves
the second too; so the instants at which it may and must be met enclose the true one.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import attrs

from ...events.duration import Duration, add
from ...events.mark import Mark
from ...events.time import FIRST_INSTANT, LAST_INSTANT, Instant, format_instant
from ...rules import clauses
from ..agenda import Stage
from ..derivation import Derivation
from ..events import Act, NormativeEvent, Signal, Wake
from .base import Quiet, Roles, Standing, View, standing_of_condition
from .compiler import Compiler, Told
from .held import Held


@attrs.define
class Condition(Quiet):
    """The state of a condition."""

    clause: int
    duration: Duration
    broken_by: int | None
    hears: Told
    """The breaches that break it."""
    held: Held | None
    """The state that must hold throughout, where it asks for one."""
    view: View = attrs.field(repr=False)
    now: Mark = Mark.NONE
    ever: Mark = Mark.NONE
    certainly: Instant | None = None
    possibly: Instant | None = None
    doubt_until: Instant = FIRST_INSTANT
    may_be_met: Instant | None = None
    met: Mark = Mark.NONE
    breaks: list[str] = attrs.field(factory=list)
    possible_breaks: set[str] = attrs.field(factory=set)
    reports: set[str] = attrs.field(factory=set)
    """The incidents that these rest on."""

    @property
    def roles(self) -> Roles:
        """The acts that break it, and those that begin and end its state."""
        breaks = () if self.broken_by is None else (("an act that breaks it", self.broken_by),)
        return (*breaks, *(() if self.held is None else self.held.roles))

    def force_changed(self, now: Instant, mark: Mark) -> Iterator[Signal]:
        """The time runs from when it comes into force."""
        self.now = mark
        self.ever = max(self.ever, mark)
        yield from self._recompute(now)

    def _recompute(self, now: Instant) -> Iterator[Signal]:
        """Start or stop the two tracks after something changed at ``now``."""
        runs = self.now if self.held is None else min(self.now, self.held.holds(now))
        if not runs:
            self.possibly = None
        elif self.possibly is None:
            self.possibly = now
            yield self._wake(now)
        if runs is not Mark.CERTAIN:
            self.certainly = None
        elif self.certainly is None:
            self.certainly = max(now, self.doubt_until)
            yield self._wake(self.certainly)

    def _wake(self, since: Instant) -> Wake:
        return Wake(add(since, self.duration, self.view.zone), Stage.MATURE, "held")

    def observe(self, act: Act, now: Instant, *, settled: bool) -> Iterator[Signal]:
        """Acts break it, or begin or end its state."""
        if self.held is not None:
            self.held.observe(act, now, settled=settled)
            yield from self._recompute(now)
        if self.broken_by is not None and (mark := act.mark(self.broken_by)):
            self.reports.add(act.id)
            yield from self._broken(act.id, mark, act.first, act.last, settled=settled)

    def hear(self, event: NormativeEvent) -> Iterator[Signal]:
        """A breach of a named clause breaks it."""
        self.reports.update(event.incidents)
        yield from self._broken(event.key, event.mark, event.earliest, event.latest, settled=event.settled)

    def told(self, verb: str, event: NormativeEvent, by: Duration | None) -> Iterator[Signal]:
        """A power or another consequence starts its time anew."""
        self.reports.update(event.incidents)
        yield from self._broken(event.key, event.mark, event.earliest, event.latest, settled=event.settled)

    def _broken(
        self, name: str, mark: Mark, earliest: Instant, latest: Instant | None, *, settled: bool
    ) -> Iterator[Signal]:
        until = LAST_INSTANT if latest is None else latest
        self.possible_breaks.add(name)
        self.doubt_until = max(self.doubt_until, until)
        if self.certainly is not None and until > self.certainly:
            self.certainly = until
            yield self._wake(until)
        if settled and mark is Mark.CERTAIN:
            self.breaks.append(name)
            if self.possibly is not None and earliest > self.possibly and not self._over_before(until):
                self.possibly = earliest
                yield self._wake(earliest)

    def _over_before(self, instant: Instant) -> bool:
        """Whether it may have been met before an instant."""
        return self.may_be_met is not None and self.may_be_met <= instant

    def wake(self, name: str, now: Instant) -> Iterator[Signal]:
        """See whether the duration is full on either track."""
        if self.met is Mark.CERTAIN:
            return
        if self.may_be_met is None and self._full(self.possibly, now):
            self.may_be_met = now
        if self._full(self.certainly, now):
            self.met = Mark.CERTAIN
            yield self._event(self.may_be_met or now, now, Mark.CERTAIN, settled=True)
        elif self.may_be_met == now:
            self.met = Mark.POSSIBLE
            yield self._event(now, None, Mark.POSSIBLE, settled=False)

    def _full(self, since: Instant | None, now: Instant) -> bool:
        return since is not None and add(since, self.duration, self.view.zone) == now

    def _event(self, earliest: Instant, latest: Instant | None, mark: Mark, *, settled: bool) -> NormativeEvent:
        return NormativeEvent(
            clause=self.clause,
            outcome="met",
            key="met",
            mark=mark,
            earliest=earliest,
            latest=latest,
            settled=settled,
            incidents=tuple(sorted(self.reports)) if mark is Mark.POSSIBLE else (),
            derive=partial(self._derive, mark),
        )

    def _derive(self, mark: Mark) -> Derivation:
        doubtful = sorted(self.possible_breaks)
        open_ = mark is Mark.POSSIBLE
        held = Derivation(
            test="held",
            wanted=f"for {self.duration} without a break",
            found="possible breaks: " + ", ".join(doubtful) if open_ and doubtful else "no break",
            mark=mark,
            why="whether it was broken is not certain" if open_ else None,
        )
        return Derivation(test="met", mark=mark, parts=(held,))

    def finish(self) -> Iterator[Signal]:
        """What stayed possible is settled as such."""
        if self.met is Mark.POSSIBLE and self.may_be_met is not None:
            yield self._event(self.may_be_met, None, Mark.POSSIBLE, settled=True)

    def standing(self) -> Standing:
        """Satisfied when met, lapsed when it can no longer be, else pending with its progress."""
        notes = self._progress()
        return standing_of_condition(now=self.now, ever=self.ever, met=self.met, state=self._word(), notes=notes)

    def lacks(self, now: Instant) -> tuple[Derivation, ...]:
        """How long it has held, and what broke it."""
        if self.met is Mark.CERTAIN:
            return ()
        broken = [f"broken by {', '.join(self.breaks)}"] if self.breaks else []
        doubtful = sorted(self.possible_breaks.difference(self.breaks))
        broken += [f"possibly broken by {', '.join(doubtful)}"] if doubtful else []
        held = Derivation(
            test="held",
            wanted=f"for {self.duration} without a break",
            found="; ".join((*broken, *self._progress())) or "not in force",
            mark=self.met,
            why="whether it was broken is not certain" if self.met else None,
        )
        return (Derivation(test="met", mark=self.met, parts=(held,)),)

    def _word(self) -> str:
        if self.met is Mark.CERTAIN:
            return "met"
        if not self.now:
            return "lapsed" if self.ever else "waiting"
        return "holding" if self.certainly is not None else "waiting"

    def _progress(self) -> tuple[str, ...]:
        if self.met is Mark.CERTAIN or not self.now:
            return ()
        if self.possibly is None:
            return ("the state it needs has not begun",) if self.held is not None else ()
        due = add(self.possibly, self.duration, self.view.zone)
        word = "holding" if self.certainly == self.possibly else "may have been holding"
        return (f"{word} since {format_instant(self.possibly)}, full at {format_instant(due)}",)


def build(clause: clauses.Condition, compiler: Compiler) -> Condition:
    """The monitor of a condition that must hold for a duration."""
    assert clause.for_ is not None
    return Condition(
        compiler.number[clause.id],
        clause.for_,
        compiler.optional(clause.broken_by),
        frozenset((compiler.number[name], "breach") for name in clause.broken_by_breach_of),
        None if clause.while_ is None else Held.of(clause.while_, compiler),
        compiler.view,
    )
