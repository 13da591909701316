"""The course of an agreement: which phase it was in, and which clauses were active, after each thing that changed it.

At one instant the order is: conditions mature, notices take effect and phases change; acts happen, each after those
that come before it in the order of acts; what the acts amount to is judged, and what follows from that; deadlines
expire, and what follows from that. A place in this order is a ``Position``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import Any, TypeAlias

import attrs

from ...events.duration import Duration
from ...events.time import FIRST_INSTANT, Instant
from ...rules.agreement import Terms
from ...rules.clauses import OUTCOMES, TO_MONITORS, Clause, Unevaluated, consequences
from ...rules.instants import instant_of
from .told import Told


class Stage(IntEnum):
    """The stages of one instant."""

    MATURE = 0
    ACT = 1
    JUDGE = 2
    JUDGED = 3
    EXPIRE = 4
    EXPIRED = 5


Position: TypeAlias = tuple[Instant, Stage, tuple[Any, ...]]
"""An instant, a stage of it, and the order within the stage."""
BEGINNING: Position = (FIRST_INSTANT - 1, Stage.MATURE, ())
DATED = -1
"""Phases that are entered by date come before what clauses bring about at the same instant."""


@attrs.frozen(kw_only=True)
class Outcome:
    """What came of a clause: when, by which acts, and what the reader is told of it.

    Attributes:
        key: tells it from other outcomes of the clause.
        incidents: the reports that it rests on; ``openers`` are those of them that opened the duty.
        acts: the acts that it is about.
        bearer: whose duty it is, where that is not all of the clause's bearers.
    """

    clause: str
    outcome: str
    key: str
    at: Instant
    position: Position
    incidents: tuple[str, ...] = ()
    openers: tuple[str, ...] = ()
    acts: tuple[Told, ...] = attrs.field(default=(), repr=False)
    bearer: tuple[str, ...] = ()
    late: bool = False


@attrs.frozen(kw_only=True)
class Order:
    """What follows from an outcome: a verb with the clause, or the phase, that it is about."""

    position: Position
    at: Instant
    verb: str
    whom: str
    by: Duration | None
    cause: str | None
    name: str

    @property
    def from_(self) -> Instant:
        """The first instant at which it is in force: what follows from judgements and deadlines is for later acts."""
        return self.at + (self.position[1] >= Stage.JUDGED)


BECOMES = {
    "activate": ("active", ("inactive", "suspended", "active")),
    "suspend": ("suspended", ("active", "suspended")),
    "resume": ("active", ("active", "suspended")),
    "discharge": ("ended", ("inactive", "active", "suspended", "ended")),
    "terminate": ("ended", ("inactive", "active", "suspended", "ended")),
}
"""What each verb makes of a clause, and of which states of it: what has ended stays so."""


@attrs.frozen
class Standing:
    """The phase, and how each clause is: active, inactive, suspended or ended."""

    phase: str
    lives: tuple[str, ...]


@attrs.frozen
class Spell:
    """How a clause lives from a position on: ``from_`` is the first instant for whose acts that holds."""

    position: Position
    from_: Instant
    force: bool
    alive: bool
    suspended: bool

    @property
    def at(self) -> Instant:
        """When that was brought about."""
        return max(self.position[0], FIRST_INSTANT)


@attrs.define
class Course:
    """All orders in their order, and how the agreement stood after each."""

    terms: Terms
    orders: tuple[Order, ...]
    """What changes the course of single clauses: resets, releases, extensions."""
    changes: tuple[tuple[Order, Standing], ...]
    """What changed the phase or the life of a clause, with how the agreement stood after it."""
    first: Standing
    end: Position
    """The first position that is not looked at any more."""
    _bounds: dict[str, tuple[Instant | None, Instant | None]] = attrs.field(factory=dict)
    number: dict[str, int] = attrs.field(factory=dict)
    _spells: dict[str, list[Spell]] = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        for number, clause in enumerate(self.terms.clauses):
            self.number[clause.id] = number
            self._bounds[clause.id] = bounds(self.terms, clause)

    @property
    def same(self) -> tuple[Any, ...]:
        """What two courses are compared by."""
        return (self.orders, self.changes)

    def in_force(self, clause: Clause, instant: Instant, before: Position | None = None) -> bool:
        """A clause is in force while the phase is one of ``during``, from ``from`` on and before ``until``, and active.

        Acts of an instant are under what is in force at it when all of its acts have happened; with ``before``, when
        what comes before that position has.
        """
        standing = self.first
        for order, after in self.changes:
            if order.from_ <= instant and (before is None or order.position < before):
                standing = after
        return self._within(clause, instant) and self._lives(clause, standing) == (True, True, False)

    def _within(self, clause: Clause, instant: Instant) -> bool:
        start, end = self._bounds[clause.id]
        return (start is None or start <= instant) and (end is None or instant < end)

    def _lives(self, clause: Clause, standing: Standing) -> tuple[bool, bool, bool]:
        """In force, not ended, suspended."""
        during = not clause.during or standing.phase in clause.during
        life = standing.lives[self.number[clause.id]]
        return (during and life == "active", during and life in ("active", "suspended"), life == "suspended")

    def spells(self, clause: Clause) -> list[Spell]:
        """How a clause lived, from each position at which that changed."""
        if clause.id not in self._spells:
            self._spells[clause.id] = self._spelled(clause)
        return self._spells[clause.id]

    def _spelled(self, clause: Clause) -> list[Spell]:
        found = [self._spell(clause, BEGINNING, FIRST_INSTANT, self.first)]
        for position, from_, standing in sorted(self._moments(clause), key=lambda one: one[0]):
            if position >= self.end:
                break
            spell = self._spell(clause, position, from_, standing)
            last = found[-1]
            if (spell.force, spell.alive, spell.suspended) != (last.force, last.alive, last.suspended):
                found.append(spell)
        return found

    def _moments(self, clause: Clause) -> Iterator[tuple[Position, Instant, Standing]]:
        for order, after in self.changes:
            if order.verb == "enter" or order.whom == clause.id:
                yield order.position, order.from_, after
        for instant in self._bounds[clause.id]:
            if instant is not None:
                position: Position = (instant, Stage.MATURE, (self.number[clause.id], ""))
                yield position, instant, self.at(position)

    def at(self, position: Position) -> Standing:
        """How the agreement stands before a position."""
        standing = self.first
        for order, after in self.changes:
            if order.position < position:
                standing = after
        return standing

    def _spell(self, clause: Clause, position: Position, from_: Instant, standing: Standing) -> Spell:
        if not self._within(clause, from_):
            return Spell(position, from_, force=False, alive=False, suspended=False)
        force, alive, suspended = self._lives(clause, standing)
        return Spell(position, from_, force=force, alive=alive, suspended=suspended)

    def orders_to(self, clause: Clause) -> list[Order]:
        """What was ordered about the course of a clause."""
        return [order for order in self.orders if order.whom == clause.id]


def bounds(terms: Terms, clause: Clause) -> tuple[Instant | None, Instant | None]:
    """The first instant at which a clause can be in force, and the first at which it no longer can."""
    return (
        None if clause.from_ is None else instant_of(terms, clause.from_),
        None if clause.until is None else instant_of(terms, clause.until),
    )


def course_of(terms: Terms, outcomes: Iterable[Outcome], end: Position) -> Course:
    """The course that dates and outcomes bring about: each is applied, in its order, to what those before it left."""
    orders = sorted((*_dated(terms), *_following(terms, outcomes)), key=lambda order: order.position)
    lives = tuple(_at_first(clause) for clause in terms.clauses)
    first = standing = Standing(terms.phases[0].id, lives)
    numbers = {clause.id: number for number, clause in enumerate(terms.clauses)}
    origins = {phase.id: phase.from_ for phase in terms.phases}
    told, changes = [], []
    for order in orders:
        if order.position >= end:
            break
        if order.verb in TO_MONITORS:
            told.append(order)
            continue
        after = _after(standing, order, origins, numbers)
        if after != standing:
            standing = after
            changes.append((order, after))
    return Course(terms, tuple(told), tuple(changes), first, end)


def _at_first(clause: Clause) -> str:
    return "active" if clause.initially == "active" and not isinstance(clause, Unevaluated) else "inactive"


def _after(standing: Standing, order: Order, origins: dict[str, tuple[Any, ...]], numbers: dict[str, int]) -> Standing:
    """A phase is entered from those that it names, or from any; a clause becomes what the verb says, if it can."""
    if order.verb == "enter":
        allowed = not origins[order.whom] or standing.phase in origins[order.whom]
        return attrs.evolve(standing, phase=order.whom) if allowed else standing
    number = numbers[order.whom]
    becomes, of = BECOMES[order.verb]
    if standing.lives[number] not in of:
        return standing
    return attrs.evolve(standing, lives=(*standing.lives[:number], becomes, *standing.lives[number + 1 :]))


def _dated(terms: Terms) -> Iterator[Order]:
    for phase in terms.phases:
        if phase.at is not None:
            at = instant_of(terms, phase.at)
            position: Position = (at, Stage.MATURE, (DATED, phase.id))
            yield Order(position=position, at=at, verb="enter", whom=phase.id, by=None, cause=None, name="")


def _following(terms: Terms, outcomes: Iterable[Outcome]) -> Iterator[Order]:
    numbers = {clause.id: number for number, clause in enumerate(terms.clauses)}
    clauses = {clause.id: clause for clause in terms.clauses}
    for outcome in outcomes:
        if outcome.outcome not in OUTCOMES:
            continue
        listed = sorted(consequences(clauses[outcome.clause], outcome.outcome), key=lambda one: one.priority)
        for place, one in enumerate(listed):
            for verb, whom in one.given:
                if verb == "enter" or whom in clauses:
                    position = follows(outcome, numbers[outcome.clause], place)
                    name = f"{outcome.clause} {outcome.outcome} {outcome.key}"
                    yield Order(
                        position=position,
                        at=outcome.at,
                        verb=verb,
                        whom=whom,
                        by=one.by,
                        cause=outcome.clause,
                        name=name,
                    )


def follows(outcome: Outcome, number: int, place: int) -> Position:
    """Where what follows from an outcome stands: after all judgements, or deadlines, of the instant; else at once."""
    instant, stage, order = outcome.position
    later = {Stage.JUDGE: Stage.JUDGED, Stage.EXPIRE: Stage.EXPIRED}.get(stage)
    if later is None:
        return instant, stage, (*order, 0, place)
    return instant, later, (number, f"{outcome.outcome} {outcome.key}", place)


def heard_at(position: Position, number: int) -> Position:
    """Where a clause that waits for an outcome hears of it: before what follows from it, in the order of clauses."""
    instant, stage, order = position
    return instant, stage, (*order, -1, number)


def comes_of(heard: Position) -> Position:
    """Where what a clause makes of what it heard stands: after what follows from that by itself."""
    instant, stage, order = heard
    return instant, stage, (*order[:-2], 1, order[-1])
