"""A clause that can never be in force."""

from __future__ import annotations

from collections.abc import Iterator

from ..clauses import Clause
from .base import Found, Lint, Subject


def _check(subject: Subject) -> Iterator[Found]:
    for index, clause in subject.evaluated:
        if subject.reach.clauses[index] is None:
            yield Found(("clauses", index), f"it is never in force: {_why(subject, clause)}", None)


def _why(subject: Subject, clause: Clause) -> str:
    phases = subject.reach.phases
    if clause.during and all(phases[phase] is None for phase in clause.during):
        return "no phase of 'during' can be entered"
    if clause.initially == "inactive" and not subject.reach.activations.get(clause.id):
        return "it is inactive at first, and nothing activates it"
    if clause.initially == "inactive" and all(
        subject.reach.outcome(*cause) is None for cause in subject.reach.activations[clause.id]
    ):
        return "it is inactive at first, and nothing that activates it can happen"
    return "its phases, 'from', 'until' and its activation leave no time"


LINT = Lint(code="clause-never-in-force", title="Clause that is never in force", severity="error", check=_check)
