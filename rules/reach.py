"""When things can be at the earliest and at the latest: phases, clauses in force, and their outcomes.

Every bound is one that no log can pass: what is said to be never cannot be, and what begins at an instant cannot
begin before it. Acts are taken to come at any time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TypeAlias
from zoneinfo import ZoneInfo

import attrs

from ..events.duration import Duration, add
from ..events.time import FIRST_INSTANT, LAST_INSTANT, Instant, Interval, load_zone
from .agreement import Phase, Terms
from .clauses import OUTCOMES, Clause, Condition, Limit, Maintenance, Obligation, Power, Prohibition, all_consequences
from .instants import instant_of
from .shape import parts
from .temporal import Outcome, Step, outcomes_of

Earliest: TypeAlias = Instant | None
"""The earliest instant at which something can be; None where it never can."""


def soonest(instants: Iterable[Earliest]) -> Earliest:
    """The earliest of several, any of which is enough."""
    return min((instant for instant in instants if instant is not None), default=None)


def last_of(instants: Iterable[Earliest]) -> Earliest:
    """The earliest at which all of several can have been."""
    latest = FIRST_INSTANT
    for instant in instants:
        if instant is None:
            return None
        latest = max(latest, instant)
    return latest


@attrs.define
class Reach:
    """The bounds of an agreement under one reading. Clauses go by their number, phases by their id."""

    terms: Terms
    phases: dict[str, Earliest] = attrs.field(factory=dict, init=False)
    """When each phase can be entered at the earliest."""
    clauses: list[Earliest] = attrs.field(factory=list, init=False)
    """When each clause can be in force at the earliest."""
    _outcomes: list[dict[str, Earliest]] = attrs.field(factory=list, init=False)

    def __attrs_post_init__(self) -> None:
        self.phases = dict.fromkeys((phase.id for phase in self.terms.phases), None)
        self.clauses = [None] * len(self.terms.clauses)
        self._outcomes = [{} for _ in self.terms.clauses]
        self._settle()

    @cached_property
    def zone(self) -> ZoneInfo:
        """The agreement's time zone."""
        return load_zone(self.terms.timezone)

    @cached_property
    def number(self) -> Mapping[str, int]:
        """The number of each clause."""
        return {clause.id: index for index, clause in enumerate(self.terms.clauses)}

    @cached_property
    def ends(self) -> Mapping[str, Instant]:
        """When each phase is over at the latest: known for one that is entered by the calendar alone."""
        return {phase.id: self._end(place, phase) for place, phase in enumerate(self.terms.phases)}

    @cached_property
    def entries(self) -> Mapping[str, tuple[tuple[int, str], ...]]:
        """The outcomes (clause and word) by which each phase is entered."""
        return self._caused("enter")

    @cached_property
    def activations(self) -> Mapping[str, tuple[tuple[int, str], ...]]:
        """The outcomes by which each clause is activated."""
        return self._caused("activate")

    def _caused(self, verb: str) -> Mapping[str, tuple[tuple[int, str], ...]]:
        found: dict[str, list[tuple[int, str]]] = {}
        for index, clause in enumerate(self.terms.clauses):
            for outcome, _, consequence in all_consequences(clause):
                if (name := getattr(consequence, verb)) is not None:
                    found.setdefault(name, []).append((index, outcome))
        return {name: tuple(causes) for name, causes in found.items()}

    def _end(self, place: int, phase: Phase) -> Instant:
        if self.entries.get(phase.id):
            return LAST_INSTANT
        entered = FIRST_INSTANT if place == 0 else self._at(phase)
        if entered is None:
            return LAST_INSTANT
        leaves = (
            at
            for other in self.terms.phases
            if other.id != phase.id and (at := self._at(other)) is not None and at > entered
            if not other.from_ or phase.id in other.from_
        )
        return min(leaves, default=LAST_INSTANT)

    def _at(self, phase: Phase) -> Earliest:
        return self.dates[phase.id]

    @cached_property
    def dates(self) -> Mapping[str, Earliest]:
        """The instant of each phase that has one."""
        return {phase.id: None if phase.at is None else instant_of(self.terms, phase.at) for phase in self.terms.phases}

    def _settle(self) -> None:
        """Let every bound follow from the others until none moves: bounds only come earlier, so this ends."""
        waiting: deque[str | int] = deque([*self.phases, *range(len(self.clauses))])
        queued = set(waiting)
        dependants = self._dependants()
        phases = {phase.id: (place, phase) for place, phase in enumerate(self.terms.phases)}
        while waiting:
            node = waiting.popleft()
            queued.discard(node)
            if isinstance(node, int):
                before: object = self._outcomes[node]
                self.clauses[node] = self._clause(node)
                self._outcomes[node] = {outcome: self._outcome(node, outcome) for outcome in OUTCOMES}
                moved = before != self._outcomes[node]
            else:
                before, self.phases[node] = self.phases[node], self._phase(*phases[node])
                moved = before != self.phases[node]
            fresh = [other for other in dependants.get(node, ()) if moved and other not in queued]
            waiting.extend(fresh)
            queued.update(fresh)

    def _dependants(self) -> Mapping[str | int, list[str | int]]:
        found: dict[str | int, list[str | int]] = {}
        for phase, causes in self.entries.items():
            for index, _ in causes:
                found.setdefault(index, []).append(phase)
        for clause, causes in self.activations.items():
            for index, _ in causes:
                found.setdefault(index, []).append(self.number[clause])
        for record in self.terms.phases:
            for origin in record.from_:
                found.setdefault(origin, []).append(record.id)
        for index, waiting in enumerate(self.terms.clauses):
            for during in waiting.during:
                found.setdefault(during, []).append(index)
            for named in self._heard(waiting):
                found.setdefault(named, []).append(index)
        return found

    def _heard(self, clause: Clause) -> Iterator[int]:
        if isinstance(clause, Obligation | Condition):
            for _, part in parts(clause, ()):
                if isinstance(part, Outcome):
                    yield from (self.number[name] for name, _ in outcomes_of(part))

    def _phase(self, place: int, phase: Phase) -> Earliest:
        if place == 0:
            return FIRST_INSTANT
        origin = FIRST_INSTANT if not phase.from_ else soonest(self.phases[name] for name in phase.from_)
        at = self._at(phase)
        caused = soonest(self.outcome(*cause) for cause in self.entries.get(phase.id, ()))
        if origin is None:
            return None
        return soonest((at if at is not None and at >= origin else None, last_of((caused, origin))))

    def _clause(self, index: int) -> Earliest:
        clause = self.terms.clauses[index]
        life = FIRST_INSTANT
        if clause.initially == "inactive":
            caused = soonest(self.outcome(*cause) for cause in self.activations.get(clause.id, ()))
            if caused is None:
                return None
            life = caused
        named = FIRST_INSTANT if clause.from_ is None else instant_of(self.terms, clause.from_)
        until = LAST_INSTANT if clause.until is None else instant_of(self.terms, clause.until)
        first = max(life, named)
        if clause.during:
            spells = (self._within(phase, first, until) for phase in clause.during)
            return soonest(spells)
        return first if first < until else None

    def _within(self, phase: str, first: Instant, until: Instant) -> Earliest:
        entered = self.phases[phase]
        if entered is None:
            return None
        start = max(entered, first)
        return start if start < min(until, self.ends[phase]) else None

    def until(self, index: int) -> Instant:
        """When a clause is out of force for good at the latest."""
        clause = self.terms.clauses[index]
        named = LAST_INSTANT if clause.until is None else instant_of(self.terms, clause.until)
        return min(named, max((self.ends[phase] for phase in clause.during), default=LAST_INSTANT))

    def together(self, one: int, other: int) -> Interval | None:
        """A stretch of time in which two clauses may both be in force; None where there is none."""
        starts = (self.clauses[one], self.clauses[other])
        first = last_of(starts)
        end = min(self.until(one), self.until(other))
        if first is None:
            return None
        for phase in self.shared(one, other):
            entered = self.phases[phase]
            spell = None if entered is None else (max(first, entered), min(end, self.ends[phase]))
            if spell is not None and spell[0] < spell[1]:
                return Interval(*spell)
        return None

    def shared(self, one: int, other: int) -> Iterable[str]:
        """The phases in which both of two clauses can be in force, in order."""
        named = [frozenset(during) for index in (one, other) if (during := self.terms.clauses[index].during)]
        return sorted(frozenset.intersection(*named), key=self._places.__getitem__) if named else self.phases

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {phase.id: place for place, phase in enumerate(self.terms.phases)}

    def outcome(self, index: int, outcome: str) -> Earliest:
        """When an outcome of a clause can come at the earliest."""
        return self._outcomes[index].get(outcome)

    def _outcome(self, index: int, outcome: str) -> Earliest:
        clause = self.terms.clauses[index]
        start = self.clauses[index]
        if start is None:
            return None
        if isinstance(clause, Obligation):
            return self._of_obligation(clause, start, outcome)
        if isinstance(clause, Condition):
            return self._met(clause, start) if outcome == "met" else None
        if isinstance(clause, Power):
            return self._of_power(clause, start, outcome)
        if isinstance(clause, Maintenance):
            return self._later(start, clause.grace) if outcome in ("breach", "restoration") else None
        return start if isinstance(clause, Prohibition | Limit) and outcome == "breach" else None

    def opening(self, clause: Obligation, start: Instant) -> Earliest:
        """When an obligation that is in force from ``start`` can be opened at the earliest."""
        return start if clause.opened_by is None else last_of((start, self._named(clause.opened_by)))

    def _of_obligation(self, clause: Obligation, start: Instant, outcome: str) -> Earliest:
        opened = self.opening(clause, start)
        if opened is None or outcome == "fulfilment":
            return opened
        return soonest(self.deadlines(clause, opened)) if outcome == "breach" else None

    def deadlines(self, clause: Obligation, opened: Instant) -> list[Instant]:
        """The deadlines of what is opened at an instant; none lies before it."""
        spans = [clause.within, *(stage.within for stage in clause.stages)]
        found = [add(opened, span, self.zone) for span in spans if span is not None]
        named = [clause.by, *(stage.by for stage in clause.stages)]
        return found + [max(opened, instant_of(self.terms, name)) for name in named if name is not None]

    def _met(self, clause: Condition, start: Instant) -> Earliest:
        if clause.for_ is not None:
            return add(start, clause.for_, self.zone)
        return last_of(self._step(step, start) for step in (*clause.all_of, *clause.sequence))

    def _step(self, step: Step, start: Instant) -> Earliest:
        return start if step.act is not None else last_of((start, self._named(step)))

    def _named(self, record: Outcome) -> Earliest:
        return soonest(self.outcome(self.number[name], outcome) for name, outcome in outcomes_of(record))

    def _of_power(self, clause: Power, start: Instant, outcome: str) -> Earliest:
        if outcome == "exerted":
            return self._later(start, clause.notice)
        expires = clause.period is not None and not clause.tacit
        return self._later(start, clause.period) if expires and outcome == "expiry" else None

    def _later(self, start: Instant, span: Duration | None) -> Instant:
        return start if span is None else add(start, span, self.zone)
