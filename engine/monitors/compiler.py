"""What a clause needs to become a monitor: its names as numbers, its patterns compiled, its exceptions found."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import attrs

from ...rules.agreement import Terms
from ...rules.clauses import Clause, Exclusion, Limit, Obligation, Permission, Prohibition, all_consequences
from ...rules.doing import done_by, reaches
from ...rules.pattern import Pattern
from ...rules.temporal import Outcome, outcomes_of
from ..match import Matcher
from .base import View
from .judge import Defeater, Judge
from .notices import Notices

Told = frozenset[tuple[int, str]]
"""Outcomes of clauses, by the clause's number."""


@attrs.frozen
class Compiler:
    """Compiles the clauses of an agreement under one reading."""

    terms: Terms
    matcher: Matcher
    number: Mapping[str, int]
    view: View
    _notices: dict[str, Notices | None] = attrs.field(factory=dict)

    def pattern(self, pattern: Pattern) -> int:
        """The number of a pattern."""
        return self.matcher.number(pattern)

    def optional(self, pattern: Pattern | None) -> int | None:
        """The number of a pattern that need not be given."""
        return None if pattern is None else self.matcher.number(pattern)

    def outcomes(self, named: Outcome) -> Told:
        """The outcomes of other clauses that a clause waits for."""
        return frozenset((self.number[clause], outcome) for clause, outcome in outcomes_of(named))

    def act(self, clause: Prohibition | Limit | Obligation) -> int:
        """The acts that a clause means, done by its performer."""
        return self.pattern(done_by(clause.act, clause.performer or clause.bearer))

    def judge(self, clause: Prohibition | Limit) -> Judge:
        """What judges the acts of a clause."""
        return Judge(self.number[clause.id], self.act(clause), self._defeaters(clause), self.view)

    def notices(self, clause: Permission) -> Notices | None:
        """What keeps the acts that must come before those permitted: one for the permission and all its judges."""
        if clause.id not in self._notices:
            given = clause.given
            fresh = None if given is None else Notices(given, self.pattern(given.act), self.view.zone)
            self._notices[clause.id] = fresh
        return self._notices[clause.id]

    def _defeaters(self, clause: Clause, *, excuses: bool = True) -> tuple[Defeater, ...]:
        """The exceptions to a clause; an exception to an exception ``excuses`` nothing, it takes the excuse away."""
        found = []
        for number in sorted((*self._permissions.get(clause.id, ()), *self._exclusions)):
            other = self.terms.clauses[number]
            if isinstance(other, Permission):
                act = done_by(other.act, other.performer or other.bearer)
                found.append(self._defeater(other, act, self.notices(other), excuses=excuses))
            elif isinstance(other, Exclusion) and reaches(other, clause):
                found.append(self._defeater(other, other.act, None, excuses=excuses))
        return tuple(found)

    @cached_property
    def _permissions(self) -> Mapping[str, list[int]]:
        """The permissions that defeat each clause."""
        found: dict[str, list[int]] = {}
        for number, clause in enumerate(self.terms.clauses):
            for name in dict.fromkeys(clause.defeats) if isinstance(clause, Permission) else ():
                found.setdefault(name, []).append(number)
        return found

    @cached_property
    def _exclusions(self) -> list[int]:
        return [number for number, clause in enumerate(self.terms.clauses) if isinstance(clause, Exclusion)]

    @cached_property
    def movable(self) -> frozenset[str]:
        """The obligations that something can suspend, or of which it can extend the deadlines."""
        every = (one for clause in self.terms.clauses for _, _, one in all_consequences(clause))
        return frozenset(name for one in every for name in (one.suspend, one.extend) if name is not None)

    def _defeater(self, clause: Clause, act: Pattern, notices: Notices | None, *, excuses: bool) -> Defeater:
        beaten_by = self._defeaters(clause, excuses=not excuses)
        number = self.matcher.number(act, excuses=excuses)
        return Defeater(self.number[clause.id], clause.id, number, notices, beaten_by)
