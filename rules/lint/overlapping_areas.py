"""Areas that overlap, in which the same parties have different duties about the same acts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..clauses import Clause, Limit, Prohibition
from ..pattern import Pattern
from .base import Found, Lint, Subject
from .near import Item, Near


def _check(subject: Subject) -> Iterator[Found]:
    duties = tuple(_duties(subject))
    near = Near(subject, duties)
    for index, act in duties:
        clause, areas = subject.terms.clauses[index], _areas(act)
        for earlier, other in near.meeting(index, act):
            first, theirs = subject.terms.clauses[earlier], _areas(other)
            if earlier >= index or theirs == areas or not _differ(first, clause):
                continue
            if _overlap(subject, areas, theirs) and _meet(subject, (earlier, other), (index, act)):
                overlap = f"{', '.join(theirs)} overlaps {', '.join(areas)}"
                message = f"{overlap}, where {first.id} says otherwise on the same acts"
                yield Found(("clauses", index, "act"), message, "let one area leave the other out")


def _duties(subject: Subject) -> Iterator[Item]:
    """The duties to abstain in areas of which some codes are known."""
    for index, _ in subject.of_kind(Prohibition, Limit):
        act = subject.acts[index]
        if act is not None and _codes(subject, _areas(act)):
            yield index, act


def _areas(act: Pattern) -> tuple[str, ...]:
    """The areas of a pattern; where its doer was added around it they stand one level down."""
    return act.area or next((part.area for part in act.all if part.area), ())


def _overlap(subject: Subject, one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether a code of some areas lies in a code of others."""
    first, second = _codes(subject, one), _codes(subject, other)
    return _any_in(first, second) or _any_in(second, first)


def _any_in(codes: set[str], others: set[str]) -> bool:
    return any(code[:length] in others for code in codes for length in range(1, len(code) + 1))


def _codes(subject: Subject, areas: tuple[str, ...]) -> set[str]:
    return {code for area in areas for code in subject.overlap.names.covers(area)}


def _differ(one: Clause, other: Clause) -> bool:
    """Whether two clauses do not say the same of what they forbid."""
    return _terms(one) != _terms(other)


def _terms(clause: Clause) -> tuple[Any, ...]:
    if not isinstance(clause, Limit):
        return ()
    return tuple(getattr(clause, field) for field in ("at_most", "amount", "within", "each", "per"))


def _meet(subject: Subject, one: tuple[int, Pattern], other: tuple[int, Pattern]) -> bool:
    """Whether two duties bind one party to one act at one time."""
    if subject.reach.together(one[0], other[0]) is None:
        return False
    example = subject.overlap.example(one[1], other[1])
    return example is not None and not isinstance(example.get("actor"), list)


LINT = Lint(code="overlapping-areas", title="Overlapping areas with different duties", severity="warning", check=_check)
