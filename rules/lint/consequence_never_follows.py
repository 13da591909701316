"""What is to follow from an outcome that can never be, or what changes nothing when it follows."""

from __future__ import annotations

from collections.abc import Iterator

from ..clauses import OUTCOMES, Clause, Condition, Consequence, Obligation, Unevaluated, all_consequences, consequences
from ..path import Path
from ..temporal import OUTCOME_FIELDS, Outcome
from .base import Found, Lint, Subject


def _check(subject: Subject) -> Iterator[Found]:
    suspended: set[str | None] = {
        consequence.suspend for _, clause in subject.evaluated for _, _, consequence in all_consequences(clause)
    }
    for index, clause in subject.evaluated:
        if subject.reach.clauses[index] is None:
            continue
        yield from _outcomes(subject, index, clause)
        yield from _heard(subject, index, clause)
        for outcome, place, consequence in all_consequences(clause):
            yield from _idle(subject, ("clauses", index, f"on_{outcome}", place), consequence, suspended)


def _outcomes(subject: Subject, index: int, clause: Clause) -> Iterator[Found]:
    for outcome in OUTCOMES:
        if consequences(clause, outcome) and subject.reach.outcome(index, outcome) is None:
            message = f"it never follows: this clause can have no {outcome}"
            yield Found(("clauses", index, f"on_{outcome}"), message, _remedy(clause, outcome))


def _remedy(clause: Clause, outcome: str) -> str | None:
    if isinstance(clause, Obligation) and outcome == "breach":
        return "give a deadline"
    return "give a 'period' that is not renewed tacitly" if outcome == "expiry" else None


def _heard(subject: Subject, index: int, clause: Clause) -> Iterator[Found]:
    named = [
        ((*path, field), outcome, name)
        for path, part in subject.parts[index]
        if isinstance(part, Outcome)
        for field, outcome in OUTCOME_FIELDS.items()
        for name in getattr(part, field)
    ]
    if isinstance(clause, Condition):
        path = ("clauses", index, "broken_by_breach_of")
        named += [(path, "breach", name) for name in clause.broken_by_breach_of]
    for where, outcome, name in named:
        if not _can(subject, name, outcome):
            yield Found(where, f"{name} can have no {outcome}", None)


def _can(subject: Subject, name: str, outcome: str) -> bool:
    number = subject.reach.number[name]
    evaluated = not isinstance(subject.terms.clauses[number], Unevaluated)
    return evaluated and subject.reach.outcome(number, outcome) is not None


def _idle(subject: Subject, path: Path, consequence: Consequence, suspended: set[str | None]) -> Iterator[Found]:
    """Verbs that change nothing in the clause they name."""
    clauses, number = subject.terms.clauses, subject.reach.number
    if consequence.resume is not None and consequence.resume not in suspended:
        yield Found((*path, "resume"), f"nothing suspends {consequence.resume}", None)
    woken = consequence.activate
    if woken is not None and woken not in suspended and clauses[number[woken]].initially == "active":
        message = f"{woken} is active from the start"
        yield Found((*path, "activate"), message, "let it start with 'initially: inactive'")
    if consequence.extend is not None:
        target = clauses[number[consequence.extend]]
        if isinstance(target, Obligation) and not (target.within or target.by or target.stages):
            yield Found((*path, "extend"), f"{consequence.extend} has no deadline that could move", None)


LINT = Lint(code="consequence-never-follows", title="Consequence that never follows", severity="warning", check=_check)
