"""The plan: an agreement under one reading, compiled to numbers, monitors' specifications and rules of inference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

import attrs

from ..events.duration import Duration
from ..events.mark import Mark
from ..events.time import Instant, load_zone
from ..rules.agreement import Agreement, Reading, Terms
from ..rules.clauses import OUTCOMES, Clause, Consequence, Unevaluated, all_consequences
from ..rules.instants import instant_of
from .events import Act
from .evidence import Standard
from .inference.protocol import Rule
from .match import Matcher
from .monitors.base import Monitor, View
from .monitors.compiler import Compiler
from .monitors.registry import monitor_of
from .told import Told
from .world import World


@attrs.frozen
class Directive:
    """What a rule of inference orders: a verb and the number of the clause, or the name of the phase, it is about.

    ``by`` is how much an extension extends. Of what follows at one time the lowest ``priority`` is applied first.
    """

    verb: str
    clause: int
    phase: str
    by: Duration | None = None
    priority: int = 0


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
    standard: Standard
    terms: Terms
    zone: ZoneInfo
    matcher: Matcher
    bounds: tuple[Bounds, ...]
    dated: tuple[tuple[str, Instant], ...]
    """The phases that are entered at an instant."""
    rules: tuple[Rule, ...]
    directives: tuple[Directive, ...]
    number: Mapping[str, int]

    def cap(self, told: Told) -> Mark:
        """The most that the evidence of an event supports under this reading.

        A bulletin of acts that all have records of their own tells of none.
        """
        return min(told.further, self.standard.mark(told.occurrence))

    def act(self, told: Told) -> Act:
        """An event as this reading sees it."""
        return Act(told, self.cap(told), self.standard, self.matcher)

    def monitors(self, view: View) -> list[Monitor | None]:
        """A fresh monitor for each clause that has one, by the clause's number."""
        compiler = Compiler(self.terms, self.matcher, self.number, view)
        return [monitor_of(clause, compiler) for clause in self.terms.clauses]


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
    for index, outcome, verb, target, consequence in _consequences(terms):
        rules.append(Rule(consequence.priority, len(directives), index, OUTCOMES.index(outcome)))
        clause = number.get(target, -1) if verb != "enter" else -1
        directives.append(Directive(verb, clause, target, consequence.by, consequence.priority))
    return Plan(
        reading=reading,
        standard=Standard.of(reading.evidence, matcher.world),
        terms=terms,
        zone=load_zone(terms.timezone),
        matcher=matcher,
        bounds=tuple(_bounds(terms, clause) for clause in terms.clauses),
        dated=tuple((phase.id, instant_of(terms, phase.at)) for phase in terms.phases if phase.at is not None),
        rules=tuple(rules),
        directives=tuple(directives),
        number=number,
    )


def _consequences(terms: Terms) -> Iterator[tuple[int, str, str, str, Consequence]]:
    for index, clause in enumerate(terms.clauses):
        for outcome, _, consequence in all_consequences(clause):
            for verb, target in consequence.given:
                yield index, outcome, verb, target, consequence


def _bounds(terms: Terms, clause: Clause) -> Bounds:
    return Bounds(
        frozenset(clause.during),
        None if clause.from_ is None else instant_of(terms, clause.from_),
        None if clause.until is None else instant_of(terms, clause.until),
        active=clause.initially == "active" and not isinstance(clause, Unevaluated),
    )
