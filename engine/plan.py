"""The plan: an agreement under one reading, compiled to numbers, monitors' specifications and rules of inference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast
from zoneinfo import ZoneInfo

import attrs

from ..events.incident import STATUSES, Incident
from ..events.mark import Mark
from ..events.time import Instant, load_zone
from ..rules.agreement import Agreement, Reading, Terms
from ..rules.clauses import (
    OUTCOMES,
    VERBS,
    Clause,
    Condition,
    Exclusion,
    Limit,
    Obligation,
    Permission,
    Power,
    Prohibition,
    Unevaluated,
    consequences,
)
from ..rules.names import PartyName
from ..rules.pattern import Pattern
from ..rules.resolve import instant_of
from .inference.protocol import Rule
from .match import Matcher
from .monitors import condition, limit, obligation, power, prohibition
from .monitors.base import Monitor, View
from .monitors.judge import Defeater, Judge
from .world import World


@attrs.frozen
class Directive:
    """What a rule of inference orders: a verb and the number of the clause, or the name of the phase, it is about."""

    verb: str
    clause: int
    phase: str


@attrs.frozen
class Bounds:
    """When a clause can be in force, apart from consequences: its phases (none: all), and the instants around it."""

    during: frozenset[str]
    start: Instant | None
    end: Instant | None
    active: bool


@attrs.frozen(kw_only=True)
class Plan:
    """An agreement under one reading, compiled."""

    reading: Reading
    terms: Terms
    zone: ZoneInfo
    matcher: Matcher
    bounds: tuple[Bounds, ...]
    rules: tuple[Rule, ...]
    directives: tuple[Directive, ...]
    number: Mapping[str, int]

    def cap(self, incident: Incident) -> Mark:
        """The most that an incident's evidence supports under this reading."""
        if incident.status == "dismissed":
            return Mark.NONE
        weak = STATUSES.index(incident.status) < STATUSES.index(self.reading.evidence.least_status)
        return Mark.POSSIBLE if weak or incident.status == "disputed" else Mark.CERTAIN

    def monitors(self, view: View) -> list[Monitor | None]:
        """A fresh monitor for each clause that has one, by the clause's number."""
        return [self._monitor(clause, view) for clause in self.terms.clauses]

    def _monitor(self, clause: Clause, view: View) -> Monitor | None:
        number = self.number[clause.id]
        monitor: object = None
        if isinstance(clause, Prohibition):
            monitor = prohibition.Prohibition(number, self._judge(clause, view))
        elif isinstance(clause, Limit):
            monitor = limit.Limit(number, self._judge(clause, view), clause.at_most, clause.within, clause.per)
        elif isinstance(clause, Obligation):
            trigger = None if clause.trigger is None else self.matcher.number(clause.trigger)
            monitor = obligation.Obligation(number, self._act(clause), trigger, clause.within, view)
        elif isinstance(clause, Condition):
            monitor = self._condition(clause, view)
        elif isinstance(clause, Power):
            monitor = self._power(clause, view)
        return cast("Monitor | None", monitor)

    def _condition(self, clause: Condition, view: View) -> condition.Condition:
        state = clause.while_
        return condition.Condition(
            self.number[clause.id],
            clause.for_,
            None if clause.broken_by is None else self.matcher.number(clause.broken_by),
            frozenset(self.number[name] for name in clause.broken_by_breach_of),
            None if state is None else self.matcher.number(state.begins),
            None if state is None else self.matcher.number(state.ends),
            view,
        )

    def _power(self, clause: Power, view: View) -> power.Power:
        jointly = clause.exercised == "jointly"
        whole = attrs.evolve(clause.act, jointly=clause.bearer) if jointly else done_by(clause.act, clause.bearer)
        holders = sorted(self.matcher.world.members(clause.bearer)) if jointly and clause.window else ()
        return power.Power(
            self.number[clause.id],
            self.matcher.number(whole),
            tuple(self.matcher.number(done_by(clause.act, (PartyName(holder),))) for holder in holders),
            clause.window,
            clause.period,
            clause.tacit,
            view,
        )

    def _judge(self, clause: Prohibition | Limit, view: View) -> Judge:
        return Judge(self.number[clause.id], self._act(clause), self._defeaters(clause), view)

    def _act(self, clause: Prohibition | Limit | Obligation | Permission) -> int:
        return self.matcher.number(done_by(clause.act, clause.bearer))

    def _defeaters(self, clause: Clause) -> tuple[Defeater, ...]:
        found = []
        for other in self.terms.clauses:
            if isinstance(other, Permission) and clause.id in other.defeats:
                found.append(Defeater(self.number[other.id], other.id, self._act(other)))
            elif isinstance(other, Exclusion) and clause.id not in other.spares:
                found.append(Defeater(self.number[other.id], other.id, self.matcher.number(other.act)))
        return tuple(found)


def done_by(act: Pattern, bearer: tuple[PartyName, ...]) -> Pattern:
    """The pattern with the bearer as its actor; a clause that names actors itself keeps them beside the bearer."""
    if not bearer or act.jointly:
        return act
    if act.actor:
        return Pattern(actor=bearer, all=(act,))
    return attrs.evolve(act, actor=bearer)


def compile_plans(agreement: Agreement, readings: tuple[str, ...]) -> list[Plan]:
    """Compile an agreement under each of the readings; readings whose worlds are equal share their matching."""
    matchers: list[Matcher] = []
    plans = []
    for name in readings:
        terms = agreement.terms[name]
        world = World.of(terms)
        matcher = next((known for known in matchers if known.world == world), None)
        if matcher is None:
            matcher = Matcher(world)
            matchers.append(matcher)
        plans.append(_compile(terms, terms.readings[name], matcher))
    return plans


def _compile(terms: Terms, reading: Reading, matcher: Matcher) -> Plan:
    number = {clause.id: index for index, clause in enumerate(terms.clauses)}
    rules: list[Rule] = []
    directives: list[Directive] = []
    for index, outcome, verb, target, priority in _consequences(terms):
        rules.append(Rule(priority, len(directives), index, OUTCOMES.index(outcome)))
        directives.append(Directive(verb, number.get(target, -1) if verb != "enter" else -1, target))
    return Plan(
        reading=reading,
        terms=terms,
        zone=load_zone(terms.timezone),
        matcher=matcher,
        bounds=tuple(_bounds(terms, clause) for clause in terms.clauses),
        rules=tuple(rules),
        directives=tuple(directives),
        number=number,
    )


def _consequences(terms: Terms) -> Iterator[tuple[int, str, str, str, int]]:
    for index, clause in enumerate(terms.clauses):
        for outcome in OUTCOMES:
            for consequence in consequences(clause, outcome):
                for verb in VERBS:
                    if target := getattr(consequence, verb):
                        yield index, outcome, verb, target, consequence.priority


def _bounds(terms: Terms, clause: Clause) -> Bounds:
    return Bounds(
        frozenset(clause.during),
        None if clause.from_ is None else instant_of(terms, clause.from_),
        None if clause.until is None else instant_of(terms, clause.until),
        active=clause.initially == "active" and not isinstance(clause, Unevaluated),
    )
