"""Match: incident and pattern to a mark. Stateless: it needs nothing but the incident and the agreement's world."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import attrs

from ..events.incident import Incident
from ..events.mark import Mark, every, some
from ..rules.pattern import Pattern, Wanted
from ..rules.values import admits
from .amount import amount_of, in_words, is_wanted
from .derivation import Derivation, words
from .places import Atlas, Choice, Where
from .world import Roster, World

_TOLD = 5
"""Areas that one explanation lists."""


@attrs.define
class Facts:
    """An incident with its names resolved; ``marks`` keeps what each pattern of the world said of it."""

    incident: Incident
    actors: tuple[tuple[str | None, bool], ...]
    targets: tuple[tuple[str | None, bool], ...]
    where: Where
    marks: dict[int, Mark] = attrs.field(factory=dict)


class Test(Protocol):
    """One compiled test of a pattern."""

    def mark(self, facts: Facts) -> Mark:
        """What the test says of an incident."""

    def explain(self, facts: Facts) -> Derivation:
        """The same with its reasons."""


@attrs.frozen
class KindTest:
    """The kind of act."""

    wanted: tuple[str, ...]
    marks: dict[str, Mark]

    def mark(self, facts: Facts) -> Mark:
        """Certain for the kind or a more particular one, possible for a more general one."""
        return self.marks.get(facts.incident.kind, Mark.NONE)

    def explain(self, facts: Facts) -> Derivation:
        """The kinds wanted and found."""
        mark = self.mark(facts)
        why = "the report does not say which particular kind of act it was" if mark is Mark.POSSIBLE else None
        return Derivation(test="kind", mark=mark, wanted=words(self.wanted), found=facts.incident.kind, why=why)


@attrs.frozen
class MeansTest:
    """The means used."""

    wanted: tuple[str, ...]

    def mark(self, facts: Facts) -> Mark:
        """Possible where the report does not state the means."""
        if facts.incident.means in (None, "unknown"):
            return Mark.POSSIBLE
        return Mark.CERTAIN if facts.incident.means in self.wanted else Mark.NONE

    def explain(self, facts: Facts) -> Derivation:
        """The means wanted and found."""
        mark = self.mark(facts)
        why = "the report does not state the means" if mark is Mark.POSSIBLE else None
        found = facts.incident.means or "not stated"
        return Derivation(test="means", mark=mark, wanted=words(self.wanted), found=found, why=why)


@attrs.frozen
class PartyTest:
    """Who did it, or to whom it was done."""

    side: str
    wanted: tuple[str, ...]
    roster: Roster
    each: bool = False
    """Whether each of those who acted jointly, or were met jointly, must be one of the parties."""

    def _named(self, facts: Facts) -> tuple[tuple[str | None, bool], ...]:
        return facts.actors if self.side == "actor" else facts.targets

    def mark(self, facts: Facts) -> Mark:
        """Certain where every reported alternative belongs to the parties wanted."""
        return self.roster.of(self._named(facts), each=self.each)

    def explain(self, facts: Facts) -> Derivation:
        """The parties wanted and reported."""
        mark = self.mark(facts)
        reported = facts.incident.actor if self.side == "actor" else facts.incident.target
        found = " or ".join(one.party for one in reported) or "not stated"
        why = self._doubt(facts) if mark is Mark.POSSIBLE else None
        return Derivation(test=self.side, mark=mark, wanted=words(self.wanted), found=found, why=why)

    def _doubt(self, facts: Facts) -> str:
        named = self._named(facts)
        if not named or any(party is None for party, _ in named):
            return f"the {self.side} is not known"
        if len(named) > 1:
            return f"the reports name several as {self.side}, and not all of them are meant here"
        return f"the report names the whole of which only a part is meant as {self.side}"


@attrs.frozen
class JointTest:
    """Whether several parties acted together."""

    wanted: tuple[str, ...]
    rosters: tuple[Roster, ...]

    def mark(self, facts: Facts) -> Mark:
        """Certain where each of the parties is reported to have acted jointly."""
        together = tuple((party, True) for party, joint in facts.actors if joint or len(facts.actors) == 1)
        if not together:
            return Mark.POSSIBLE if not facts.actors else Mark.NONE
        return every(roster.of(together) for roster in self.rosters)

    def explain(self, facts: Facts) -> Derivation:
        """The parties wanted and reported."""
        found = " and ".join(actor.party for actor in facts.incident.actor) or "not stated"
        mark = self.mark(facts)
        why = "the report does not say who acted" if mark is Mark.POSSIBLE else None
        return Derivation(test="jointly", mark=mark, wanted=words(self.wanted), found=found, why=why)


@attrs.frozen
class AreaTest:
    """Where it happened."""

    wanted: tuple[str, ...]
    atlas: Atlas = attrs.field(repr=False)
    choice: Choice = attrs.field(repr=False)

    def mark(self, facts: Facts) -> Mark:
        """Possible where the place is too imprecise, or the area was never published."""
        names = self.atlas.candidates(facts.where, self.choice)
        return some(self.atlas.within(facts.where, area) for area in names)

    def explain(self, facts: Facts) -> Derivation:
        """The areas wanted and the place found, with each area in which it may lie."""
        mark = self.mark(facts)
        parts = [self.atlas.explain(facts.where, area) for area in self._telling(facts)]
        if len(parts) == 1:
            return attrs.evolve(parts[0], wanted=words(self.wanted))
        return Derivation(
            test="area", mark=mark, wanted=words(self.wanted), found=facts.where.words, parts=tuple(parts)
        )

    def _telling(self, facts: Facts) -> list[str]:
        """The area alone, or of several those that decide the mark; of very many, the first of them."""
        if len(self.wanted) == 1:
            return list(self.wanted)
        mark = self.mark(facts)
        names = self.atlas.candidates(facts.where, self.choice)
        return [area for area in names if self.atlas.within(facts.where, area) is mark][:_TOLD]


@attrs.frozen
class AttributeTest:
    """A further attribute of the report."""

    name: str
    wanted: Wanted

    def mark(self, facts: Facts) -> Mark:
        """Certain or none: what a report does not state it does not claim."""
        found = facts.incident.attributes.get(self.name)
        return Mark.CERTAIN if found is not None and admits(self.wanted, found) else Mark.NONE

    def explain(self, facts: Facts) -> Derivation:
        """The values wanted and found."""
        found = facts.incident.attributes.get(self.name, "not stated")
        test = f"attribute {self.name}"
        return Derivation(test=test, mark=self.mark(facts), wanted=in_words(self.wanted), found=str(found))


@attrs.frozen
class NumberTest:
    """How many were killed or injured, or how many acts a report tells of."""

    name: str
    wanted: Wanted

    def mark(self, facts: Facts) -> Mark:
        """Possible where the report gives bounds and not all between them is meant."""
        return is_wanted(amount_of(facts.incident, self.name), self.wanted)

    def explain(self, facts: Facts) -> Derivation:
        """The numbers wanted and reported."""
        mark = self.mark(facts)
        amount = amount_of(facts.incident, self.name)
        found = "not stated" if amount.high is None else str(amount)
        why = "the number is not known well enough" if mark is Mark.POSSIBLE else None
        return Derivation(test=self.name, mark=mark, wanted=in_words(self.wanted), found=found, why=why)


@attrs.frozen
class Combined:
    """Tests joined by and, or, not, or weakened to possible."""

    word: str
    tests: tuple[Test, ...]

    def mark(self, facts: Facts) -> Mark:
        """Kleene's strong connectives."""
        return _JOIN[self.word]([test.mark(facts) for test in self.tests])

    def explain(self, facts: Facts) -> Derivation:
        """The parts with their reasons."""
        mark = self.mark(facts)
        parts = tuple(test.explain(facts) for test in self.tests)
        why = None
        if self.word == "possibly" and mark is Mark.POSSIBLE:
            why = "a report can claim this and cannot establish it"
            parts = tuple(attrs.evolve(part, parts=()) for part in parts)
        if len(parts) == 1 and self.word in ("all", "any"):
            return parts[0]
        return Derivation(test=self.word, mark=mark, parts=parts, why=why)


