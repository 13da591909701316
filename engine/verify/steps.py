"""Condition of steps."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ...events.duration import add
from ...events.time import FIRST_INSTANT, Instant
from ...rules.clauses import Condition
from ...rules.temporal import Step, outcomes_of
from .course import Outcome, Position, comes_of
from .scene import Scene


@attrs.frozen
class Taking:
    """A step was taken: ``position`` is where the condition learns of it, ``comes`` where what follows stands."""

    step: int
    at: Instant
    position: Position
    comes: Position
    incidents: tuple[str, ...]


def outcomes(scene: Scene, clause: Condition) -> Iterator[Outcome]:
    """It is met at the first instant at which some choice of steps is complete, and once until it starts anew."""
    takings = sorted(taken(scene, clause), key=lambda one: one.position)
    number, met_after = 1, None
    for last in takings:
        since, begun = start(scene, clause, last.position)
        if met_after is not None and met_after == begun:
            continue
        before = [one for one in takings if one.position <= last.position and one.at > since]
        chosen = complete(scene, clause, before, last)
        if chosen is not None and last.comes < scene.end:
            incidents = tuple(dict.fromkeys(name for one in chosen for name in one.incidents))
            key = "met" if number == 1 else f"met {number}"
            number, met_after = number + 1, begun
            yield Outcome(
                clause=clause.id, outcome="met", key=key, at=last.at, position=last.comes, incidents=incidents
            )


def taken(scene: Scene, clause: Condition) -> Iterator[Taking]:
    """The steps taken while it was in force: acts, weighed once all of their instant have happened, and outcomes."""
    for number, step in enumerate(clause.all_of or clause.sequence):
        if step.act is not None:
            for act in scene.meant(step.act):
                if scene.course.in_force(clause, act.at):
                    position = scene.judged(act, clause)
                    yield Taking(number, act.at, position, position, (act.id,))
        yield from _heard(scene, clause, number, step)


def _heard(scene: Scene, clause: Condition, number: int, step: Step) -> Iterator[Taking]:
    for position, outcome in scene.hear(outcomes_of(step), clause):
        now = scene.course.in_force(clause, outcome.at, position)
        if now or scene.course.in_force(clause, outcome.at):
            yield Taking(number, outcome.at, position, comes_of(position), outcome.incidents)


def start(scene: Scene, clause: Condition, position: Position) -> tuple[Instant, Position | None]:
    """The last instant of which steps do not count, up to a position, and where that was brought about.

    It starts when it comes into force, and anew by each reset: what happened by the reset's own instant does not count.
    """
    since, begun, before = FIRST_INSTANT - 1, None, False
    for spell in scene.course.spells(clause):
        if spell.position < position and spell.force and not before:
            since, begun = spell.at - 1, spell.position
        before = spell.force
    for order in scene.course.orders_to(clause):
        if order.position < position:
            since = max(since, order.at)
            begun = order.position if begun is None else max(begun, order.position)
    return since, begun


def complete(scene: Scene, clause: Condition, takings: list[Taking], last: Taking) -> list[Taking] | None:
    """A choice of one taking for each step that the last one completes: in order, and within the time asked for."""
    each = [[one for one in takings if one.step == number] for number in range(len(clause.all_of or clause.sequence))]
    if clause.all_of:
        chosen = [max(some, key=lambda one: (one.at, one.position)) for some in each if some]
        full = len(chosen) == len(each) and last in chosen
        return chosen if full and lie_together(scene, clause, chosen) else None
    if last.step != len(each) - 1:
        return None
    for first in sorted(each[0], key=lambda one: (-one.at, one.position)):
        chain = in_turn(first, each[1:-1], last) if len(each) > 1 else [last]
        if chain is not None:
            return chain if lie_together(scene, clause, chain) else None
    return None


def lie_together(scene: Scene, clause: Condition, chosen: list[Taking]) -> bool:
    """``within`` is the time from the first to the last of them, both ends included."""
    first, last = min(one.at for one in chosen), max(one.at for one in chosen)
    return clause.within is None or last <= add(first, clause.within, scene.zone)


def in_turn(first: Taking, between: list[list[Taking]], last: Taking) -> list[Taking] | None:
    """Each step strictly later than the one before it, as early as that can be."""
    chain = [first]
    for some in between:
        later = [one for one in some if one.at > chain[-1].at]
        if not later:
            return None
        chain.append(min(later, key=lambda one: (one.at, one.position)))
    return [*chain, last] if last.at > chain[-1].at else None
