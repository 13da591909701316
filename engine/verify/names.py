"""Who and what a name stands for: parties and their parts, groups, kinds of act, named places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ...rules.agreement import Terms
from ...rules.names import folded


def members(terms: Terms, names: Iterable[str]) -> frozenset[str]:
    """The parties that names of parties and groups stand for."""
    found: set[str] = set()
    for name in names:
        found |= members(terms, terms.groups[name].members) if name in terms.groups else {name}
    return frozenset(found)


def party_chain(terms: Terms, party: str) -> Iterator[str]:
    """A party, what it is part of, and so on; ties that do not hold at all times are not known here."""
    waiting = [party]
    seen: set[str] = set()
    for name in waiting:
        if name not in seen:
            seen.add(name)
            yield name
            waiting += [tie.party for tie in terms.parties[name].part_of]


def dated(terms: Terms) -> tuple[str, ...]:
    """The parties of which a tie does not hold at all times."""
    return tuple(
        one.id for one in terms.parties.values() if not all(tie.always for tie in (*one.part_of, *one.answers_to))
    )


def belongs(terms: Terms, party: str | None, names: Iterable[str]) -> bool:
    """An act of a part is an act of the whole: whether a party is one of those named, or a part of one."""
    if party is None:
        return False
    wanted = members(terms, names)
    return any(one in wanted for one in party_chain(terms, party))


def party_called(terms: Terms, name: str) -> str | None:
    """The party that a reported name means; None for one that the agreement does not know."""
    for party in terms.parties.values():
        if folded(name) in (folded(one) for one in (party.id, party.name, *party.aliases)):
            return party.id
    return None


def parts_of_party(terms: Terms, party: str) -> tuple[str, ...]:
    """A party and all its parts, in the agreement's order."""
    return tuple(one for one in terms.parties if party in party_chain(terms, one))


def answers_for(terms: Terms, parties: Iterable[str]) -> tuple[str, ...]:
    """A breach names its performer and every party answerable up the chain, nearest first."""
    found: dict[str, None] = {}
    for party in parties:
        waiting, seen = [party], set[str]()
        while waiting:
            name = waiting.pop(0)
            if name not in seen:
                seen.add(name)
                found[name] = None
                one = terms.parties[name]
                waiting += [tie.party for tie in (*one.part_of, *one.answers_to)]
    return tuple(found)


def kinds_above(terms: Terms) -> Mapping[str, frozenset[str]]:
    """Each kind of act with all that it is: an air strike is an attack, and an event."""
    parents = terms.taxonomy.parents
    found = {kind: frozenset((kind,)) for kind in parents}
    while True:
        more = {
            kind: frozenset(a for one in above for a in (one, *parents.get(one, ()))) for kind, above in found.items()
        }
        if more == found:
            return found
        found = more


def place_called(terms: Terms, name: str | None) -> str | None:
    """The named place that a report means; None for one that the agreement does not know."""
    for place in terms.places.values() if name else ():
        if folded(name or "") in (folded(one) for one in (place.id, place.name, *place.aliases)):
            return place.id
    return None


def place_chain(terms: Terms, place: str) -> Iterator[str]:
    """A named place, what it is part of, and so on."""
    current: str | None = place
    while current is not None:
        yield current
        current = terms.places[current].part_of


def code_of_place(terms: Terms, place: str) -> str | None:
    """The administrative code of a named place: its own, or that of what it is part of."""
    return next((terms.places[one].pcode for one in place_chain(terms, place) if terms.places[one].pcode), None)
