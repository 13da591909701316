"""Checks that need the whole agreement: every name means something, and nothing goes in a circle."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from ..events.incident import UNKNOWN_PARTY
from ..events.suggest import did_you_mean
from ..events.time import Instant, TimeError, load_zone
from . import interplay
from .agreement import Phase, Terms, Tie
from .circles import circles
from .clauses import Clause, Obligation
from .document import Mark
from .ground import ground
from .instants import anchor_of, instant_of, shape_of_instant, wrong_instant
from .names import EVERY_READING, folded
from .parties import span
from .path import Path
from .shape import IN_ORDER, Finding, shape
from .structure import DEFAULT, Builder

RESERVED_READINGS = ("strict", "broad")

_SORTS: dict[str, tuple[str, Callable[[Terms], Iterable[str]], str]] = {
    "PartyName": ("party or group", lambda terms: [*terms.parties, *terms.groups], "parties or groups"),
    "AreaName": ("area", lambda terms: terms.areas, "areas"),
    "PlaceName": ("place", lambda terms: terms.places, "places"),
    "LineName": ("line", lambda terms: terms.lines, "lines"),
    "KindName": ("kind of act", lambda terms: terms.taxonomy.parents, "kinds"),
    "PhaseName": ("phase", lambda terms: [phase.id for phase in terms.phases], "phases"),
    "ClauseName": ("clause", lambda terms: [clause.id for clause in terms.clauses], "clauses"),
    "DocumentName": ("document", lambda terms: terms.documents, "documents"),
    "InstantName": ("instant", lambda terms: terms.instants, "instants"),
    "ReadingName": ("reading", lambda terms: [*terms.readings, EVERY_READING], "readings"),
}


def check(terms: Terms, builder: Builder) -> None:
    """Record every mistake in terms whose form is right."""
    check_names(terms, builder)
    for rule in _RULES:
        for path, message, remedy in rule(terms):
            _say(builder, terms, path, message, remedy)


def _say(builder: Builder, terms: Terms, path: Path, message: str, remedy: str | None) -> None:
    in_clause = len(path) > 1 and path[0] == "clauses" and isinstance(path[1], int)
    clause = terms.clauses[int(path[1])].id if in_clause else None
    builder.say(_nearest(builder.marks, path), path, message, remedy, clause)


def _nearest(marks: Mapping[Path, Mark], path: Path) -> Mark:
    while path not in marks:
        path = path[:-1]
    return marks[path]


def check_names(terms: Terms, builder: Builder) -> None:
    """Record every name of what was built that nothing in the terms bears."""
    names = {sort: frozenset(listing(terms)) for sort, (_, listing, _) in _SORTS.items()}
    for reference in builder.references:
        if reference.name in names[reference.sort]:
            continue
        if reference.sort == "InstantName":
            wrong = wrong_instant(terms, reference.name)
        else:
            word, _, section = _SORTS[reference.sort]
            remedy = did_you_mean(reference.name, names[reference.sort]) or f"declare it under {section}"
            wrong = f"no {word} is called {reference.name!r}", remedy
        if wrong:
            _say(builder, terms, reference.path, *wrong)


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
        yield ("phases",), "an agreement has at least one phase", "list one: {id: NAME, title: TEXT}"
    elif terms.phases[0].at or terms.phases[0].from_:
        yield (
            ("phases", 0),
            "the first phase is the one that the agreement starts in; it is not entered",
            "leave out its at and from, or put another phase before it",
        )
    if not terms.clauses:
        yield ("clauses",), "an agreement has at least one clause", "list one, with its id, kind, title and citation"
    for name, group in terms.groups.items():
        if not group.members:
            yield ("groups", name, "members"), "the group is empty", "name its members, or leave it out"
        if name in terms.parties or name == UNKNOWN_PARTY:
            yield ("groups", name), f"{name!r} is the name of a party too", "give the group another name"


def _whole_parties(terms: Terms) -> Iterator[Finding]:
    """A party is part of a party and answers to parties; a group is only a way of naming several."""
    for party in terms.parties.values():
        for field in ("part_of", "answers_to"):
            for index, tie in enumerate(getattr(party, field)):
                if tie.party in terms.groups:
                    message = f"{tie.party!r} is a group, not a party"
                    yield ("parties", party.id, field, index), message, "name its members"


def _ties(terms: Terms) -> Iterator[Finding]:
    """A tie that is bounded holds at some time."""
    for party in terms.parties.values():
        for field in ("part_of", "answers_to"):
            for index, tie in enumerate(getattr(party, field)):
                try:
                    start, end = span(terms, tie)
                except TimeError:
                    continue  # told where the instant stands
                if start >= end:
                    yield ("parties", party.id, field, index), "it ends before it begins", "'until' lies after 'from'"


def _named_at_all(terms: Terms) -> Iterator[Finding]:
    for index, clause in enumerate(terms.clauses):
        if not clause.id.strip():
            yield ("clauses", index, "id"), "the id is empty", "give it a name"
    for index, phase in enumerate(terms.phases):
        if not phase.id.strip():
            yield ("phases", index, "id"), "the id is empty", "give it a name"
    if not terms.id.strip():
        yield ("id",), "the id is empty", "give it a name"


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


def _circles(terms: Terms) -> Iterator[Finding]:
    sections: tuple[tuple[str, Mapping[str, tuple[str, ...]]], ...] = (
        ("parties", {name: _named(party.part_of) for name, party in terms.parties.items()}),
        ("parties", {name: _named(party.answers_to) for name, party in terms.parties.items()}),
        ("groups", {name: group.members for name, group in terms.groups.items()}),
        ("places", {name: _one(place.part_of) for name, place in terms.places.items()}),
        ("areas", {name: (*area.except_, *area.only) for name, area in terms.areas.items()}),
        ("instants", {name: anchor_of(instant) for name, instant in terms.instants.items()}),
        ("kinds", terms.taxonomy.parents),
    )
    for section, graph in sections:
        for circle in circles(graph):
            yield (
                (section, circle[0]),
                "goes in a circle: " + " → ".join([*circle, circle[0]]),
                "break it at one of them",
            )


def _named(found: Iterable[Tie]) -> tuple[str, ...]:
    return tuple(tie.party for tie in found)


def _one(name: str | None) -> tuple[str, ...]:
    return () if name is None else (name,)


def _clauses(terms: Terms) -> Iterator[Finding]:
    for index, clause in enumerate(terms.clauses):
        for path, message, remedy in shape(clause):
            yield ("clauses", index, *path), message, remedy


_CODE = re.compile(r"[A-F][1-6]")


def _evidence(terms: Terms) -> Iterator[Finding]:
    """What a reading asks of reports is something that reports can have."""
    for name, reading in terms.readings.items():
        asks, path = reading.evidence, ("readings", name, "evidence")
        code = asks.least_reliability
        if code is not None and not _CODE.fullmatch(code):
            remedy = "the source from A to F, the information from 1 to 6, such as C3"
            yield (*path, "least_reliability"), f"{code!r} is no Admiralty code", remedy
        if asks.least_sources is not None and asks.least_sources < 1:
            yield (*path, "least_sources"), "the number of sources is 1 or more", "leave it out to ask for none"


def _stages(terms: Terms) -> Iterator[Finding]:
    """Stages that are due by an instant come one after the other."""
    for index, clause in enumerate(terms.clauses):
        known: list[tuple[Instant, int]] = []
        for place, stage in enumerate(clause.stages if isinstance(clause, Obligation) else ()):
            if stage.by is not None and (due := _instant(terms, stage.by)) is not None:
                if known and max(known)[0] > due:
                    message = f"it is due before stage {max(known)[1]}"
                    yield ("clauses", index, "stages", place, "by"), message, IN_ORDER
                known.append((due, place + 1))


def _instant(terms: Terms, name: str) -> Instant | None:
    """An instant; None where something is wrong with it, which is told where it stands."""
    try:
        return instant_of(terms, name)
    except TimeError:
        return None


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
    _ties,
    _party_names,
    _place_names,
    _circles,
    interplay.consequences,
    interplay.consequence_circles,
    ground,
    _clauses,
    _stages,
    interplay.outcomes,
    interplay.exception_circles,
    interplay.starts,
    _evidence,
    _reading_names,
)
