"""How a clause stands at the end: its verdict and its place in its life cycle."""

from __future__ import annotations

import attrs

from ...rules.clauses import (
    Clause,
    Condition,
    Exclusion,
    Limit,
    Maintenance,
    Obligation,
    Permission,
    Power,
    Prohibition,
)
from . import condition
from .course import Spell
from .obligation import Duty, duties
from .scene import Scene

WORST_FIRST = ("violated", "pending", "satisfied", "lapsed")


@attrs.frozen
class Stands:
    """The verdict on a clause, and its state."""

    verdict: str
    state: str


def stands(scene: Scene, clause: Clause) -> Stands:
    """The verdict on a clause; powers, permissions and exclusions are no duties, their state is shown."""
    if isinstance(clause, Prohibition | Limit | Maintenance):
        return _abstention(scene, clause)
    if isinstance(clause, Obligation):
        return _obligation(scene, clause)
    if isinstance(clause, Condition):
        return _condition(scene, clause)
    if isinstance(clause, Power):
        return _power(scene, clause)
    if isinstance(clause, Permission | Exclusion):
        return _exception(scene, clause)
    return Stands("not_evaluated", "not_evaluated")


def _lived(scene: Scene, clause: Clause) -> tuple[Spell, bool]:
    """How it lives at the end, and whether it was ever in force."""
    spells = scene.course.spells(clause)
    return spells[-1], any(spell.force for spell in spells)


def _abstention(scene: Scene, clause: Clause) -> Stands:
    """Violated by a breach; else open while it is in force or still to come, and satisfied when it is over."""
    now, ever = _lived(scene, clause)
    state = "in_effect" if now.force else "expired" if ever else "created"
    if any(one.outcome == "breach" for one in scene.outcomes[clause.id]):
        return Stands("violated", state)
    return Stands("satisfied" if ever and not now.force else "pending", state)


def _obligation(scene: Scene, clause: Obligation) -> Stands:
    """The worst of its duties; pending while one is open or none was opened yet; lapsed if all are."""
    found = duties(scene, clause)
    verdicts = {_duty(duty) for duty in found}
    verdict = next((word for word in WORST_FIRST if word in verdicts), "pending")
    return Stands(verdict, _state(scene, clause, {duty.word for duty in found}))


def _duty(duty: Duty) -> str:
    if duty.missed is not None:
        return "violated"
    if duty.met is not None:
        return "satisfied"
    return "pending" if duty.released is None and duty.ended is None else "lapsed"


def _state(scene: Scene, clause: Obligation, words: set[str]) -> str:
    if "violated" in words:
        return "violated"
    for word in ("fulfilled", "waived", "terminated"):
        if words == {word}:
            return word
    if words == {"waived", "terminated"}:
        return "terminated"
    now, _ = _lived(scene, clause)
    if now.suspended and now.alive:
        return "suspended"
    return "in_effect" if now.force or words else "created"


def _condition(scene: Scene, clause: Condition) -> Stands:
    """Satisfied when it was met; lapsed when it can no longer be; else pending."""
    now, ever = _lived(scene, clause)
    if scene.outcomes[clause.id]:
        return Stands("satisfied", "met")
    gone = ever and not now.force
    state = "lapsed" if gone else "waiting"
    if clause.for_ is not None and now.force and condition.running(scene, clause):
        state = "holding"
    return Stands("lapsed" if gone else "pending", state)


def _power(scene: Scene, clause: Power) -> Stands:
    """Exerted, expired, or still open."""
    now, ever = _lived(scene, clause)
    found = {one.outcome for one in scene.outcomes[clause.id]}
    word = "in_effect" if now.force else "pending"
    if "expiry" in found or (clause.period is not None and ever and not now.force):
        word = "expired"
    elif "exerted" in found and clause.period is None:
        word = "exerted"
    return Stands(word, word)


def _exception(scene: Scene, clause: Clause) -> Stands:
    """In force or not."""
    instant = scene.end[0] - (scene.end[1] == 0)
    word = "in_force" if scene.course.in_force(clause, instant) else "not_in_force"
    return Stands(word, word)
