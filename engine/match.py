"""Match: incident and pattern to a mark. Stateless: it needs nothing but the incident and the agreement's world."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ..events.incident import Incident
from ..events.mark import Mark, unanimous
from ..events.occurrence import Occurrence
from ..events.time import Interval
from ..rules.pattern import Pattern
from .criteria import (
    AreaTest,
    AttributeTest,
    Combined,
    JointTest,
    KindTest,
    MeansTest,
    NumberTest,
    PartyTest,
    Test,
)
from .derivation import Derivation, words
from .told import Beyond, Facts, Told
from .world import World


@attrs.define
class Matcher:
    """The compiled patterns of one world: equal patterns are compiled and tested once."""

    world: World
    _numbers: dict[str, int] = attrs.field(factory=dict, init=False)
    _tests: list[Combined] = attrs.field(factory=list, init=False)

    def number(self, pattern: Pattern, *, excuses: bool = False) -> int:
        """Compile a pattern and give its number.

        A pattern that ``excuses`` is one of an exception: it means a joint act only if it means it for each of those
        who acted, or were met, jointly. An act of a bound and an excluded party together is the bound one's act too.
        """
        name = f"{excuses} {pattern!r}"  # which tells 1 from true, as equality does not
        known = self._numbers.get(name)
        if known is None:
            known = self._numbers[name] = len(self._tests)
            self._tests.append(Combined("all", self._compile(pattern, each=excuses)))
        return known

    def facts(self, incident: Incident, occurred: Interval) -> Facts:
        """Resolve the names in a report of what may have ``occurred`` at any of these instants."""
        return Facts(
            incident,
            self.world.resolved(incident.actor),
            self.world.resolved(incident.target),
            self.world.atlas.where(incident.place),
            self.world.ties.epochs(occurred.start, occurred.last),
        )

    def told(self, occurrence: Occurrence, beyond: Beyond | None = None) -> Told:
        """Resolve the names in all reports of an occurrence."""
        facts = tuple(self.facts(report, occurrence.occurred) for report in occurrence.reports)
        return Told(occurrence, facts, beyond)

    def mark(self, told: Told, number: int) -> Mark:
        """What a compiled pattern says of an occurrence: for sure only what it says of every report."""
        known = told.marks.get(number)
        if known is None:
            test = self._tests[number]
            known = told.marks[number] = unanimous(test.mark(facts) for facts in told.facts)
        return known

    def explain(self, told: Told, number: int) -> Derivation:
        """The same with its reasons, one statement for each test; of several reports one after the other."""
        each = [
            Derivation(
                test="act",
                mark=self._tests[number].mark(facts),
                found=facts.incident.id,
                parts=tuple(test.explain(facts) for test in self._tests[number].tests),
            )
            for facts in told.facts
        ]
        if len(each) == 1:
            return each[0]
        parts = tuple(attrs.evolve(one, test="report") for one in each)
        found = told.occurrence.id
        return Derivation(test="act", mark=self.mark(told, number), found=found, parts=(*parts, *_difference(parts)))

    def kinds(self, number: int) -> frozenset[str] | None:
        """The kinds of act that a pattern can match at all; None where it does not restrict the kind."""
        found: frozenset[str] | None = None
        for test in self._tests[number].tests:
            if isinstance(test, KindTest):
                kinds = frozenset(test.marks)
                found = kinds if found is None else found & kinds
        return found

    def _compile(self, pattern: Pattern, *, each: bool) -> tuple[Test, ...]:
        tests: list[Test] = []
        if pattern.kind:
            tests.append(KindTest(pattern.kind, self.world.taxonomy.marks(pattern.kind)))
        if pattern.means:
            tests.append(MeansTest(pattern.means))
        tests += [
            PartyTest(side, wanted, self.world.rosters(wanted), each)
            for side, wanted in (("actor", pattern.actor), ("target", pattern.target))
            if wanted
        ]
        if pattern.jointly:
            holders = sorted(self.world.members(pattern.jointly))
            tests.append(JointTest(tuple(holders), tuple(self.world.rosters((name,)) for name in holders)))
        if pattern.area:
            tests.append(AreaTest(pattern.area, self.world.atlas, self.world.atlas.choice(pattern.area)))
        for name in ("killed", "injured", "count"):
            if (wanted := getattr(pattern, name)) is not None:
                tests.append(NumberTest(name, wanted))
        tests += [AttributeTest(name, values) for name, values in pattern.attributes.items()]
        tests += self._compile_combined(pattern, each=each)
        return tuple(tests)

    def _compile_combined(self, pattern: Pattern, *, each: bool) -> list[Test]:
        tests: list[Test] = [self._all(part, each=each) for part in pattern.all]
        if pattern.any:
            tests.append(Combined("any", tuple(self._all(part, each=each) for part in pattern.any)))
        if pattern.not_ is not None:  # what not each of them is, one of them is not
            tests.append(Combined("not", (self._all(pattern.not_, each=not each),)))
        if pattern.possibly is not None:
            tests.append(Combined("possibly", (self._all(pattern.possibly, each=each),)))
        return tests

    def _all(self, pattern: Pattern, *, each: bool) -> Test:
        return Combined("all", self._compile(pattern, each=each))


def _difference(reports: tuple[Derivation, ...]) -> Iterator[Derivation]:
    """That the reports of one event differ in whether it is what is meant, where they do."""
    fit, fit_not = (
        words(tuple(one.found for one in reports if one.mark is mark)) for mark in (Mark.CERTAIN, Mark.NONE)
    )
    if fit and fit_not:
        why = f"the reports of it differ: by {fit} it is meant here, by {fit_not} it is not"
        yield Derivation(test="reports", mark=Mark.POSSIBLE, why=why)
