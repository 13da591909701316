"""Obligation: opened by coming into force, by an act or by another clause's outcome; met by acts before its deadline.

Where the opening, the deadline or an act is uncertain, an instance is breached for certain only if no act could have
met it in time, and met for certain only if acts surely came after the latest opening and before the earliest deadline.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ...events.duration import Duration
from ...events.mark import Mark, every, some
from ...events.time import LAST_INSTANT, Instant
from ...rules import clauses
from ...rules.values import exactly
from ..agenda import Stage
from ..derivation import Derivation
from ..events import Act, Life, NormativeEvent, Signal, Wake
from . import keys, proof
from .base import Quiet, Roles, Standing, View
from .compiler import Compiler, Told
from .hold import Hold
from .instance import Extension, Instance, Opening
from .meeting import meeting
from .openings import Openings
from .parts import Part, parts_of
from .quota import ONE, Contribution, Quota
from .running import running
from .tally import Tally

BY_FORCE = "in force"


@attrs.define
class Obligation(Quiet):
    """The state of an obligation: what is open of it, and how what is over ended."""

    clause: int
    names: tuple[str, ...]
    """The ids of all clauses, by number."""
    parts: tuple[Part, ...]
    trigger: int | None
    hears: Told
    """The outcomes that open it."""
    per: tuple[str, ...]
    amount: str | None
    """What acts add up to; None where any one act meets the duty."""
    hold: Hold
    movable: bool
    """Whether anything can suspend it or extend its deadlines."""
    view: View = attrs.field(repr=False)
    life: Life = attrs.field(factory=Life)
    openings: Openings = attrs.field(init=False)
    instances: dict[str, Instance] = attrs.field(factory=dict)
    under_way: dict[str, Act] = attrs.field(factory=dict)
    heard: dict[str, NormativeEvent] = attrs.field(factory=dict)
    orders: list[tuple[str, NormativeEvent, Duration | None]] = attrs.field(factory=list)
    gone: set[str] = attrs.field(factory=set)
    spell: Opening | None = None
    spells: int = 0
    anew: set[str] = attrs.field(factory=set)
    """The events by which it may have come into force anew."""
    tally: Tally = attrs.field(factory=Tally)

    def __attrs_post_init__(self) -> None:
        self.openings = Openings.per(self.per)

    @property
    def by_force(self) -> bool:
        """Whether coming into force opens it."""
        return self.trigger is None and not self.hears

    @property
    def roles(self) -> Roles:
        """The acts that open it and the acts that meet it."""
        opening = () if self.trigger is None else (("an act that opens it", self.trigger),)
        meeting = {part.pattern: f"an act that meets it{part.kept_apart}" for part in self.parts}
        return (*opening, *((words, number) for number, words in meeting.items()))

    # What opens it

    def life_changed(self, life: Life, now: Instant) -> Iterator[Signal]:
        """It came into force or went out of it, was suspended or resumed, or has ended."""
        self.life = life
        self.hold.told(life.suspended, now)
        if life.alive is Mark.NONE:
            self.spell = None
            for opening in list(self.openings.known.values()):
                yield from self._end(opening, now)
            return
        if life.alive is Mark.POSSIBLE:
            last = () if self.spell is None else (self.spell,)  # though what it opened may be over and forgotten
            for opening in (*self.openings.known.values(), *last):
                if opening is not self.spell or opening.settled:
                    opening.doubt(now)
        for instance in list(self.instances.values()):
            yield from self._arm(instance, now)
        if life.force:
            yield from self._come_into_force(now)

    def _come_into_force(self, now: Instant) -> Iterator[Signal]:
        if self.by_force:
            known = self.spell
            anew = known is not None and known.alive is Mark.POSSIBLE and self.life.force is Mark.CERTAIN
            if known is None or anew:  # it may have ended in between, and begun anew
                self.spells += 1
                self.spell = Opening(key=f"{BY_FORCE} {self.spells}", earliest=now, counts=self.life.since)
                if anew and known is not None:
                    self.spell.earliest, self.spell.counts = known.doubtful_since, known.doubtful_since
                yield from self._begin(self.spell, now)
            if self.life.force is Mark.CERTAIN and self.spell is not None and not self.spell.settled:
                mark = Mark.POSSIBLE if anew else Mark.CERTAIN
                yield from self._settle(self.spell, mark, now, self.life.since, now)
        for event in list(self.heard.values()):
            if event.latest is None or event.latest >= now:
                yield from self.hear(attrs.evolve(event, earliest=max(event.earliest, now)))

    def may_begin_anew(self, name: str, now: Instant, at: Instant, latest: Instant | None) -> Iterator[Signal]:
        """It may have gone out of force and come back: a duty that coming into force opens may have opened again."""
        if self.by_force and self.spell is not None and name not in self.anew:
            self.anew.add(name)
            self.spells += 1
            opening = Opening(key=f"{BY_FORCE} {self.spells}", earliest=now, counts=at)
            yield from self._begin(opening, now)
            surely = None if latest is None else latest + (at - now)
            yield from self._settle(opening, Mark.POSSIBLE, latest, surely, now)

    def _trigger(self, act: Act, now: Instant, *, settled: bool) -> Iterator[Signal]:
        assert self.trigger is not None
        opening = self.openings.known.get(act.id)
        if opening is None:
            if not self.life.force or act.id in self.gone:
                return
            opening = Opening(key=act.id, earliest=now, counts=now + 1, acts=(act,), incidents=(act.id,))
            opening.latest, opening.surely_counts = act.last, act.last + 1
            yield from self._begin(opening, now)
        if settled:
            mark = every((act.mark(self.trigger), self.view.force(self.clause, act.first, act.last)))
            yield from self._settle(opening, mark, act.last, act.last + 1, now)

    def hear(self, event: NormativeEvent) -> Iterator[Signal]:
        """An outcome of another clause opens it."""
        key = f"{self.names[event.clause]} {event.outcome} {event.key}"
        self.heard.pop(key, None)
        if not event.settled:
            self.heard[key] = event
        opening = self.openings.known.get(key)
        if opening is None:
            if not self.life.force or key in self.gone:
                return
            start = event.earliest
            opening = Opening(key=key, earliest=start, counts=start + 1, acts=event.acts, incidents=event.incidents)
            if event.latest is not None:
                opening.latest, opening.surely_counts = event.latest, event.latest + 1
            yield from self._begin(opening, start)
        if event.settled:
            latest = event.latest
            until = event.earliest if latest is None else latest
            in_force = every((self.life.force, self.view.force(self.clause, event.earliest, until)))
            mark = every((event.mark, in_force, Mark.POSSIBLE if latest is None else Mark.CERTAIN))
            opening.incidents = event.incidents
            yield from self._settle(opening, mark, latest, None if latest is None else latest + 1, until)

    def _begin(self, opening: Opening, now: Instant) -> Iterator[Signal]:
        """Open an instance of each part: an act that is under way may meet it, an uncertain order may reach it."""
        self.openings.add(opening)
        opening.stood_most = self.hold.most(now)
        if self.life.alive is Mark.POSSIBLE and opening is not self.spell:
            opening.doubt(now)
        for part in self.parts:
            instance = Instance(
                key=opening.key + part.words,
                opening=opening,
                pattern=part.pattern,
                bearer=part.bearer,
                quota=Quota(exactly(part.goal)),
                due=part.due,
                hold=self.hold,
            )
            opening.instances[instance.key] = self.instances[instance.key] = instance
            yield from self._arm(instance, now)
        self.orders = [one for one in self.orders if one[1].latest is None or one[1].latest >= opening.earliest]
        for order in self.orders:
            yield from self._order(opening, *order)
        for act in self.under_way.values():
            yield from self._try(opening, act, now, settled=False)

    def _settle(
        self, opening: Opening, mark: Mark, latest: Instant | None, counts: Instant | None, now: Instant
    ) -> Iterator[Signal]:
        """It is known now how surely the duty was opened."""
        opening.settle(max(mark, Mark.POSSIBLE), latest, counts, self.hold.least(now))
        if self.life.alive is Mark.NONE:
            yield from self._end(opening, now)
        for instance in list(opening.instances.values()):
            yield from self._arm(instance, now)

    # What meets it

    def observe(self, act: Act, now: Instant, *, settled: bool) -> Iterator[Signal]:
        """An act may meet what is open, or open an instance."""
        if any(act.mark(part.pattern) for part in self.parts):
            self.under_way[act.id] = act
            if settled:
                del self.under_way[act.id]
            for opening in self.openings.near(act):
                yield from self._try(opening, act, now, settled=settled)
        if self.trigger is not None and act.mark(self.trigger):
            yield from self._trigger(act, now, settled=settled)

    def _try(self, opening: Opening, act: Act, now: Instant, *, settled: bool) -> Iterator[Signal]:
        """An act that came before the opening, or is what opened it, meets nothing; nor does one of another key."""
        if act.last < opening.counts or act.id in opening.incidents:
            return
        shared = self._shared(opening, act)
        after = opening.surely_counts is not None and act.first >= opening.surely_counts
        for instance in list(opening.instances.values()):
            mark = every((act.mark(instance.pattern), shared))
            if mark and not instance.closed:
                surely = settled and after and mark is Mark.CERTAIN
                amount = ONE if self.amount is None else act.amount(self.amount)
                instance.quota.add(Contribution(act, Mark.CERTAIN if surely else Mark.POSSIBLE, amount))
                yield from self._count(instance, now)

    def _shared(self, opening: Opening, act: Act) -> Mark:
        """Whether an act shares the keys with one that opened the duty; where no act did there is nothing to share."""
        if not self.per or not opening.acts:
            return Mark.CERTAIN
        return some(keys.shared(self.per, act, other) for other in opening.acts)

    def _count(self, instance: Instance, now: Instant) -> Iterator[Signal]:
        reached = instance.quota.reached
        if reached and instance.reached is None:
            instance.reached = now
            if reached is not Mark.CERTAIN:
                yield self._fulfilment(instance, None, Mark.POSSIBLE, settled=False)
        if reached is Mark.CERTAIN:
            instance.closed = True
            instance.met = instance.sure if instance.in_time(now) else Mark.POSSIBLE
            yield self._fulfilment(instance, now, instance.sure, settled=True)
            self._retire(instance)

    # Deadlines

    def _arm(self, instance: Instance, now: Instant) -> Iterator[Signal]:
        """Be woken at the first and at the last deadline, as far as they are known."""
        if self.hold.mark is Mark.CERTAIN or instance.decided is not None:
            return
        for instant in sorted({instance.first_deadline(now), instance.last_deadline(now)}):
            if instant < LAST_INSTANT:
                yield Wake(max(instant, now), Stage.EXPIRE, instance.key)

    def wake(self, name: str, now: Instant) -> Iterator[Signal]:
        """A deadline has come: the earliest one announces, the latest one decides; while suspended neither does."""
        instance = self.instances.get(name)
        if instance is None or instance.decided is not None or self.hold.mark is Mark.CERTAIN:
            return
        if now < instance.first_deadline(now):
            return
        news = instance.due_from is None
        if news:
            instance.due_from = now
        settled = self.hold.mark is Mark.NONE and now >= instance.last_deadline(now)
        mark = Mark.POSSIBLE
        if settled:
            instance.decided = now
            mark = instance.sure if instance.reached is None else Mark.POSSIBLE
        instance.breached = max(instance.breached, mark)
        if news or settled:
            yield self._breach(instance, now if settled else self._latest(instance, now), mark, settled=settled)
        self._retire(instance)

    # What ends it

    def told(self, verb: str, event: NormativeEvent, by: Duration | None) -> Iterator[Signal]:
        """What is open is released, or its deadline moves; an order of uncertain time may reach what opens later."""
        if event.latest is None or event.latest > event.earliest:
            self.orders.append((verb, event, by))
        for opening in list(self.openings.known.values()):
            yield from self._order(opening, verb, event, by)

    def _order(self, opening: Opening, verb: str, event: NormativeEvent, by: Duration | None) -> Iterator[Signal]:
        for instance in list(opening.instances.values()):
            if instance.decided is not None or instance.closed:
                continue
            mark = instance.reaches(event)
            if verb == "extend":
                assert by is not None
                name = f"{event.clause} {event.outcome} {event.key} {by}"
                instance.extensions[name] = Extension(by, mark)
                yield from self._arm(instance, event.earliest)
            else:
                instance.released = max(instance.released, mark)
                yield from self._over(instance, event.latest)

    def _end(self, opening: Opening, now: Instant) -> Iterator[Signal]:
        """The clause has ended; what may still open by an act under way then remains possible."""
        opening.doubt(now)
        if opening.settled or self.by_force:
            for instance in list(opening.instances.values()):
                instance.ended = True
                yield from self._over(instance, now)

    def _over(self, instance: Instance, now: Instant | None) -> Iterator[Signal]:
        """Where an instance is over, what was announced of it and stayed possible is settled as such."""
        if instance.over:
            yield from self._leave_open(instance, now)
            self._retire(instance)

    def _leave_open(self, instance: Instance, now: Instant | None) -> Iterator[Signal]:
        if instance.due_from is not None and instance.decided is None:
            latest = self._latest(instance, instance.due_from) if now is None else now
            yield self._breach(instance, latest, Mark.POSSIBLE, settled=True)
        if instance.reached is not None and not instance.closed:
            yield self._fulfilment(instance, now, Mark.POSSIBLE, settled=True)

    def _retire(self, instance: Instance) -> None:
        """Forget an instance that is over, but for how it ended."""
        if not instance.over:
            return
        opening = instance.opening
        self.tally.add(instance)
        del self.instances[instance.key], opening.instances[instance.key]
        if not opening.instances:
            self.openings.drop(opening)
            if not opening.settled:
                self.gone.add(opening.key)

    def finish(self) -> Iterator[Signal]:
        """What stayed possible is settled as such."""
        for instance in list(self.instances.values()):
            yield from self._leave_open(instance, None)

    def _latest(self, instance: Instance, now: Instant) -> Instant | None:
        """When its deadline passes at the latest, where that is known for good."""
        last = instance.last_deadline(now)
        return None if self.movable or last == LAST_INSTANT else last

    # What is said of it

    def _breach(self, instance: Instance, latest: Instant | None, mark: Mark, *, settled: bool) -> NormativeEvent:
        return proof.breach(self.clause, instance, self.amount, latest=latest, mark=mark, settled=settled)

    def _fulfilment(self, instance: Instance, latest: Instant | None, mark: Mark, *, settled: bool) -> NormativeEvent:
        return proof.fulfilment(self.clause, instance, self.amount, latest=latest, mark=mark, settled=settled)

    def meets(self, act: Act) -> tuple[Derivation, ...]:
        """For each duty that is open, whether the act comes after its opening, shares its keys and is in time."""
        return tuple(
            meeting(instance, act, self._shared(opening, act), self.per)
            for opening in self.openings.near(act)
            for instance in opening.instances.values()
            if not instance.closed and act.fits(instance.pattern)
        )

    def lacks(self, now: Instant) -> tuple[Derivation, ...]:
        """Each duty that is open, with what has been done; where none ever was, that nothing opened it."""
        waiting = [one for one in self.instances.values() if not one.closed and one.decided is None]
        if not waiting and not self.tally.ended and not self.instances:
            found = "nothing opened it" if self.trigger is not None or self.hears else "it was never in force"
            opened = Derivation(test="opened", mark=Mark.NONE, found=found)
            return (Derivation(test="fulfilment", mark=Mark.NONE, parts=(opened,)),)
        return tuple(proof.waiting(instance, self.amount, now) for instance in waiting)

    def standing(self) -> Standing:
        """The worst of the instances; pending while one is open, or none was opened yet; lapsed if all are."""
        standing = self.tally.standing(self.instances.values(), self.life, staged=self.amount is not None)
        return attrs.evolve(standing, notes=(*standing.notes, *running(self.instances.values(), self.view.expired)))


def build(clause: clauses.Obligation, compiler: Compiler) -> Obligation:
    """The monitor of an obligation."""
    return Obligation(
        clause=compiler.number[clause.id],
        names=tuple(compiler.number),
        parts=tuple(parts_of(clause, compiler)),
        trigger=compiler.optional(clause.trigger),
        hears=frozenset() if clause.opened_by is None else compiler.outcomes(clause.opened_by),
        per=clause.per if clause.trigger is not None or clause.opened_by is not None else (),
        amount=clause.amount if clause.stages else None,
        hold=Hold(clause.clock == "stops"),
        movable=clause.id in compiler.movable,
        view=compiler.view,
    )
