"""Obligation: opened by coming into force or by an act, met by an act, breached when the deadline passes first.

Where the opening or the deadline is uncertain, an instance is breached for certain only if no act could have met it
in time, and met for certain only if an act surely came after the latest opening and before the earliest deadline.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ...events.mark import Mark
from ...events.time import LAST_INSTANT, Duration, Instant, add, format_instant
from ...rules import clauses
from ..agenda import Stage
from ..derivation import Derivation
from ..events import Act, NormativeEvent, Signal, Wake
from .base import LAPSED, PENDING, SATISFIED, VIOLATED, Quiet, Standing, View
from .compiler import Compiler

BY_FORCE = "in force"


@attrs.define
class Candidate:
    """An act that may have met the duty."""

    act: Act
    mark: Mark
    settled: bool


@attrs.define(kw_only=True)
class Instance:
    """One opening of the duty: at some instant from ``earliest`` to ``latest``; ``opened`` says how surely."""

    key: str
    earliest: Instant
    latest: Instant | None = None
    opened: Mark = Mark.POSSIBLE
    opener: str | None = None
    met: Mark = Mark.NONE
    breached: Mark = Mark.NONE
    decided: bool = False
    ended: bool = False
    candidates: dict[str, Candidate] = attrs.field(factory=dict)


@attrs.define
class Obligation(Quiet):
    """The state of an obligation: its instances."""

    clause: int
    pattern: int
    trigger: int | None
    within: Duration | None
    view: View = attrs.field(repr=False)
    instances: dict[str, Instance] = attrs.field(factory=dict)
    under_way: dict[str, Candidate] = attrs.field(factory=dict)
    spells: int = 0
    now: Mark = Mark.NONE

    @property
    def patterns(self) -> tuple[int, ...]:
        """The acts that open it and the acts that meet it."""
        return (self.pattern,) if self.trigger is None else (self.trigger, self.pattern)

    def force_changed(self, now: Instant, mark: Mark) -> Iterator[Signal]:
        """Coming into force opens an instance, where no act is needed for that; going out of force ends all."""
        before, self.now = self.now, mark
        if mark is Mark.NONE:
            for instance in self.instances.values():
                instance.ended = True
        elif self.trigger is None:
            if before is Mark.NONE:
                self.spells += 1
                key = f"{BY_FORCE} {self.spells}"
                yield from self._begin(Instance(key=key, earliest=now))
                yield from self._deadlines(self.instances[key])
            instance = self.instances[f"{BY_FORCE} {self.spells}"]
            if mark is Mark.CERTAIN and instance.opened is not Mark.CERTAIN:
                instance.opened, instance.latest = Mark.CERTAIN, now
                yield from self._deadlines(instance)

    def _begin(self, instance: Instance) -> Iterator[Signal]:
        """Open an instance: an act that is under way already may still meet it."""
        self.instances[instance.key] = instance
        for candidate in self.under_way.values():
            yield from self._try(instance, candidate)

    def _deadlines(self, instance: Instance) -> Iterator[Signal]:
        if self.within is not None:
            for instant in sorted({self.first_deadline(instance), self.last_deadline(instance)}):
                if instant < LAST_INSTANT:
                    yield Wake(instant, Stage.EXPIRE, instance.key)

    def first_deadline(self, instance: Instance) -> Instant:
        """The deadline, if the instance was opened as early as possible."""
        return LAST_INSTANT if self.within is None else add(instance.earliest, self.within, self.view.zone)

    def last_deadline(self, instance: Instance) -> Instant:
        """The deadline, if the instance was opened as late as possible."""
        if self.within is None or instance.latest is None:
            return LAST_INSTANT
        return add(instance.latest, self.within, self.view.zone)

    def observe(self, act: Act, now: Instant, *, settled: bool) -> Iterator[Signal]:
        """An act may meet open instances, or open one."""
        if mark := act.mark(self.pattern):
            candidate = Candidate(act, mark, settled)
            self.under_way[act.id] = candidate
            for instance in self.instances.values():
                yield from self._try(instance, candidate)
            if settled:
                del self.under_way[act.id]
        if self.trigger is not None and act.mark(self.trigger) and self.now:
            yield from self._trigger(act, now, settled=settled)

    def _trigger(self, act: Act, now: Instant, *, settled: bool) -> Iterator[Signal]:
        assert self.trigger is not None
        instance = self.instances.get(act.id)
        if instance is None:
            earliest = now if not settled else act.first
            instance = Instance(key=act.id, earliest=earliest, latest=act.last, opener=act.id)
            yield from self._begin(instance)
            yield from self._deadlines(instance)
        if settled:
            instance.opened = min(act.mark(self.trigger), self.view.force(self.clause, act.first, act.last))

    def _try(self, instance: Instance, candidate: Candidate) -> Iterator[Signal]:
        act = candidate.act
        if instance.ended or instance.met is Mark.CERTAIN or act.last < self._from(instance, instance.earliest):
            return
        late = instance.decided and act.first > self.last_deadline(instance)
        known = instance.candidates.get(act.id)
        instance.candidates[act.id] = candidate
        mark = candidate.mark
        if not (late or self._surely_in_time(instance, act)) or instance.opened is not Mark.CERTAIN:
            mark = Mark.POSSIBLE
        if not candidate.settled:
            mark = Mark.POSSIBLE
        instance.met = max(instance.met, mark)
        if known is None or candidate.settled:
            yield self._event(instance, "fulfilment", mark, act=act, settled=candidate.settled, late=late)

    def _from(self, instance: Instance, opened: Instant) -> Instant:
        """The first instant at which an act counts: a window after an act does not hold that act's own instant."""
        return opened if instance.opener is None else opened + 1

    def _surely_in_time(self, instance: Instance, act: Act) -> bool:
        if instance.latest is None:
            return False
        return act.first >= self._from(instance, instance.latest) and act.last <= self.first_deadline(instance)

    def _may_be_in_time(self, instance: Instance) -> bool:
        last = self.last_deadline(instance)
        return any(candidate.act.first <= last for candidate in instance.candidates.values())

    def wake(self, name: str, now: Instant) -> Iterator[Signal]:
        """A deadline has come: the earliest one announces, the latest one decides."""
        instance = self.instances[name]
        if instance.ended or instance.decided or instance.met is Mark.CERTAIN:
            return
        settled = now >= self.last_deadline(instance)
        mark = Mark.POSSIBLE
        if settled:
            instance.decided = True
            if not self._may_be_in_time(instance):
                in_force = self.view.force(self.clause, self.first_deadline(instance), now)
                mark = min(instance.opened, in_force)
        instance.breached = max(instance.breached, mark)
        if mark:
            yield self._event(instance, "breach", mark, act=None, settled=settled)

    def _event(
        self, instance: Instance, outcome: str, mark: Mark, *, act: Act | None, settled: bool, late: bool = False
    ) -> NormativeEvent:
        last = self.last_deadline(instance)
        used = [instance.opener] if instance.opener else []
        return NormativeEvent(
            clause=self.clause,
            outcome=outcome,
            key=instance.key if act is None else f"{instance.key} by {act.id}",
            mark=mark,
            earliest=self.first_deadline(instance) if act is None else act.first,
            latest=(None if last == LAST_INSTANT else last) if act is None else act.last,
            settled=settled,
            late=late,
            opener=instance.opener,
            incidents=tuple(used if act is None else dict.fromkeys([*used, act.id])),
            derive=lambda: self._derive(instance, outcome, mark, act),
        )

    def _derive(self, instance: Instance, outcome: str, mark: Mark, act: Act | None) -> Derivation:
        opened = Derivation(
            test="opened",
            mark=instance.opened,
            found=instance.opener or f"in force from {format_instant(instance.earliest)}",
            why="it is not certain that the duty was opened" if instance.opened is Mark.POSSIBLE else None,
        )
        if act is not None:
            parts = (opened, act.matcher.explain(act.facts, self.pattern))
        else:
            parts = (opened, self._derive_deadline(instance))
        return Derivation(test=outcome, mark=mark, parts=parts)

    def _derive_deadline(self, instance: Instance) -> Derivation:
        doubtful = sorted(instance.candidates)
        return Derivation(
            test="deadline",
            wanted=f"within {self.within}, by {format_instant(self.first_deadline(instance))}",
            found="may have been met by " + ", ".join(doubtful) if doubtful else "no act met it",
            mark=Mark.POSSIBLE if doubtful else Mark.CERTAIN,
            why="an act may have met it in time" if doubtful else None,
        )

    def finish(self) -> Iterator[Signal]:
        """Breaches that stayed possible are settled as such."""
        for instance in self.instances.values():
            if instance.breached is Mark.POSSIBLE and not instance.decided and instance.met is not Mark.CERTAIN:
                instance.decided = True
                yield self._event(instance, "breach", Mark.POSSIBLE, act=None, settled=True)

    def standing(self) -> Standing:
        """The worst of the instances; pending while one is open, or none was opened yet; lapsed if all are."""
        instances = list(self.instances.values())
        strict = _worst([self._strict(instance) for instance in instances])
        broad = _worst([self._broad(instance) for instance in instances])
        return Standing(strict=strict, broad=broad, state=self._state(instances))

    def _strict(self, instance: Instance) -> str:
        if instance.breached is Mark.CERTAIN:
            return VIOLATED
        if instance.met is Mark.CERTAIN or (instance.decided and instance.opened is Mark.CERTAIN):
            return SATISFIED
        return self._open(instance)

    def _broad(self, instance: Instance) -> str:
        if instance.breached:
            return VIOLATED
        return SATISFIED if instance.met else self._open(instance)

    def _open(self, instance: Instance) -> str:
        """Neither met nor breached: pending, or lapsed where the duty surely was opened and is over."""
        return LAPSED if instance.ended and instance.opened is Mark.CERTAIN else PENDING

    def _state(self, instances: list[Instance]) -> str:
        if any(instance.breached is Mark.CERTAIN for instance in instances):
            return "violated"
        if instances and all(instance.met is Mark.CERTAIN for instance in instances):
            return "fulfilled"
        if instances and all(instance.ended for instance in instances):
            return "terminated"
        return "in_effect" if self.now or instances else "created"


def _worst(verdicts: list[str]) -> str:
    for verdict in (VIOLATED, PENDING, SATISFIED, LAPSED):
        if verdict in verdicts:
            return verdict
    return PENDING


def build(clause: clauses.Obligation, compiler: Compiler) -> Obligation:
    """The monitor of an obligation."""
    number, trigger = compiler.number[clause.id], compiler.optional(clause.trigger)
    return Obligation(number, compiler.act(clause), trigger, clause.within, compiler.view)
