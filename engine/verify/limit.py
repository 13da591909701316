"""Limit."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ...events.calendar import last_of
from ...events.duration import add
from ...events.time import Instant
from ...rules.clauses import Limit
from .course import Outcome
from .exceptions import excused
from .meaning import shares
from .scene import Scene
from .told import Told, exactly


def outcomes(scene: Scene, clause: Limit) -> Iterator[Outcome]:
    """Each act by which what acts add up to in a window of time is more than ``at_most`` is a breach.

    An act that adds nothing is none. The breach names the latest acts with which it is too much.
    """
    counted = [act for act in _meant(scene, clause) if falls(scene, clause, act)]
    for act in counted:
        if adds(scene, clause, act) > 0:
            others = [one for one in counted if one is not act and together(scene, clause, one, act)]
            if adds(scene, clause, act) + sum(adds(scene, clause, one) for one in others) > exactly(clause.at_most):
                yield Outcome(
                    clause=clause.id,
                    outcome="breach",
                    key=act.id,
                    at=act.at,
                    position=scene.judged(act, clause),
                    incidents=(act.id, *sorted(enough(scene, clause, act, others))),
                    acts=(act,),
                )


def _meant(scene: Scene, clause: Limit) -> list[Told]:
    return scene.meant(scene.sense.acts_of(clause.act, clause.performer or clause.bearer))


def falls(scene: Scene, clause: Limit, act: Told) -> bool:
    """An act counts while it is in force, unless it is excepted; a bulletin enters no window shorter than itself."""
    occurred = act.report.occurred
    wide = act.event.aggregate and occurred.last > end_of_window(scene, clause, occurred.start)
    return not wide and scene.course.in_force(clause, act.at) and not excused(scene, clause, act)


def end_of_window(scene: Scene, clause: Limit, instant: Instant) -> Instant:
    """The last instant whose window holds an instant: ``within`` later, or where its stretch of the calendar ends."""
    if clause.within is not None:
        return add(instant, clause.within, scene.zone)
    return last_of(clause.each or "day", instant, scene.zone)


def together(scene: Scene, clause: Limit, other: Told, act: Told) -> bool:
    """Whether another act lies in the window that ends with an act, and is added up with it.

    The window that ends with a bulletin holds what lies in the bulletin's interval.
    """
    before = other.at <= (act.report.occurred.last if act.event.aggregate else act.at)
    return before and act.at <= end_of_window(scene, clause, other.at) and shares(clause.per, other, act)


def adds(scene: Scene, clause: Limit, act: Told) -> Fraction:
    """A number below nothing adds nothing."""
    return max(scene.amount(act, clause.amount), Fraction(0))


def enough(scene: Scene, clause: Limit, act: Told, others: list[Told]) -> list[str]:
    """The latest others with which an act is too much."""
    total, named = adds(scene, clause, act), []
    for other in sorted(others, key=lambda one: one.order, reverse=True):
        if total > exactly(clause.at_most):
            break
        total += adds(scene, clause, other)
        named.append(other.id)
    return named
