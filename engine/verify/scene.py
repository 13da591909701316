"""What each kind of clause is looked at with: acts, what patterns mean, the course, the outcomes of other clauses."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from zoneinfo import ZoneInfo

import attrs

from ...events.time import Instant, load_zone
from ...rules.agreement import Terms
from ...rules.clauses import Clause
from ...rules.pattern import Pattern
from ...rules.temporal import Outcome as Named
from ...rules.temporal import outcomes_of
from .bulletins import Left
from .course import Course, Outcome, Position, Stage, heard_at
from .meaning import Sense
from .told import Told


@attrs.frozen
class Scene:
    """One version of all reports under one reading, with the course that is supposed.

    ``end`` is the first position that is not looked at any more: acts that come then have not happened. ``left`` is
    what bulletins tell of beyond the records of the acts that they count.
    """

    terms: Terms
    acts: tuple[Told, ...]
    sense: Sense
    course: Course
    outcomes: dict[str, tuple[Outcome, ...]]
    end: Position
    left: Left = attrs.field(factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        """The zone whose calendar counts."""
        return load_zone(self.terms.timezone)

    def number(self, clause: Clause) -> int:
        """The place of a clause in the agreement."""
        return self.course.number[clause.id]

    def meant(self, pattern: Pattern, *, each: bool = False) -> list[Told]:
        """The acts that a pattern means, in their order."""
        return [act for act in self.acts if self.sense.means(pattern, act, each=each)]

    def amount(self, act: Told, name: str) -> Fraction:
        """The number of an act that counts: ``count``, ``killed`` or an attribute; of a bulletin what is left of it."""
        return self.left.get(act.id, act.numbers)[name]

    def done(self, act: Told, clause: Clause) -> Position:
        """Where an act stands when a clause looks at it as it happens."""
        return act.at, Stage.ACT, (act.event.recorded, act.id, self.number(clause))

    def judged(self, act: Told, clause: Clause) -> Position:
        """Where an act stands when a clause looks at it once all acts of the instant have happened."""
        return act.at, Stage.JUDGE, (self.number(clause), act.id)

    def expires(self, instant: Instant, clause: Clause, key: str) -> Position:
        """Where a deadline of a clause stands."""
        return instant, Stage.EXPIRE, (self.number(clause), key)

    def matures(self, instant: Instant, clause: Clause, key: str) -> Position:
        """Where what a clause has waited for comes, before all acts of the instant."""
        return instant, Stage.MATURE, (self.number(clause), key)

    def heard(self, named: Named, clause: Clause) -> list[tuple[Position, Outcome]]:
        """The outcomes that a clause waits for, in the order in which it hears of them."""
        return self.hear(outcomes_of(named), clause)

    def hear(self, named: Iterable[tuple[str, str]], clause: Clause) -> list[tuple[Position, Outcome]]:
        """The outcomes of clauses, by the clause's name."""
        number = self.number(clause)
        found = [
            (heard_at(one.position, number), one)
            for name, outcome in dict.fromkeys(named)
            for one in self.outcomes.get(name, ())
            if one.outcome == outcome
        ]
        return sorted(found, key=lambda pair: pair[0])
