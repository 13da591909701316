"""Condition that must hold for a duration."""

from __future__ import annotations

from collections.abc import Iterator

from ...events.duration import add
from ...events.time import FIRST_INSTANT
from ...rules.clauses import Condition
from ...rules.temporal import State
from .course import BEGINNING, Outcome, Position
from .scene import Scene

Turn = tuple[Position, bool]
"""From a position on something is so, or is not so any more."""


def outcomes(scene: Scene, clause: Condition) -> Iterator[Outcome]:
    """It is met once it has held for the duration without a break since it came into force: at s + ``for``."""
    assert clause.for_ is not None
    turns = runs(scene, clause)
    broken = breaks(scene, clause, turns)
    for start in sorted({*starts(turns), *broken}):
        full = add(max(start[0], FIRST_INSTANT), clause.for_, scene.zone)
        position = max(scene.matures(full, clause, "held"), (*start[:2], (*start[2], 0)))
        unbroken = not any(start < one < position and one[0] > start[0] for one in broken)
        if unbroken and runs_from(turns, start, position) and position < scene.end:
            yield Outcome(clause=clause.id, outcome="met", key="met", at=full, position=position)
            return


def runs(scene: Scene, clause: Condition) -> list[Turn]:
    """When its time runs: while it is in force, and the state that it asks for holds."""
    force = [(spell.position, spell.force) for spell in scene.course.spells(clause)]
    state = [(BEGINNING, True)] if clause.while_ is None else holds(scene, clause, clause.while_)
    positions = sorted({position for position, _ in (*force, *state)})
    return [(position, so_at(force, position) and so_at(state, position)) for position in positions]


def holds(scene: Scene, clause: Condition, state: State) -> list[Turn]:
    """A state that acts begin and end; an act that does both ends it."""
    turns = [(BEGINNING, state.initially)]
    for act in scene.acts:
        for pattern, value in ((state.ends, False), (state.begins, True)):
            if scene.sense.means(pattern, act):
                turns.append((scene.done(act, clause), value))
                break
    return turns


def so_at(turns: list[Turn], position: Position) -> bool:
    """What the last turn up to a position says."""
    return [so for at, so in turns if at <= position][-1]


def starts(turns: list[Turn]) -> list[Position]:
    """Where its time begins to run."""
    before = [False, *(so for _, so in turns)]
    return [position for (position, so), was in zip(turns, before, strict=False) if so and not was]


def breaks(scene: Scene, clause: Condition, turns: list[Turn]) -> list[Position]:
    """What starts the time anew while it runs: acts, breaches of clauses, resets."""
    acts = [] if clause.broken_by is None else [scene.done(act, clause) for act in scene.meant(clause.broken_by)]
    heard = scene.hear(((name, "breach") for name in clause.broken_by_breach_of), clause)
    resets = [order.position for order in scene.course.orders_to(clause)]
    return [one for one in sorted((*acts, *(position for position, _ in heard), *resets)) if so_at(turns, one)]


def runs_from(turns: list[Turn], start: Position, end: Position) -> bool:
    """Whether the time runs at a position, and from there on up to another."""
    return so_at(turns, start) and all(so for position, so in turns if start < position < end)


def running(scene: Scene, clause: Condition) -> bool:
    """Whether its time runs at the end."""
    return so_at(runs(scene, clause), scene.end)
