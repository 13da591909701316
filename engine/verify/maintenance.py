"""Maintenance of a state or a level."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import attrs

from ...events.duration import NO_TIME, add
from ...events.time import FIRST_INSTANT, Instant
from ...rules.clauses import Maintenance
from ...rules.temporal import Level, State
from .course import Outcome, Position, Stage
from .scene import Scene
from .told import Told, exactly


@attrs.frozen
class Failure:
    """One stretch of time in which it was not kept while the clause was in force: from ``since``, before ``until``."""

    number: int
    since: Instant
    until: Instant | None


def outcomes(scene: Scene, clause: Maintenance) -> Iterator[Outcome]:
    """A failure is a breach once it has lasted for longer than the grace; when it holds again, that restores it."""
    for failure in failures(scene, clause):
        long = add(failure.since, clause.grace or NO_TIME, scene.zone)
        graced = clause.grace is not None and not clause.grace.zero
        position = scene.expires(long, clause, "long") if graced else _looked(scene, clause, long, "long")
        if (failure.until is not None and failure.until <= long) or position >= scene.end:
            continue
        key = f"failure {failure.number}"
        acts = seen(scene, clause, failure, long)
        yield Outcome(clause=clause.id, outcome="breach", key=key, at=long, position=position, incidents=acts)
        if failure.until is not None and scene.course.in_force(clause, failure.until):
            at = failure.until
            position = _looked(scene, clause, at, "look")
            acts = seen(scene, clause, failure, at)
            if position < scene.end:
                yield Outcome(
                    clause=clause.id, outcome="restoration", key=key, at=at, position=position, incidents=acts
                )


def _looked(scene: Scene, clause: Maintenance, instant: Instant, key: str) -> Position:
    return instant, Stage.JUDGE, (scene.number(clause), key)


def failures(scene: Scene, clause: Maintenance) -> Iterator[Failure]:
    """The stretches in which it fails: looked at once all acts of an instant have happened."""
    number, since = 0, None
    for instant in instants(scene, clause):
        fails = not kept(scene, clause, instant) and scene.course.in_force(clause, instant)
        if fails and since is None:
            number, since = number + 1, instant
        elif not fails and since is not None:
            yield Failure(number, since, instant)
            since = None
    if since is not None:
        yield Failure(number, since, None)


def instants(scene: Scene, clause: Maintenance) -> list[Instant]:
    """The instants at which anything can change: those of acts, and from which on the clause lives otherwise."""
    changes = {max(spell.from_, FIRST_INSTANT) for spell in scene.course.spells(clause)}
    found = changes | {act.at for act in scene.acts}
    return sorted(instant for instant in found if (instant, Stage.JUDGED, ()) < scene.end)


def kept(scene: Scene, clause: Maintenance, instant: Instant) -> bool:
    """Whether what is to be kept is so once all acts of an instant have happened."""
    if clause.keep is not None:
        return holds(scene, clause.keep, instant)
    assert clause.level is not None
    level = level_at(scene, clause.level, instant)
    high = clause.at_most is None or level <= exactly(clause.at_most)
    return high and (clause.at_least is None or level >= exactly(clause.at_least))


def holds(scene: Scene, state: State, instant: Instant) -> bool:
    """A state is as the last act left it that begins or ends it; an act that does both ends it."""
    found = state.initially
    for act in scene.acts:
        if act.at <= instant:
            if scene.sense.means(state.begins, act):
                found = True
            if scene.sense.means(state.ends, act):
                found = False
    return found


def level_at(scene: Scene, level: Level, instant: Instant) -> Fraction:
    """What the last report of it says, or what it was at first, and all changes after the instant of that."""
    past = [act for act in scene.acts if act.at <= instant]
    reports = [act for act in past if level.reported is not None and scene.sense.means(level.reported, act)]
    base, since = exactly(level.initial), FIRST_INSTANT
    if reports:
        base, since = scene.amount(reports[-1], level.amount), reports[-1].at
    return base + sum(change(scene, level, act) for act in past if act.at > since)


def change(scene: Scene, level: Level, act: Told) -> Fraction:
    """By how much an act changes the level; an amount below nothing is none."""
    by = max(scene.amount(act, level.amount), Fraction(0))
    rise = level.rises is not None and scene.sense.means(level.rises, act)
    fall = level.falls is not None and scene.sense.means(level.falls, act)
    return (by if rise else Fraction(0)) - (by if fall else Fraction(0))


def seen(scene: Scene, clause: Maintenance, failure: Failure, until: Instant) -> tuple[str, ...]:
    """The acts that bear on a failure: those since it was last kept and up to an instant that change what is kept."""
    kept_last = [
        instant for instant in instants(scene, clause) if instant < failure.since and kept(scene, clause, instant)
    ]
    after = max(kept_last, default=FIRST_INSTANT - 1)
    return tuple(act.id for act in scene.acts if after < act.at <= until and bears(scene, clause, act))


def bears(scene: Scene, clause: Maintenance, act: Told) -> bool:
    """Whether an act begins or ends the state, or moves the level one way or the other."""
    if clause.keep is not None:
        patterns = [clause.keep.begins, clause.keep.ends]
    else:
        assert clause.level is not None
        patterns = [one for one in (clause.level.rises, clause.level.falls, clause.level.reported) if one is not None]
    return any(scene.sense.means(pattern, act) for pattern in patterns)
