"""An exception to a clause that it can never touch."""

from __future__ import annotations

from collections.abc import Iterator

from ..clauses import Exclusion, Permission
from ..doing import reaches
from .base import Found, Lint, Subject


def _check(subject: Subject) -> Iterator[Found]:
    for index, clause in subject.of_kind(Permission):
        assert isinstance(clause, Permission)
        if not _idle(subject, index):
            for place, name in enumerate(clause.defeats):
                if why := _apart(subject, index, subject.reach.number[name]):
                    yield Found(("clauses", index, "defeats", place), f"it never applies to {name}: {why}", None)
    for index, clause in subject.of_kind(Exclusion):
        assert isinstance(clause, Exclusion)
        reached = [
            other for other, duty in subject.evaluated if reaches(clause, duty) and subject.acts[other] is not None
        ]
        if reached and not _idle(subject, index) and all(_apart(subject, index, other) for other in reached):
            message = "it never applies: no duty to abstain that it reaches means an act that it means"
            yield Found(("clauses", index), message, None)


def _idle(subject: Subject, index: int) -> bool:
    """Whether another lint says already that a clause does nothing."""
    act = subject.acts[index]
    return subject.reach.clauses[index] is None or act is None or subject.overlap.never(act)


def _apart(subject: Subject, one: int, other: int) -> str | None:
    """Why two clauses never concern the same act."""
    first, second = subject.acts[one], subject.acts[other]
    if first is None or second is None or subject.reach.clauses[other] is None:
        return None
    if subject.reach.together(one, other) is None:
        return "they are never in force together"
    example = subject.overlap.example(first, second)
    if example is None:
        return "no act is one that both mean"
    if isinstance(example.get("actor"), list) and not (first.jointly or second.jointly):
        return "their acts are those of different parties"
    return None


LINT = Lint(code="exception-never-applies", title="Exception that never applies", severity="warning", check=_check)
