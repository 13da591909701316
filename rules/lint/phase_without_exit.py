"""A phase that nothing leaves, though it is not the last."""

from __future__ import annotations

from collections.abc import Iterator

from ..agreement import Phase
from .base import Found, Lint, Subject


def _check(subject: Subject) -> Iterator[Found]:
    entered = [place for place, phase in enumerate(subject.terms.phases) if subject.reach.phases[phase.id] is not None]
    for place in entered[:-1]:
        phase = subject.terms.phases[place]
        if not any(_leads(subject, phase, other) for other in subject.terms.phases):
            message = "nothing leaves it, though it is not listed last"
            yield Found(("phases", place), message, "list it last if it is where the agreement ends")


def _leads(subject: Subject, phase: Phase, other: Phase) -> bool:
    """Whether another phase can be entered from this one."""
    if other.id == phase.id or (other.from_ and phase.id not in other.from_):
        return False
    entered = subject.reach.phases[phase.id]
    at = subject.reach.dates[other.id]
    if at is not None and entered is not None and at > entered:
        return True
    return any(_in(subject, index, phase.id) for index, _ in subject.reach.entries.get(other.id, ()))


def _in(subject: Subject, index: int, phase: str) -> bool:
    clause = subject.terms.clauses[index]
    return subject.reach.clauses[index] is not None and (not clause.during or phase in clause.during)


LINT = Lint(code="phase-without-exit", title="Phase that nothing leaves", severity="note", check=_check)
