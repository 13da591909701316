"""Criteria: what a pattern asks of one incident, one test for each field, with its mark and its reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice
from typing import Protocol

import attrs

from ..events.mark import Mark, every, some
from ..rules.pattern import Wanted
from ..rules.values import admits
from .amount import amount_of, in_words, is_wanted
from .derivation import Derivation, words
from .index import Choice
from .places import Atlas
from .told import Facts
from .world import Named, Rosters

_TOLD = 5
"""Areas that one explanation lists."""


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
    marks: Mapping[str, Mark]
    """By kind how surely it is meant; a kind that is not named is not."""

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
    rosters: Rosters
    each: bool = False
    """Whether each of those who acted jointly, or were met jointly, must be one of the parties."""

    def _named(self, facts: Facts) -> Named:
        return facts.actors if self.side == "actor" else facts.targets

    def mark(self, facts: Facts) -> Mark:
        """Certain where every reported alternative belongs to the parties wanted, whenever it was done."""
        return self.rosters.of(self._named(facts), facts.epochs, each=self.each)

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
        if len({self.rosters.of(named, (epoch,), each=self.each) for epoch in facts.epochs}) > 1:
            return f"whether the {self.side} belongs to them changes in the time in which it may have happened"
        if len(named) > 1:
            return f"the reports name several as {self.side}, and not all of them are meant here"
        return f"the report names the whole of which only a part is meant as {self.side}"


@attrs.frozen
class JointTest:
    """Whether several parties acted together."""

    wanted: tuple[str, ...]
    rosters: tuple[Rosters, ...]

    def mark(self, facts: Facts) -> Mark:
        """Certain where each of the parties is reported to have acted jointly."""
        together = tuple((party, True) for party, joint in facts.actors if joint or len(facts.actors) == 1)
        if not together:
            return Mark.POSSIBLE if not facts.actors else Mark.NONE
        return every(rosters.of(together, facts.epochs) for rosters in self.rosters)

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
        best = Mark.NONE
        for area, most in self.atlas.candidates(facts.where, self.choice):
            if best >= most:
                break
            best = max(best, self.atlas.within(facts.where, area))
        return best

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
        if mark is Mark.NONE:
            return list(self.wanted[:_TOLD])
        found = self.atlas.candidates(facts.where, self.choice)
        return list(islice((area for area, _ in found if self.atlas.within(facts.where, area) is mark), _TOLD))


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
