"""Clauses that stand under some readings and not under others: under the others they are declared and not evaluated."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from .agreement import Terms
from .clauses import Clause, Unevaluated, kind_of

ABSENT = "Under this reading the agreement has no such clause."
"""Why a clause is not evaluated that only another reading has."""


def with_absent(terms: Mapping[str, Terms]) -> dict[str, Terms]:
    """The terms of all readings, each with every clause that any of them has; what is added stands at the end.

    So a clause that one reading alone finds in the text has its verdict, and the readings are seen to part on it.
    """
    every: dict[str, Clause] = {}
    for one in terms.values():
        for clause in one.clauses:
            every.setdefault(clause.id, clause)
    return {name: _completed(one, every) for name, one in terms.items()}


def _completed(terms: Terms, every: Mapping[str, Clause]) -> Terms:
    known = {clause.id for clause in terms.clauses}
    missing = [_absent(clause) for clause in every.values() if clause.id not in known]
    return attrs.evolve(terms, clauses=(*terms.clauses, *missing)) if missing else terms


def _absent(clause: Clause) -> Unevaluated:
    return Unevaluated(
        id=clause.id,
        title=clause.title,
        kind=kind_of(clause),
        bearer=clause.bearer,
        citation=clause.citation,
        not_evaluated=ABSENT,
    )
