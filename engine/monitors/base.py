"""What every monitor is: the state of one clause, fed with acts and instants, answering with signals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol
from zoneinfo import ZoneInfo

import attrs

from ...events.duration import Duration
from ...events.mark import Mark
from ...events.time import Instant
from ..derivation import Derivation
from ..events import Act, Life, NormativeEvent, Signal

VIOLATED = "violated"
SATISFIED = "satisfied"
PENDING = "pending"
INCONCLUSIVE = "inconclusive"
LAPSED = "lapsed"
NOT_EVALUATED = "not_evaluated"

EXCEPTED = "excepted"
"""The outcome of an act that would be a breach but for an exception: no breach, and said so."""


Roles = tuple[tuple[str, int], ...]
"""What an act can be for a clause, in words, each with the number of the pattern that says so."""


class View(Protocol):
    """What a monitor may know of the agreement around it."""

    zone: ZoneInfo
    expired: Instant
    """The last instant of which the deadlines have passed; the calendar beyond the horizon does not move it."""

    def force(self, clause: int, first: Instant, last: Instant, before: str | None = None) -> Mark:
        """Whether a clause is in force throughout (certain) or somewhere (possible) in a stretch of time.

        ``before`` names an incident: what can only follow it is left out, for what was in force when it happened.
        """

    def explain_force(self, clause: int, first: Instant, last: Instant, before: str | None = None) -> Derivation:
        """The same with its reasons."""


@attrs.frozen(kw_only=True)
class Standing:
    """How a clause stands at the horizon, by what certainly holds (``strict``) and what possibly holds (``broad``).

    ``state`` is its place in its life cycle; ``notes`` are sentences for the reader.
    """

    strict: str
    broad: str
    state: str
    notes: tuple[str, ...] = ()

    def with_breaches_of(self, later: Standing) -> Standing:
        """This standing, with the breaches that acts whose time reaches beyond the horizon turned out to be."""
        strict = VIOLATED if later.strict == VIOLATED else self.strict
        broad = VIOLATED if later.broad == VIOLATED else self.broad
        return attrs.evolve(self, strict=strict, broad=broad)


class Monitor(Protocol):
    """The state of one clause under one reading."""

    clause: int
    roles: Roles
    """What an act can be for it; it wants to see the acts of these patterns."""
    hears: frozenset[tuple[int, str]]
    """The outcomes of other clauses, by the clause's number, that it wants to hear of."""

    excused_by: frozenset[int]
    """The numbers of the exceptions that defeat it: whether they are in force changes what its acts are."""

    def force_changed(self, now: Instant, mark: Mark) -> Iterator[Signal]:
        """The clause's being in force has changed at ``now``."""

    def life_changed(self, life: Life, now: Instant) -> Iterator[Signal]:
        """At ``now`` the clause has come into force or gone out of it, been suspended or resumed, or ended."""

    def may_begin_anew(self, name: str, now: Instant, at: Instant, latest: Instant | None) -> Iterator[Signal]:
        """By an event of this name the clause, possibly in force before and after, may have come into force anew.

        The event was at ``now`` at the earliest and at ``latest`` at the latest, if that is known; acts from ``at`` on
        can be after it.
        """

    def observe(self, act: Act, now: Instant, *, settled: bool) -> Iterator[Signal]:
        """An act may have happened from ``now`` on, or (``settled``) has happened by ``now``.

        An act that is not settled can be shown more than once, and is settled once.
        """

    def wake(self, name: str, now: Instant) -> Iterator[Signal]:
        """An instant asked for has come."""

    def hear(self, event: NormativeEvent) -> Iterator[Signal]:
        """Another clause's instance has changed state in a way that it listens for."""

    def told(self, verb: str, event: NormativeEvent, by: Duration | None) -> Iterator[Signal]:
        """A consequence changes its course: ``reset``, ``waive``, or ``extend`` ``by`` some time."""

    def finish(self) -> Iterator[Signal]:
        """The log is over."""

    def standing(self) -> Standing:
        """How the clause stands at the horizon."""

    def meets(self, act: Act) -> tuple[Derivation, ...]:
        """How what is open of it stands to an act that is about to be shown."""

    def weighs(self, act: Act, now: Instant) -> tuple[Derivation, ...]:
        """What is said of an act that has just been settled; nothing where being what it means is all that counts."""

    def lacks(self, now: Instant) -> tuple[Derivation, ...]:
        """What stands, at the horizon, between it and its outcomes, one statement for each that has not come about."""


