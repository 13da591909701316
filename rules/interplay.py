"""What clauses do to each other: their consequences, the outcomes they wait for, the exceptions that defeat them."""

from __future__ import annotations

from collections.abc import Iterator

from .agreement import Terms
from .circles import circles
from .clauses import (
    DEFEASIBLE,
    TO_MONITORS,
    VERBS,
    Clause,
    Condition,
    Consequence,
    Obligation,
    Permission,
    Power,
    Unevaluated,
    all_consequences,
    kind_of,
)
from .path import Path
from .shape import Finding, parts
from .temporal import OUTCOME_FIELDS, Outcome, outcomes_of


def _consequence_fields(terms: Terms) -> Iterator[tuple[Path, Clause, Consequence]]:
    for index, clause in enumerate(terms.clauses):
        for outcome, place, consequence in all_consequences(clause):
            yield ("clauses", index, f"on_{outcome}", place), clause, consequence


def consequences(terms: Terms) -> Iterator[Finding]:
    """A consequence has one verb, for a clause of the kind that the verb is for."""
    kinds = {clause.id: kind_of(clause) for clause in terms.clauses}
    for path, _, consequence in _consequence_fields(terms):
        if len(consequence.given) != 1:
            yield path, "a consequence has exactly one of " + ", ".join(VERBS), f"found {len(consequence.given)}"
        for verb, kind in TO_MONITORS.items():
            name = getattr(consequence, verb)
            if name in kinds and kinds[name] != kind:
                yield (*path, verb), f"{name!r} is not {_a(kind)}", f"{verb!r} is for {kind}s"
        if (consequence.extend is None) != (consequence.by is None):
            yield path, "'extend' and 'by' go together", "extend: CLAUSE, by: 48h"
        if not 0 <= consequence.priority < 1000:
            yield (*path, "priority"), "the priority is a number from 0 to 999", "the lowest is applied first"


def _a(word: str) -> str:
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"


def consequence_circles(terms: Terms) -> Iterator[Finding]:
    """A clause that activates itself through others could follow from itself for ever."""
    graph: dict[str, list[str]] = {clause.id: [] for clause in terms.clauses}
    place = {clause.id: index for index, clause in enumerate(terms.clauses)}
    for _, clause, consequence in _consequence_fields(terms):
        if consequence.activate:
            graph[clause.id].append(consequence.activate)
    for clause in terms.clauses:
        for _, part in parts(clause, ()):
            if isinstance(part, Outcome):
                for name, _ in outcomes_of(part):
                    graph.get(name, []).append(clause.id)
    for circle in circles(graph):
        chain = " → ".join([*circle, circle[0]])
        yield ("clauses", place[circle[0]]), f"the consequences go in a circle: {chain}", "break it at one clause"


def outcomes(terms: Terms) -> Iterator[Finding]:
    """A clause waits only for outcomes that the clause it names can have, and an exception defeats what it can."""
    kinds = {clause.id: clause for clause in terms.clauses}
    for index, clause in enumerate(terms.clauses):
        for path, part in parts(clause, ("clauses", index)):
            for field, outcome in OUTCOME_FIELDS.items() if isinstance(part, Outcome) else ():
                for name in getattr(part, field):
                    if name in kinds and not _can(kinds[name], outcome):
                        yield (*path, field), f"a {kind_of(kinds[name])} has no {outcome}: {name!r}", None
        for name in clause.defeats if isinstance(clause, Permission) else ():
            if name in kinds and not isinstance(kinds[name], DEFEASIBLE):
                message = f"a permission does not defeat a {kind_of(kinds[name])}: {name!r}"
                yield ("clauses", index, "defeats"), message, "a power can suspend or waive it"


def _can(clause: Clause, outcome: str) -> bool:
    return isinstance(clause, Unevaluated) or hasattr(clause, f"on_{outcome}")


def exception_circles(terms: Terms) -> Iterator[Finding]:
    """An exception that defeats, through others, itself would leave open which of them stands."""
    place = {clause.id: index for index, clause in enumerate(terms.clauses)}
    defeats = {clause.id: clause.defeats for clause in terms.clauses if isinstance(clause, Permission)}
    for circle in circles(defeats):
        chain = " → ".join([*circle, circle[0]])
        yield ("clauses", place[circle[0]]), f"the exceptions defeat each other in a circle: {chain}", "one must yield"


def starts(terms: Terms) -> Iterator[Finding]:
    """A duration runs from somewhere: from an act, an instant, a phase that is entered or an activation."""
    for index, clause in enumerate(terms.clauses):
        if not _counts_time(clause) or clause.from_ is not None or clause.initially == "inactive":
            continue
        if not clause.during or terms.phases[0].id in clause.during:
            message = "its time has no start: it is in force before anything has happened"
            yield ("clauses", index), message, "name the phases in 'during', or give 'from'"


def _counts_time(clause: Clause) -> bool:
    if isinstance(clause, Obligation):
        timed = clause.within is not None or any(stage.within is not None for stage in clause.stages)
        return timed and clause.trigger is None and clause.opened_by is None
    return (isinstance(clause, Condition) and clause.for_ is not None) or (
        isinstance(clause, Power) and clause.period is not None
    )
