"""Permissions and exclusions, and which clause each of them defeats."""

from __future__ import annotations

from collections.abc import Iterator

from ..clauses import Clause, Exclusion, Permission
from ..doing import reaches
from .acts import act, given
from .duties import bearer, owed
from .words import Words


def permission(words: Words, clause: Permission) -> Iterator[str]:
    """An exception for some acts."""
    yield f"{bearer(words, clause)} may do {act(words, clause.act)}{owed(words, clause)}."
    if clause.given is not None:
        yield given(words, clause.given)
    yield (
        f"For such acts it overrides {words.clauses(clause.defeats)}." if clause.defeats else "It overrides no clause."
    )


def exclusion(words: Words, clause: Exclusion) -> Iterator[str]:
    """Acts that fall outside."""
    whose = f" of {words.parties(clause.bearer)}" if clause.bearer else ""
    against = f" (of concern to {words.parties(clause.counterparty)})" if clause.counterparty else ""
    released = "it breaches no duty to abstain and counts towards no limit"
    yield f"Outside the agreement falls {act(words, clause.act)}{whose}{against}: {released}."
    if clause.spares:
        yield f"It does not reach {words.clauses(clause.spares)}."


def overridden(words: Words, clause: Clause) -> Iterator[str]:
    """Which exceptions take acts out of a clause's reach."""
    found = [
        other.id
        for other in words.terms.clauses
        if (isinstance(other, Permission) and clause.id in other.defeats)
        or (isinstance(other, Exclusion) and reaches(other, clause))
    ]
    if found:
        yield f"Exceptions to it: {words.clauses(found)}."
