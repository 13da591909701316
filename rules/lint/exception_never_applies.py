"""An exception to a clause that it can never touch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..clauses import Exclusion, Limit, Permission, Prohibition
from ..doing import reaches
from .base import Found, Lint, Subject
from .near import Item, Near


def _check(subject: Subject) -> Iterator[Found]:
    for index, clause in subject.of_kind(Permission):
        assert isinstance(clause, Permission)
        if not _idle(subject, index):
            for place, name in enumerate(clause.defeats):
                if why := _apart(subject, index, subject.reach.number[name]):
                    yield Found(("clauses", index, "defeats", place), f"it never applies to {name}: {why}", None)
    yield from _exclusions(subject)


def _exclusions(subject: Subject) -> Iterator[Found]:
    duties = tuple((index, act) for index, _ in subject.of_kind(Prohibition, Limit) if (act := subject.acts[index]))
    dormant = [duty for duty in duties if subject.reach.clauses[duty[0]] is None]  # another lint says so
    near = Near(subject, duties)
    for index, clause in subject.of_kind(Exclusion):
        assert isinstance(clause, Exclusion)
        reaches_one = next(_reached(subject, clause, duties), None) is not None
        if not reaches_one or next(_reached(subject, clause, dormant), None) is not None or _idle(subject, index):
            continue
        met = _reached(subject, clause, near.meeting(index, clause.act))
        if all(_apart(subject, index, other) for other in met):
            message = "it never applies: no duty to abstain that it reaches means an act that it means"
            yield Found(("clauses", index), message, None)


def _reached(subject: Subject, exclusion: Exclusion, duties: Iterable[Item]) -> Iterator[int]:
    return (index for index, _ in duties if reaches(exclusion, subject.terms.clauses[index]))


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
