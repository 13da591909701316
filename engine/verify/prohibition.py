"""Prohibition."""

from __future__ import annotations

from collections.abc import Iterator

from ...rules.clauses import Prohibition
from .course import Outcome
from .exceptions import excused
from .scene import Scene


def outcomes(scene: Scene, clause: Prohibition) -> Iterator[Outcome]:
    """Each matching act of a bearer while it is in force is a breach, unless an exception applies."""
    act = scene.sense.acts_of(clause.act, clause.performer or clause.bearer)
    for one in scene.meant(act):
        if scene.course.in_force(clause, one.at):
            yield Outcome(
                clause=clause.id,
                outcome="excepted" if excused(scene, clause, one) else "breach",
                key=one.id,
                at=one.at,
                position=scene.judged(one, clause),
                incidents=(one.id,),
                acts=(one,),
            )
