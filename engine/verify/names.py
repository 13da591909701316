"""Who and what a name stands for: parties and their parts, groups, kinds of act, named places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from ...events.time import Instant
from ...rules.agreement import Terms, Tie
from ...rules.instants import instant_of
from ...rules.names import folded


def members(terms: Terms, names: Iterable[str]) -> frozenset[str]:
    """The parties that names of parties and groups stand for."""
    found: set[str] = set()
    for name in names:
        found |= members(terms, terms.groups[name].members) if name in terms.groups else {name}
    return frozenset(found)


def holds(terms: Terms, tie: Tie, at: Instant | None) -> bool:
    """A tie holds from its ``from`` on and no longer at its ``until``; at None, which is any time, each does."""
    if tie.always or at is None:
        return True
    begun = tie.from_ is None or instant_of(terms, tie.from_) <= at
    return begun and (tie.until is None or at < instant_of(terms, tie.until))


def turns(terms: Terms) -> frozenset[Instant]:
    """The instants at which a tie of any party begins or ends."""
    ties = [tie for one in terms.parties.values() for tie in (*one.part_of, *one.answers_to)]
    written = [name for tie in ties for name in (tie.from_, tie.until) if name is not None]
    return frozenset(instant_of(terms, name) for name in written)


def party_chain(terms: Terms, party: str, at: Instant | None) -> tuple[str, ...]:
    """A party, what it is part of at an instant, what that is part of then, and so on; at None, at any time."""
    return _upwards(terms, party, at, lambda name: terms.parties[name].part_of)


def _upwards(terms: Terms, party: str, at: Instant | None, ties: Callable[[str], tuple[Tie, ...]]) -> tuple[str, ...]:
    found = [party]
    for name in found:
        found += [tie.party for tie in ties(name) if tie.party not in found and holds(terms, tie, at)]
    return tuple(dict.fromkeys(found))


def belongs(terms: Terms, party: str | None, names: Iterable[str], at: Instant | None) -> bool:
    """An act of a part is an act of the whole: whether a party is then one of those named, or a part of one."""
    if party is None:
        return False
    wanted = members(terms, names)
    return any(one in wanted for one in party_chain(terms, party, at))


def party_called(terms: Terms, name: str) -> str | None:
    """The party that a reported name means; None for one that the agreement does not know."""
    for party in terms.parties.values():
        if folded(name) in (folded(one) for one in (party.id, party.name, *party.aliases)):
            return party.id
    return None


def parts_of_party(terms: Terms, party: str, at: Instant | None) -> tuple[str, ...]:
    """A party and all its parts at an instant, in the agreement's order, the party first; at None, at any time."""
    return (party, *(one for one in terms.parties if one != party and party in party_chain(terms, one, at)))


def answers_for(terms: Terms, party: str, at: Instant | None) -> tuple[str, ...]:
    """Who answers for a party at an instant: it, what it is part of, and the guarantors of these; nearest first."""
    return _upwards(terms, party, at, lambda name: (*terms.parties[name].part_of, *terms.parties[name].answers_to))


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
