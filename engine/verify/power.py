"""Power."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import attrs

from ...events.duration import add
from ...events.time import Instant
from ...rules.clauses import Power
from .course import Outcome, Position
from .names import members
from .scene import Scene
from .told import Told


@attrs.frozen
class Exertion:
    """An act, or acts of all holders, by which the power is exerted or notice is given, at the last of them."""

    acts: tuple[Told, ...]
    position: Position

    @property
    def at(self) -> Instant:
        """The instant of the last act."""
        return max(act.at for act in self.acts)

    @property
    def key(self) -> str:
        """A name by the acts."""
        return "+".join(sorted(act.id for act in self.acts))


@attrs.frozen
class Period:
    """One period of a renewal."""

    number: int
    start: Instant
    end: Instant
    renewal: Exertion | None
    running: bool
    """Whether the power was in force when the period ended, or may still end."""


def outcomes(scene: Scene, clause: Power) -> Iterator[Outcome]:
    """Exerted while in force; a renewal by the first act of each period; a period without one expires."""
    if clause.period is None:
        for exertion in exertions(scene, clause):
            yield from _effect(scene, clause, exertion)
        return
    for period in periods(scene, clause):
        if period.renewal is not None:
            yield from _effect(scene, clause, period.renewal)
        elif not clause.tacit and period.running:
            position = scene.expires(period.end, clause, "period")
            if position < scene.end:
                key = f"period {period.number}"
                yield Outcome(clause=clause.id, outcome="expiry", key=key, at=period.end, position=position)


def exertions(scene: Scene, clause: Power) -> list[Exertion]:
    """The acts of a holder, or of all jointly, while the power is in force."""
    found = [*_by_one_act(scene, clause), *_by_separate_acts(scene, clause)]
    in_force = [one for one in found if scene.course.in_force(clause, one.at, one.position)]
    return sorted(in_force, key=lambda one: one.position)


def _by_one_act(scene: Scene, clause: Power) -> Iterator[Exertion]:
    """``severally``: any holder alone; ``jointly``: one report names all of them as acting jointly."""
    jointly = clause.exercised == "jointly"
    act = scene.sense.jointly(clause.act, clause.bearer) if jointly else scene.sense.acts_of(clause.act, clause.bearer)
    for one in scene.meant(act):
        instant, stage, order = scene.done(one, clause)
        yield Exertion((one,), (instant, stage, (*order, 3)))


def _by_separate_acts(scene: Scene, clause: Power) -> Iterator[Exertion]:
    """With a ``window``, separate acts of all holders that lie within it."""
    if clause.exercised != "jointly" or clause.window is None:
        return
    holders = sorted(members(scene.terms, clause.bearer))
    each = [scene.meant(scene.sense.acts_of(clause.act, (holder,))) for holder in holders]
    known: set[frozenset[str]] = set()
    for chosen in product(*each):
        acts = tuple({act.id: act for act in chosen}.values())
        first, last = min(acts, key=lambda act: act.order), max(acts, key=lambda act: act.order)
        names = frozenset(act.id for act in acts)
        if len(acts) > 1 and names not in known and last.at <= add(first.at, clause.window, scene.zone):
            known.add(names)
            instant, stage, order = scene.done(last, clause)
            yield Exertion(acts, (instant, stage, (*order, 4, *(act.id for act in chosen))))


def _effect(scene: Scene, clause: Power, exertion: Exertion) -> Iterator[Outcome]:
    """With ``notice`` it takes effect when that time is over, if it is in force then."""
    at, position = exertion.at, exertion.position
    if clause.notice is not None and not clause.notice.zero:
        at = add(at, clause.notice, scene.zone)
        position = max(scene.matures(at, clause, f"notice {exertion.key}"), (*position[:2], (*position[2], 5)))
        if not scene.course.in_force(clause, at, position):
            return
    if position < scene.end:
        incidents = tuple(sorted(act.id for act in exertion.acts))
        yield Outcome(
            clause=clause.id,
            outcome="exerted",
            key=exertion.key,
            at=at,
            position=position,
            incidents=incidents,
            acts=exertion.acts,
        )


def periods(scene: Scene, clause: Power) -> Iterator[Period]:
    """The first period runs from when the power comes into force; one act within a period adds the next."""
    assert clause.period is not None
    begun = next((spell for spell in scene.course.spells(clause) if spell.force), None)
    if begun is None:
        return
    all_ = exertions(scene, clause)
    number, start, end = 1, begun.at, add(begun.at, clause.period, scene.zone)
    while True:
        position = scene.expires(end, clause, "period")
        within = [one for one in all_ if begun.position < one.position < position and (number == 1 or one.at > start)]
        running = position < scene.end and in_force_at(scene, clause, position)
        yield Period(number, start, end, within[0] if within else None, running)
        if not running or not (within or clause.tacit):
            return
        number, start, end = number + 1, end, add(end, clause.period, scene.zone)


def in_force_at(scene: Scene, clause: Power, position: Position) -> bool:
    """Whether the power is in force at a position."""
    return [spell for spell in scene.course.spells(clause) if spell.position < position][-1].force