_JOIN: dict[str, Callable[[list[Mark]], Mark]] = {
    "all": every,
    "any": some,
    "not": lambda marks: marks[0].negated,
    "possibly": lambda marks: min(marks[0], Mark.POSSIBLE),
}


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

    def facts(self, incident: Incident) -> Facts:
        """Resolve an incident's names."""
        return Facts(
            incident,
            self.world.resolved(incident.actor),
            self.world.resolved(incident.target),
            self.world.atlas.where(incident.place),
        )

    def mark(self, facts: Facts, number: int) -> Mark:
        """What a compiled pattern says of an incident."""
        known = facts.marks.get(number)
        if known is None:
            known = facts.marks[number] = self._tests[number].mark(facts)
        return known

    def explain(self, facts: Facts, number: int) -> Derivation:
        """The same with its reasons, one statement for each test."""
        parts = tuple(test.explain(facts) for test in self._tests[number].tests)
        return Derivation(test="act", mark=self.mark(facts, number), parts=parts)

    def kinds(self, number: int) -> frozenset[str] | None:
        """The kinds of act that a pattern can match at all; None where it does not restrict the kind."""
        found: frozenset[str] | None = None
        for test in self._tests[number].tests:
            if isinstance(test, KindTest):
                kinds = frozenset(kind for kind, mark in test.marks.items() if mark)
                found = kinds if found is None else found & kinds
        return found

    def _compile(self, pattern: Pattern, *, each: bool) -> tuple[Test, ...]:
        tests: list[Test] = []
        if pattern.kind:
            marks = {kind: self.world.taxonomy.is_a(kind, pattern.kind) for kind in self.world.taxonomy.parents}
            tests.append(KindTest(pattern.kind, marks))
        if pattern.means:
            tests.append(MeansTest(pattern.means))
        tests += [
            PartyTest(side, wanted, self.world.roster(wanted), each)
            for side, wanted in (("actor", pattern.actor), ("target", pattern.target))
            if wanted
        ]
        if pattern.jointly:
            holders = sorted(self.world.members(pattern.jointly))
            tests.append(JointTest(tuple(holders), tuple(self.world.roster((name,)) for name in holders)))
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
