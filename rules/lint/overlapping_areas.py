"""Areas that overlap, in which the same parties have different duties about the same acts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from ..clauses import Clause, Limit, Prohibition
from ..pattern import Pattern
from .base import Found, Lint, Subject

_Area: TypeAlias = tuple[str, ...]


def _check(subject: Subject) -> Iterator[Found]:
    duties = _duties(subject)
    for one, other in _overlapping(subject, list(duties)):
        for index, first, act in duties[one]:
            for later, second, another in duties[other]:
                if _differ(first, second) and _meet(subject, (index, act), (later, another)):
                    areas = f"{', '.join(one)} overlaps {', '.join(other)}"
                    message = f"{areas}, where {first.id} says otherwise on the same acts"
                    path = ("clauses", max(index, later))
                    if later < index:
                        areas = f"{', '.join(other)} overlaps {', '.join(one)}"
                        message = f"{areas}, where {second.id} says otherwise on the same acts"
                    yield Found((*path, "act"), message, "let one area leave the other out")


def _duties(subject: Subject) -> dict[_Area, list[tuple[int, Clause, Pattern]]]:
    """The duties to abstain by the areas that they name."""
    found: dict[_Area, list[tuple[int, Clause, Pattern]]] = {}
    for index, clause in subject.of_kind(Prohibition, Limit):
        act = subject.acts[index]
        if act is not None and (areas := _areas(act)):
            found.setdefault(areas, []).append((index, clause, act))
    return found


def _areas(act: Pattern) -> _Area:
    """The areas of a pattern; where its doer was added around it they stand one level down."""
    return act.area or next((part.area for part in act.all if part.area), ())


def _overlapping(subject: Subject, areas: list[_Area]) -> Iterator[tuple[_Area, _Area]]:
    """The pairs of different areas of which one has a code inside a code of the other."""
    by_code: dict[str, list[int]] = {}
    for place, names in enumerate(areas):
        for code in _codes(subject, names):
            by_code.setdefault(code, []).append(place)
    pairs = {
        (min(above, below), max(above, below))
        for code, places in by_code.items()
        for length in range(1, len(code) + 1)
        for above in by_code.get(code[:length], ())
        for below in places
        if above != below
    }
    return ((areas[one], areas[other]) for one, other in sorted(pairs))


def _codes(subject: Subject, areas: _Area) -> set[str]:
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
