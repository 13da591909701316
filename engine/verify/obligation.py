"""Obligation."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ...events.duration import NO_TIME, add
from ...events.time import LAST_INSTANT, Instant
from ...rules.clauses import Obligation
from ...rules.instants import instant_of
from ...rules.pattern import Pattern
from ...rules.temporal import Stage as Portion
from .course import Order, Outcome, Position, Spell
from .meaning import shares
from .names import members
from .scene import Scene
from .told import Told, exactly


@attrs.frozen(kw_only=True)
class Opening:
    """The duty was opened: acts from ``counts`` on meet it, but none of those that opened it."""

    key: str
    at: Instant
    position: Position
    counts: Instant
    incidents: tuple[str, ...] = ()
    acts: tuple[Told, ...] = ()


@attrs.frozen(kw_only=True)
class Part:
    """What each opening has one duty of: of whom, met by which acts, how much, and due when."""

    words: str
    act: Pattern
    bearer: tuple[str, ...]
    portion: Portion


@attrs.frozen(kw_only=True)
class Duty:
    """How one duty went: where it was met, missed, released or ended, if it was.

    Attributes:
        met: the act by which what was done reached what is owed; ``done`` the acts up to it.
        missed: where its deadline passed unmet.
    """

    opening: Opening
    part: Part
    met: Position | None
    done: tuple[Told, ...]
    missed: Position | None
    released: Position | None
    ended: Position | None

    @property
    def late(self) -> bool:
        """A later act is recorded as late."""
        return self.met is not None and self.missed is not None

    @property
    def word(self) -> str:
        """Its place in its life cycle."""
        if self.missed is not None:
            return "violated"
        if self.met is not None:
            return "fulfilled"
        if self.released is not None:
            return "waived"
        return "in_effect" if self.ended is None else "terminated"


def outcomes(scene: Scene, clause: Obligation) -> Iterator[Outcome]:
    """Met by an act, breached if the deadline passes first."""
    for duty in duties(scene, clause):
        opening, key = duty.opening, duty.opening.key + duty.part.words
        if duty.missed is not None:
            yield Outcome(
                clause=clause.id,
                outcome="breach",
                key=key,
                at=duty.missed[0],
                position=duty.missed,
                incidents=opening.incidents,
                openers=opening.incidents,
                acts=opening.acts,
                bearer=duty.part.bearer,
            )
        if duty.met is not None:
            yield Outcome(
                clause=clause.id,
                outcome="fulfilment",
                key=key,
                at=duty.met[0],
                position=duty.met,
                incidents=(*opening.incidents, *(act.id for act in duty.done)),
                openers=opening.incidents,
                acts=duty.done,
                bearer=duty.part.bearer,
                late=duty.late,
            )


def duties(scene: Scene, clause: Obligation) -> list[Duty]:
    """One duty for each opening and each part."""
    parts = list(parts_of(scene, clause))
    return [_duty(scene, clause, opening, part) for opening in openings(scene, clause) for part in parts]


def openings(scene: Scene, clause: Obligation) -> Iterator[Opening]:
    """Opened when it comes into force, or while it is in force by each act, or each outcome, that it names."""
    if clause.trigger is not None:
        for act in scene.meant(clause.trigger):
            position = scene.done(act, clause)
            if scene.course.in_force(clause, act.at, position):
                yield Opening(
                    key=act.id, at=act.at, position=position, counts=act.at + 1, incidents=(act.id,), acts=(act,)
                )
    elif clause.opened_by is not None:
        yield from _opened_by_outcomes(scene, clause)
    else:
        yield from _opened_by_force(scene, clause)


def _opened_by_outcomes(scene: Scene, clause: Obligation) -> Iterator[Opening]:
    assert clause.opened_by is not None
    for position, one in scene.heard(clause.opened_by, clause):
        if alive_at(scene, clause, position).force and scene.course.in_force(clause, one.at, position):
            key = f"{one.clause} {one.outcome} {one.key}"
            yield Opening(
                key=key, at=one.at, position=position, counts=one.at + 1, incidents=one.incidents, acts=one.acts
            )


def _opened_by_force(scene: Scene, clause: Obligation) -> Iterator[Opening]:
    number, open_ = 0, False
    for spell in scene.course.spells(clause):
        if spell.force and not open_:
            number, open_ = number + 1, True
            yield Opening(key=f"in force {number}", at=spell.at, position=spell.position, counts=spell.from_)
        open_ = open_ and spell.alive


def alive_at(scene: Scene, clause: Obligation, position: Position) -> Spell:
    """How the clause lives at a position."""
    return [spell for spell in scene.course.spells(clause) if spell.position <= position][-1]


def parts_of(scene: Scene, clause: Obligation) -> Iterator[Part]:
    """``per: bearer`` and ``per: area`` keep duties apart that nothing opens; stages are due one after the other."""
    whole = Portion(at_least=1, by=clause.by, within=clause.within)
    apart = clause.trigger is None and clause.opened_by is None
    each = sorted(members(scene.terms, clause.bearer)) if apart and "bearer" in clause.per else [None]
    areas = clause.act.area if apart and "area" in clause.per else (None,)
    for member in each:
        for area in areas:
            act = _acts(scene, clause, area, () if member is None else (member,))
            words = (f" for {member}" if member else "") + (f" in {area}" if area else "")
            for number, portion in enumerate(clause.stages or (whole,), start=1):
                yield Part(
                    words=words + (f" stage {number}" if clause.stages else ""),
                    act=act,
                    bearer=() if member is None else (member,),
                    portion=portion,
                )


def _acts(scene: Scene, clause: Obligation, area: str | None, owed_by: tuple[str, ...]) -> Pattern:
    act = clause.act if area is None else scene.sense.only_in(clause.act, area)
    return scene.sense.acts_of(act, clause.performer or owed_by or clause.bearer)


def _duty(scene: Scene, clause: Obligation, opening: Opening, part: Part) -> Duty:
    ended = next(
        (one.position for one in scene.course.spells(clause) if one.position > opening.position and not one.alive), None
    )
    met, done = meets(scene, clause, opening, part, ended)
    orders = [one for one in scene.course.orders_to(clause) if one.position > opening.position]
    released = next((one.position for one in orders if one.verb == "waive"), None)
    stops = [one for one in (met, ended, released) if one is not None]
    missed = passes(
        scene, clause, opening, part, [one for one in orders if one.verb == "extend"], min(stops, default=scene.end)
    )
    if released is not None and any(one is not None and one < released for one in (met, missed, ended)):
        released = None
    if released is not None:
        met, done, ended = None, (), None
    return Duty(opening=opening, part=part, met=met, done=done, missed=missed, released=released, ended=ended)


def meets(
    scene: Scene, clause: Obligation, opening: Opening, part: Part, ended: Position | None
) -> tuple[Position | None, tuple[Told, ...]]:
    """Where the acts since the opening reach what is owed, and those acts; acts meet it while it is suspended too."""
    done: list[Told] = []
    goal, total = exactly(part.portion.at_least), exactly(0)
    for act in scene.meant(part.act):
        position = scene.done(act, clause)
        if not opening.position < position < (scene.end if ended is None else ended):
            continue
        if act.at < opening.counts or act.id in opening.incidents or not fits(clause, opening, act):
            continue
        done.append(act)
        total += scene.amount(act, clause.amount) if clause.stages else 1
        if total >= goal:
            return position, tuple(done)
    return None, ()


def fits(clause: Obligation, opening: Opening, act: Told) -> bool:
    """With an opener the act must share what ``per`` names with an act that opened the duty."""
    return (
        not (clause.per and opening.acts)
        or (clause.trigger is None and clause.opened_by is None)
        or any(shares(clause.per, act, other) for other in opening.acts)
    )


def passes(
    scene: Scene, clause: Obligation, opening: Opening, part: Part, extensions: list[Order], stop: Position
) -> Position | None:
    """Where the deadline passes, before something else ends the duty.

    While the duty is suspended no breach arises: a deadline that passes meanwhile is decided on resumption. An
    extension adds to the time allowed, and with ``clock: stops`` so does the time for which it was suspended.
    """
    spells = [one for one in scene.course.spells(clause) if one.position > opening.position]
    turns = sorted({opening.position, *(one.position for one in spells), *(one.position for one in extensions)})
    for turn, following in zip(turns, [*turns[1:], stop], strict=True):
        suspended = any(one.suspended for one in [s for s in spells if s.position <= turn][-1:])
        longer = [one for one in extensions if one.position <= turn]
        due = deadline(scene, opening, part, longer, stood_still(clause, spells, turn))
        at = max(due, turn[0], opening.at)
        position = max(scene.expires(at, clause, opening.key + part.words), (*turn[:2], (*turn[2], 2)))
        if not suspended and due < LAST_INSTANT and position < min(following, stop, scene.end):
            return position
    return None


def deadline(scene: Scene, opening: Opening, part: Part, longer: list[Order], stood: int) -> Instant:
    """``within`` so long after the opening, ``by`` an instant but not before the opening, or the earlier of both."""
    portion, zone = part.portion, scene.zone
    limits = [] if portion.within is None else [add(opening.at, portion.within, zone)]
    if portion.by is not None:
        limits.append(max(instant_of(scene.terms, portion.by), opening.at))
    if not limits or min(limits) == LAST_INSTANT:
        return LAST_INSTANT
    due = min(limits)
    each = {(one.name, one.by): one.by or NO_TIME for one in longer}
    for by in sorted(each.values(), key=lambda one: one.order):  # one after the other, whatever came first
        due = add(due, by, zone)
    return min(due + stood, LAST_INSTANT)


def stood_still(clause: Obligation, spells: list[Spell], turn: Position) -> int:
    """How long in all, since the opening and up to a turn, its clock stood still."""
    if clause.clock != "stops":
        return 0
    known = [one for one in spells if one.position <= turn]
    ends = [*(one.at for one in known[1:]), turn[0]]
    return sum(end - one.at for one, end in zip(known, ends, strict=True) if one.suspended) if known else 0