@attrs.define
class Quiet:
    """Answers with nothing: what a monitor does not care about."""

    @property
    def hears(self) -> frozenset[tuple[int, str]]:
        """Nothing is listened for."""
        return frozenset()

    @property
    def excused_by(self) -> frozenset[int]:
        """Nothing defeats it."""
        return frozenset()

    def force_changed(self, now: Instant, mark: Mark) -> Iterator[Signal]:
        """Nothing follows."""
        yield from ()

    def life_changed(self, life: Life, now: Instant) -> Iterator[Signal]:
        """Nothing follows."""
        yield from ()

    def may_begin_anew(self, name: str, now: Instant, at: Instant, latest: Instant | None) -> Iterator[Signal]:
        """Nothing follows."""
        yield from ()

    def observe(self, act: Act, now: Instant, *, settled: bool) -> Iterator[Signal]:
        """Nothing follows."""
        yield from ()

    def wake(self, name: str, now: Instant) -> Iterator[Signal]:
        """Nothing follows."""
        yield from ()

    def hear(self, event: NormativeEvent) -> Iterator[Signal]:
        """Nothing follows."""
        yield from ()

    def told(self, verb: str, event: NormativeEvent, by: Duration | None) -> Iterator[Signal]:
        """Nothing follows."""
        yield from ()

    def finish(self) -> Iterator[Signal]:
        """Nothing follows."""
        yield from ()

    def meets(self, act: Act) -> tuple[Derivation, ...]:
        """Nothing is open."""
        return ()

    def weighs(self, act: Act, now: Instant) -> tuple[Derivation, ...]:
        """Nothing else counts."""
        return ()

    def lacks(self, now: Instant) -> tuple[Derivation, ...]:
        """Nothing is said."""
        return ()


def standing_of_abstention(*, now: Mark, ever: Mark, certain: int, possible: int) -> Standing:
    """How a duty to abstain stands: open while it may be in force, then satisfied where nothing broke it.

    ``now`` and ``ever`` say whether it is, and ever was, in force; ``certain`` and ``possible`` count its breaches.
    """
    rest = PENDING if now or ever is not Mark.CERTAIN else SATISFIED
    state = "in_effect" if now else ("expired" if ever else "created")
    strict = VIOLATED if certain else rest
    broad = VIOLATED if certain or possible else rest
    return Standing(strict=strict, broad=broad, state=state)


def standing_of_condition(*, now: Mark, ever: Mark, met: Mark, state: str, notes: tuple[str, ...]) -> Standing:
    """How a condition stands: satisfied when met, lapsed when it can no longer be, else pending with its progress."""
    rest = PENDING if now or ever is not Mark.CERTAIN else LAPSED
    strict = SATISFIED if met is Mark.CERTAIN else rest
    broad = SATISFIED if met else rest
    return Standing(strict=strict, broad=broad, state=state, notes=notes)


def standing_of_exception(mark: Mark) -> Standing:
    """How a permission or an exclusion stands: it is no duty, it is in force or not."""
    word = {Mark.NONE: "not_in_force", Mark.POSSIBLE: "possibly_in_force", Mark.CERTAIN: "in_force"}[mark]
    strict = "in_force" if mark is Mark.CERTAIN else "not_in_force"
    broad = "in_force" if mark else "not_in_force"
    return Standing(strict=strict, broad=broad, state=word)
