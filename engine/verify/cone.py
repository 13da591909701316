"""What a clause depends on: the clauses without which nothing can be said of it."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ...rules.agreement import Terms
from ...rules.clauses import (
    OUTCOMES,
    Clause,
    Condition,
    Exclusion,
    Limit,
    Obligation,
    Permission,
    Prohibition,
    consequences,
)
from ...rules.temporal import outcomes_of

PHASES = "phases"
"""What stands for the phases, beside the names of clauses."""


def cones(terms: Terms) -> dict[str, frozenset[str]]:
    """For the phases and for each clause: that, and all on which it depends."""
    needs = {name: set(_depends_on(terms, name)) for name in (PHASES, *(clause.id for clause in terms.clauses))}
    for clause in terms.clauses:
        for changed in _changed_by(clause):
            needs[changed].add(clause.id)
    return {name: _all_from(needs, name) for name in needs}


def _all_from(needs: dict[str, set[str]], name: str) -> frozenset[str]:
    found, waiting = set[str](), {name}
    while waiting:
        found |= waiting
        waiting = {other for one in waiting for other in needs[one]} - found
    return frozenset(found)


def _depends_on(terms: Terms, name: str) -> Iterator[str]:
    """What it waits for, what excepts acts from it, and the phases if it is not in force in all of them."""
    for clause in terms.clauses:
        if clause.id == name:
            yield from _named_by(clause)
            yield from (other.id for other in terms.clauses if _excepts(other, clause))
            if clause.during:
                yield PHASES


def _changed_by(clause: Clause) -> Iterator[str]:
    """The clauses that follow from what a clause comes to, and the phases if it enters one."""
    for outcome in OUTCOMES:
        for one in consequences(clause, outcome):
            yield from (PHASES if verb == "enter" else name for verb, name in one.given)


def _named_by(clause: Clause) -> Iterator[str]:
    if isinstance(clause, Condition):
        yield from clause.broken_by_breach_of
        for step in (*clause.all_of, *clause.sequence):
            yield from (name for name, _ in outcomes_of(step))
    if isinstance(clause, Obligation) and clause.opened_by is not None:
        yield from (name for name, _ in outcomes_of(clause.opened_by))


def _excepts(other: Clause, clause: Clause) -> bool:
    if isinstance(other, Permission):
        return clause.id in other.defeats
    return isinstance(other, Exclusion) and isinstance(clause, Prohibition | Limit) and clause.id not in other.spares


def only(terms: Terms, names: frozenset[str]) -> Terms:
    """The agreement with these clauses alone."""
    return attrs.evolve(terms, clauses=tuple(clause for clause in terms.clauses if clause.id in names))
