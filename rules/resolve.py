"""Checks that need the whole agreement: every name means something, and nothing goes in a circle."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from ..events.errors import Location, Problem
from ..events.incident import UNKNOWN_PARTY
from ..events.suggest import did_you_mean
from ..events.time import TimeError, load_zone
from .agreement import Phase, Terms
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
from .document import Mark
from .ground import ground
from .instants import anchor_of, shape_of_instant, wrong_instant
from .instants import instant_of as instant_of
from .names import EVERY_READING
from .shape import Finding, parts, shape
from .structure import DEFAULT, Builder, Path, show_path
from .temporal import OUTCOME_FIELDS, Outcome, outcomes_of

RESERVED_READINGS = ("strict", "broad")

_SORTS: dict[str, tuple[str, Callable[[Terms], Iterable[str]]]] = {
    "PartyName": ("party or group", lambda terms: [*terms.parties, *terms.groups]),
    "AreaName": ("area", lambda terms: terms.areas),
    "PlaceName": ("place", lambda terms: terms.places),
    "LineName": ("line", lambda terms: terms.lines),
    "KindName": ("kind of act", lambda terms: terms.taxonomy.parents),
    "PhaseName": ("phase", lambda terms: [phase.id for phase in terms.phases]),
    "ClauseName": ("clause", lambda terms: [clause.id for clause in terms.clauses]),
    "DocumentName": ("document", lambda terms: terms.documents),
    "InstantName": ("instant", lambda terms: terms.instants),
    "ReadingName": ("reading", lambda terms: [*terms.readings, EVERY_READING]),
}


def check(terms: Terms, builder: Builder) -> list[Problem]:
    """Every mistake in terms whose form is right."""
    problems = list(unknown_names(terms, builder))
    for rule in _RULES:
        for path, message, remedy in rule(terms):
            problems.append(_problem(builder, terms, path, message, remedy))
    return problems


def _problem(builder: Builder, terms: Terms, path: Path, message: str, remedy: str | None) -> Problem:
    mark = _nearest(builder.marks, path)
    if len(path) > 1 and path[0] == "clauses" and isinstance(path[1], int):
        message = f"clause {terms.clauses[path[1]].id}: {message}"
    location = Location(file=builder.file, line=mark.line, column=mark.column, path=show_path(path))
    return Problem(location=location, message=message, remedy=remedy)


def _nearest(marks: Mapping[Path, Mark], path: Path) -> Mark:
    while path not in marks:
        path = path[:-1]
    return marks[path]


def unknown_names(terms: Terms, builder: Builder) -> Iterator[Problem]:
    """Every name of what was built that nothing in the terms bears."""
    names = {sort: frozenset(listing(terms)) for sort, (_, listing) in _SORTS.items()}
    for reference in builder.references:
        if reference.name in names[reference.sort]:
            continue
        if reference.sort == "InstantName":
            wrong = wrong_instant(terms, reference.name)
        else:
            word = _SORTS[reference.sort][0]
            remedy = did_you_mean(reference.name, names[reference.sort])
            wrong = f"no {word} is called {reference.name!r}", remedy
        if wrong:
            yield _problem(builder, terms, reference.path, *wrong)


def _times(terms: Terms) -> Iterator[Finding]:
    try:
        load_zone(terms.timezone)
    except TimeError as error:
        yield ("timezone",), str(error), None
        return
    for name, instant in terms.instants.items():
        for path, message, remedy in shape_of_instant(instant, terms.timezone):
            yield ("instants", name, *path), message, remedy


def _unique(terms: Terms) -> Iterator[Finding]:
    sections: tuple[tuple[str, tuple[Phase | Clause, ...]], ...] = (
        ("phases", terms.phases),
        ("clauses", terms.clauses),
    )
    for section, records in sections:
        seen: set[str] = set()
        for index, record in enumerate(records):
            if record.id in seen:
                yield (section, index, "id"), f"the id {record.id!r} stands twice", "give each its own id"
            seen.add(record.id)


def _not_empty(terms: Terms) -> Iterator[Finding]:
    if not terms.phases:
        yield ("phases",), "an agreement has at least one phase", None
    elif terms.phases[0].at or terms.phases[0].from_:
        yield ("phases", 0), "the first phase is the one that the agreement starts in; it is not entered", None
    if not terms.clauses:
        yield ("clauses",), "an agreement has at least one clause", None
    for name, group in terms.groups.items():
        if not group.members:
            yield ("groups", name, "members"), "the group is empty", None
        if name in terms.parties or name == UNKNOWN_PARTY:
            yield ("groups", name), f"{name!r} is the name of a party too", "give the group another name"


def _whole_parties(terms: Terms) -> Iterator[Finding]:
    """A party is part of a party and answers to parties; a group is only a way of naming several."""
    for party in terms.parties.values():
        for field, names in (("part_of", _one(party.part_of)), ("answers_to", party.answers_to)):
            for name in names:
                if name in terms.groups:
                    yield ("parties", party.id, field), f"{name!r} is a group, not a party", "name its members"


def _named_at_all(terms: Terms) -> Iterator[Finding]:
    for index, clause in enumerate(terms.clauses):
        if not clause.id.strip():
            yield ("clauses", index, "id"), "the id is empty", None
    for index, phase in enumerate(terms.phases):
        if not phase.id.strip():
            yield ("phases", index, "id"), "the id is empty", None
    if not terms.id.strip():
        yield ("id",), "the id is empty", None


def _party_names(terms: Terms) -> Iterator[Finding]:
    owner: dict[str, str] = {}
    for party in terms.parties.values():
        for alias in dict.fromkeys(folded(text) for text in (party.id, party.name, *party.aliases)):
            if alias == UNKNOWN_PARTY or owner.setdefault(alias, party.id) != party.id:
                other = owner.get(alias, "an unknown party")
                yield ("parties", party.id), f"the name {alias!r} also means {other}", "one name, one party"


def _place_names(terms: Terms) -> Iterator[Finding]:
    owner: dict[str, str] = {}
    for place in terms.places.values():
        for alias in dict.fromkeys(folded(text) for text in (place.id, place.name, *place.aliases)):
            if owner.setdefault(alias, place.id) != place.id:
                yield ("places", place.id), f"the name {alias!r} also means {owner[alias]}", "one name, one place"


def folded(text: str) -> str:
    """A name as it is compared: case and surrounding or repeated space do not count, nor do - and _."""
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())


def _circles(terms: Terms) -> Iterator[Finding]:
    sections: tuple[tuple[str, Mapping[str, tuple[str, ...]]], ...] = (
        ("parties", {name: _one(party.part_of) for name, party in terms.parties.items()}),
        ("parties", {name: party.answers_to for name, party in terms.parties.items()}),
        ("groups", {name: group.members for name, group in terms.groups.items()}),
        ("places", {name: _one(place.part_of) for name, place in terms.places.items()}),
        ("areas", {name: (*area.except_, *area.only) for name, area in terms.areas.items()}),
        ("instants", {name: anchor_of(instant) for name, instant in terms.instants.items()}),
        ("kinds", terms.taxonomy.parents),
    )
    for section, graph in sections:
        for circle in circles(graph):
            yield (section, circle[0]), "goes in a circle: " + " → ".join([*circle, circle[0]]), None


def _one(name: str | None) -> tuple[str, ...]:
    return () if name is None else (name,)


def circles(graph: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """A circle of the graph, as the list of its names, where there is one."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        return [circle[:-1]]
    return []


