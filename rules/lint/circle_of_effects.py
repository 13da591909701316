"""Clauses that suspend and resume each other, or phases that lead back to themselves."""

from __future__ import annotations

from collections.abc import Iterator

from ..circles import circles
from ..clauses import all_consequences
from .base import Found, Lint, Subject


def _check(subject: Subject) -> Iterator[Found]:
    for circle in _forwards(_phases(subject)):
        names = {phase.id: place for place, phase in enumerate(subject.terms.phases)}
        chain = " → ".join([*circle, circle[0]])
        yield Found(("phases", names[circle[0]]), f"the phases can go round for ever: {chain}", None)
    for circle in _forwards(_lives(subject)):
        chain = " → ".join([*circle, circle[0]])
        message = f"the clauses suspend or resume each other in a circle: {chain}"
        yield Found(("clauses", subject.reach.number[circle[0]]), message, "break it at one clause")


def _forwards(graph: dict[str, list[str]]) -> list[list[str]]:
    """A circle in the order in which one thing leads to the next."""
    return [circle[::-1] for circle in circles(graph)]


def _phases(subject: Subject) -> dict[str, list[str]]:
    graph: dict[str, list[str]] = {phase.id: [] for phase in subject.terms.phases}
    origins = {phase.id: phase.from_ for phase in subject.terms.phases}
    for index, clause in subject.evaluated:
        for _, _, consequence in all_consequences(clause) if subject.reach.clauses[index] is not None else ():
            if (entered := consequence.enter) is not None:
                for phase in clause.during or graph:
                    if phase != entered and (not origins[entered] or phase in origins[entered]):
                        graph[phase].append(entered)
    return graph


def _lives(subject: Subject) -> dict[str, list[str]]:
    graph: dict[str, list[str]] = {clause.id: [] for clause in subject.terms.clauses}
    for _, clause in subject.evaluated:
        for _, _, consequence in all_consequences(clause):
            named = (consequence.suspend, consequence.resume, consequence.activate)
            graph[clause.id] += [name for name in named if name is not None and name != clause.id]
    return graph


LINT = Lint(code="circle-of-effects", title="Effects that go in a circle", severity="note", check=_check)
