"""Who: the parties and groups of an agreement, and how a report's names relate to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import attrs

from ..events.incident import UNKNOWN_PARTY, Actor
from ..events.mark import Mark, every, some, unanimous
from ..events.taxonomy import Taxonomy
from ..rules.agreement import Group, Party, Terms
from ..rules.names import folded
from ..rules.parties import answerable, members
from ..rules.places import Area, Line, NamedPlace
from .places import Atlas, upwards


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

    def of(self, named: Iterable[tuple[str | None, bool]], *, each: bool = False) -> Mark:
        """Whether the doer belongs to the set, for reported parties with their being joint or alternatives.

        Of those who acted jointly one that belongs is enough, unless ``each`` of them is asked for.
        """
        joint = [self.mark(party) for party, together in named if together]
        alternatives = [self.mark(party) for party, together in named if not together]
        if not joint and not alternatives:
            return Mark.POSSIBLE
        together = every(joint) if each and joint else some(joint)
        return max(together, unanimous(alternatives))


@attrs.frozen
class World:
    """The names of an agreement under one reading, ready for matching. Equal worlds share their matching."""

    parties: Mapping[str, Party]
    groups: Mapping[str, Group]
    places: Mapping[str, NamedPlace]
    lines: Mapping[str, Line]
    areas: Mapping[str, Area]
    taxonomy: Taxonomy

    @classmethod
    def of(cls, terms: Terms) -> World:
        """The world of an agreement under one reading."""
        return cls(terms.parties, terms.groups, terms.places, terms.lines, terms.areas, terms.taxonomy)

    @cached_property
    def _party_names(self) -> dict[str, str]:
        return {
            folded(name): party.id for party in self.parties.values() for name in (party.id, party.name, *party.aliases)
        }

    @cached_property
    def atlas(self) -> Atlas:
        """Where its places and areas are."""
        return Atlas(self.places, self.lines, self.areas)

    def party(self, name: str) -> str | None:
        """The party that a reported name means; None where it is unknown."""
        return self._party_names.get(folded(name))

    def known_party(self, name: str) -> bool:
        """Whether a reported name is a party's, or says itself that the party is unknown."""
        return folded(name) == UNKNOWN_PARTY or folded(name) in self._party_names

    def resolved(self, actors: tuple[Actor, ...]) -> tuple[tuple[str | None, bool], ...]:
        """The reported parties with their being joint (they did it together) or alternatives (one of them did)."""
        return tuple((self.party(actor.party), actor.role == "joint") for actor in actors)

    def chain(self, party: str) -> tuple[str, ...]:
        """The party and what it is part of, upwards."""
        return tuple(upwards(party, lambda name: self.parties[name].part_of))

    def single(self, party: str | None) -> bool:
        """Whether a party is known and has no parts of which a report that names it might mean one."""
        return party is not None and party not in self._wholes

    @cached_property
    def _wholes(self) -> frozenset[str]:
        return frozenset(party.part_of for party in self.parties.values() if party.part_of is not None)

    def related(self, one: str | None, other: str | None) -> bool:
        """Whether two reported parties may be the same: unknown, equal, or one a part of the other."""
        return one is None or other is None or one in self.chain(other) or other in self.chain(one)

    def answerable(self, party: str) -> tuple[str, ...]:
        """The party, then who answers for its acts: what it is part of, and the guarantors of these, nearest first."""
        return answerable(self.parties, party)

    def members(self, names: Iterable[str]) -> frozenset[str]:
        """The parties that names of parties and groups stand for."""
        return frozenset(members(self.groups, names))

    def roster(self, names: Iterable[str]) -> Roster:
        """The set of parties that names of parties and groups stand for, with their parts and their wholes."""
        chosen = self.members(names)
        inside = frozenset(party for party in self.parties if not chosen.isdisjoint(self.chain(party)))
        above = frozenset(whole for party in chosen for whole in self.chain(party)) - inside
        return Roster(inside, above)
