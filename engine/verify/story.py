"""What follows under one reading from one precise version of all reports: outcomes, phases, and how each clause stands.

What a clause comes to depends on the phase and on other clauses, which depend on what clauses came to before. So a
course is supposed, what follows under it is found for every clause by its definition, and that brings about a course:
the two are the same where both are right. As everything depends on what is earlier only, supposing each time the course
that was found last comes to that end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs

from ...events.time import Instant
from ...rules.agreement import Terms
from ...rules.clauses import Clause, Condition, Limit, Maintenance, Obligation, Power, Prohibition
from . import condition, limit, maintenance, obligation, power, prohibition, steps
from .bulletins import Left
from .course import BEGINNING, Outcome, Position, Stage, course_of
from .meaning import Sense
from .scene import Scene
from .standing import Stands, stands
from .told import Told

MOST_ROUNDS = 10_000


def _condition(scene: Scene, clause: Condition) -> Iterable[Outcome]:
    return steps.outcomes(scene, clause) if clause.for_ is None else condition.outcomes(scene, clause)


KINDS: Mapping[type[Clause], Callable[[Scene, Any], Iterable[Outcome]]] = {
    Prohibition: prohibition.outcomes,
    Limit: limit.outcomes,
    Obligation: obligation.outcomes,
    Condition: _condition,
    Power: power.outcomes,
    Maintenance: maintenance.outcomes,
}
"""What a clause comes to, by its kind; permissions and exclusions come to nothing themselves."""


@attrs.frozen(kw_only=True)
class Entered:
    """A phase was entered, by date or because of a clause."""

    phase: str
    at: Instant
    cause: str | None


@attrs.frozen(kw_only=True)
class Story:
    """All that follows."""

    outcomes: tuple[Outcome, ...]
    phases: tuple[Entered, ...]
    stands: Mapping[str, Stands]
    reports: Mapping[str, tuple[str, ...]]
    """Of each event that happened, all reports of it."""


def end_of(horizon: Instant, *, inclusive: bool) -> Position:
    """The first position past the horizon: deadlines at the horizon itself are decided where it is ``inclusive``."""
    return (horizon + 1, Stage.MATURE, ()) if inclusive else (horizon, Stage.EXPIRE, ())


def story(terms: Terms, acts: Iterable[Told], sense: Sense, end: Position, left: Left) -> Story:
    """What follows from acts under one reading, up to a position; of bulletins ``left`` is what counts."""
    happened = tuple(sorted((act for act in acts if (act.at, Stage.ACT, ()) < end), key=lambda act: act.order))
    course = course_of(terms, (), end)
    found: dict[str, tuple[Outcome, ...]] = {}
    for _ in range(MOST_ROUNDS):
        scene = Scene(terms, happened, sense, course, found, end, left)
        following = {clause.id: _outcomes(scene, clause) for clause in terms.clauses}
        brought = course_of(terms, (one for each in following.values() for one in each), end)
        if following == found and brought.same == course.same:
            return _told(scene)
        found, course = following, brought
    raise RuntimeError("what follows depends on itself")


def _outcomes(scene: Scene, clause: Clause) -> tuple[Outcome, ...]:
    come_to = KINDS.get(type(clause))
    return () if come_to is None else tuple(come_to(scene, clause))


def _told(scene: Scene) -> Story:
    entered = tuple(
        Entered(phase=order.whom, at=order.at, cause=order.cause)
        for order, _ in scene.course.changes
        if order.verb == "enter" and BEGINNING < order.position < scene.end
    )
    return Story(
        outcomes=tuple(one for each in scene.outcomes.values() for one in each),
        phases=entered,
        stands={clause.id: stands(scene, clause) for clause in scene.terms.clauses},
        reports={act.id: tuple(report.id for report in act.event.reports) for act in scene.acts},
    )