def _consequence_fields(terms: Terms) -> Iterator[tuple[Path, Clause, Consequence]]:
    for index, clause in enumerate(terms.clauses):
        for outcome, place, consequence in all_consequences(clause):
            yield ("clauses", index, f"on_{outcome}", place), clause, consequence


def _consequences(terms: Terms) -> Iterator[Finding]:
    kinds = {clause.id: kind_of(clause) for clause in terms.clauses}
    for path, _, consequence in _consequence_fields(terms):
        given = [verb for verb in VERBS if getattr(consequence, verb) is not None]
        if len(given) != 1:
            yield path, "a consequence has exactly one of " + ", ".join(VERBS), f"found {len(given)}"
        for verb, kind in TO_MONITORS.items():
            name = getattr(consequence, verb)
            if name in kinds and kinds[name] != kind:
                yield (*path, verb), f"{name!r} is not {_a(kind)}", f"{verb!r} is for {kind}s"
        if (consequence.extend is None) != (consequence.by is None):
            yield path, "'extend' and 'by' go together", "extend: CLAUSE, by: 48h"
        if not 0 <= consequence.priority < 1000:
            yield (*path, "priority"), "the priority is a number from 0 to 999", None


def _a(word: str) -> str:
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"


def _consequence_circles(terms: Terms) -> Iterator[Finding]:
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


def _clauses(terms: Terms) -> Iterator[Finding]:
    for index, clause in enumerate(terms.clauses):
        for path, message, remedy in shape(clause):
            yield ("clauses", index, *path), message, remedy


def _outcomes(terms: Terms) -> Iterator[Finding]:
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


def _exception_circles(terms: Terms) -> Iterator[Finding]:
    """An exception that defeats, through others, itself would leave open which of them stands."""
    place = {clause.id: index for index, clause in enumerate(terms.clauses)}
    defeats = {clause.id: clause.defeats for clause in terms.clauses if isinstance(clause, Permission)}
    for circle in circles(defeats):
        chain = " → ".join([*circle, circle[0]])
        yield ("clauses", place[circle[0]]), f"the exceptions defeat each other in a circle: {chain}", "one must yield"


def _starts(terms: Terms) -> Iterator[Finding]:
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


def _reading_names(terms: Terms) -> Iterator[Finding]:
    for name in terms.readings:
        if name in RESERVED_READINGS:
            yield ("readings", name), f"{name!r} is the name of a bound of the first reading", "call it otherwise"
        if name == DEFAULT:
            yield ("readings", name), f"{name!r} is what the other readings take", "call it otherwise"


_RULES: tuple[Callable[[Terms], Iterator[Finding]], ...] = (
    _times,
    _unique,
    _not_empty,
    _named_at_all,
    _whole_parties,
    _party_names,
    _place_names,
    _circles,
    _consequences,
    _consequence_circles,
    ground,
    _clauses,
    _outcomes,
    _exception_circles,
    _starts,
    _reading_names,
)
