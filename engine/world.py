"""Who and where: parties, groups, places and areas of an agreement, and how a report's names relate to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

import attrs

from ..events.incident import UNKNOWN_PARTY, Actor, Place
from ..events.mark import Mark, some, unanimous
from ..events.taxonomy import Taxonomy
from ..rules.agreement import Area, Group, NamedPlace, Party, Terms
from ..rules.resolve import folded


@attrs.frozen
class Roster:
    """A set of parties as a pattern means it: ``inside`` belongs to it, ``above`` has parts that do."""

    inside: frozenset[str]
    above: frozenset[str]

    def mark(self, party: str | None) -> Mark:
        """Whether a reported party belongs to the set; an unknown one (None) may."""
        if party is None or party in self.above:
            return Mark.CERTAIN if party in self.inside else Mark.POSSIBLE
        return Mark.CERTAIN if party in self.inside else Mark.NONE

    def of(self, named: Iterable[tuple[str | None, bool]]) -> Mark:
        """Whether the doer belongs to the set, for reported parties with their being joint or alternatives."""
        joint = [self.mark(party) for party, together in named if together]
        alternatives = [self.mark(party) for party, together in named if not together]
        if not joint and not alternatives:
            return Mark.POSSIBLE
        return max(some(joint), unanimous(alternatives))


@attrs.frozen
class Where:
    """A reported place: the named place it is, its administrative code, and whether either is exact."""

    place: str | None
    pcode: str | None
    exact: bool
    words: str


UNKNOWN_WHERE = Where(None, None, exact=False, words="not stated")


@attrs.frozen
class World:
    """The names of an agreement under one reading, ready for matching. Equal worlds share their matching."""

    parties: Mapping[str, Party]
    groups: Mapping[str, Group]
    places: Mapping[str, NamedPlace]
    areas: Mapping[str, Area]
    taxonomy: Taxonomy

    @classmethod
    def of(cls, terms: Terms) -> World:
        """The world of an agreement under one reading."""
        return cls(terms.parties, terms.groups, terms.places, terms.areas, terms.taxonomy)

    @cached_property
    def _party_names(self) -> dict[str, str]:
        return {
            folded(name): party.id for party in self.parties.values() for name in (party.id, party.name, *party.aliases)
        }

    @cached_property
    def _place_names(self) -> dict[str, str]:
        return {
            folded(name): place.id for place in self.places.values() for name in (place.id, place.name, *place.aliases)
        }

    def party(self, name: str) -> str | None:
        """The party that a reported name means; None where it is unknown."""
        return self._party_names.get(folded(name))

    def known_party(self, name: str) -> bool:
        """Whether a reported name is a party's, or says itself that the party is unknown."""
        return folded(name) == UNKNOWN_PARTY or folded(name) in self._party_names

    def known_place(self, place: Place) -> bool:
        """Whether a reported place can be located: by its name, its code or its point."""
        return place.pcode is not None or place.lat is not None or folded(place.name or "") in self._place_names

    def resolved(self, actors: tuple[Actor, ...]) -> tuple[tuple[str | None, bool], ...]:
        """The reported parties with their being joint (they did it together) or alternatives (one of them did)."""
        return tuple((self.party(actor.party), actor.role == "joint") for actor in actors)

    def chain(self, party: str) -> tuple[str, ...]:
        """The party and what it is part of, upwards."""
        return tuple(_upwards(party, lambda name: self.parties[name].part_of))

    def single(self, party: str | None) -> bool:
        """Whether a party is known and has no parts of which a report that names it might mean one."""
        return party is not None and all(other.part_of != party for other in self.parties.values())

    def related(self, one: str | None, other: str | None) -> bool:
        """Whether two reported parties may be the same: unknown, equal, or one a part of the other."""
        return one is None or other is None or one in self.chain(other) or other in self.chain(one)

    def answerable(self, party: str) -> tuple[str, ...]:
        """Who answers for a party's act: what it is part of, and the guarantors of these, nearest first."""
        found: dict[str, None] = {}
        waiting = [party]
        while waiting:
            name = waiting.pop(0)
            if name not in found:
                found[name] = None
                record = self.parties[name]
                waiting += [*([record.part_of] if record.part_of else []), *record.answers_to]
        return tuple(found)

    def members(self, names: Iterable[str]) -> frozenset[str]:
        """The parties that names of parties and groups stand for."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name in self.groups:
                waiting.extend(self.groups[name].members)
            else:
                found.add(name)
        return frozenset(found)

    def roster(self, names: Iterable[str]) -> Roster:
        """The set of parties that names of parties and groups stand for, with their parts and their wholes."""
        chosen = self.members(names)
        inside = frozenset(party for party in self.parties if not chosen.isdisjoint(self.chain(party)))
        above = frozenset(whole for party in chosen for whole in self.chain(party)) - inside
        return Roster(inside, above)

    def where(self, place: Place | None) -> Where:
        """What is known of a reported place."""
        if place is None:
            return UNKNOWN_WHERE
        named = self._place_names.get(folded(place.name)) if place.name else None
        pcode = place.pcode or (self._pcode(named) if named else None)
        words = " ".join(filter(None, (place.name, f"({pcode})" if pcode else None))) or "a point without a name"
        return Where(named, pcode, exact=not place.radius_m, words=words)

    def _pcode(self, place: str) -> str | None:
        return next((self.places[name].pcode for name in self._place_chain(place) if self.places[name].pcode), None)

    def _place_chain(self, place: str) -> tuple[str, ...]:
        return tuple(_upwards(place, lambda name: self.places[name].part_of))

    def within(self, where: Where, area: str) -> Mark:
        """Whether a reported place lies in an area."""
        record = self.areas[area]
        bounds = [self._in_code(where, code) for code in record.pcodes]
        bounds += [self._in_place(where, place) for place in record.places]
        inside = some(bounds) if bounds else Mark.CERTAIN
        if record.unpublished:
            inside = min(inside, Mark.POSSIBLE)
        elif not bounds:
            inside = Mark.NONE
        blurred = not where.exact and where.place is None  # a radius blurs a point; a known name says where by itself
        return Mark.POSSIBLE if blurred and bounds else inside

    def _in_code(self, where: Where, code: str) -> Mark:
        if where.pcode is None:
            return Mark.POSSIBLE
        if where.pcode.startswith(code):
            return Mark.CERTAIN
        return Mark.POSSIBLE if code.startswith(where.pcode) else Mark.NONE

    def _in_place(self, where: Where, place: str) -> Mark:
        if where.place is not None:
            if place in self._place_chain(where.place):
                return Mark.CERTAIN
            if where.place in self._place_chain(place):
                return Mark.POSSIBLE
        code = self._pcode(place)
        if where.pcode is None or code is None:
            return Mark.POSSIBLE
        apart = not (code.startswith(where.pcode) or where.pcode.startswith(code))
        two_of_one_code = where.place is not None and where.pcode == code
        return Mark.NONE if apart or two_of_one_code else Mark.POSSIBLE


def _upwards(name: str, above: Callable[[str], str | None]) -> Iterator[str]:
    current: str | None = name
    while current is not None:
        yield current
        current = above(current)
