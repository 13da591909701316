"""Who: the parties and groups of an agreement, and how a report's names relate to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from typing import TypeAlias

import attrs

from ..events.incident import UNKNOWN_PARTY, Actor
from ..events.links import joined
from ..events.mark import Mark, every, some, unanimous
from ..events.taxonomy import Taxonomy
from ..events.time import Instant
from ..rules.agreement import Group, Party, Terms
from ..rules.names import folded
from ..rules.parties import Epochs, Ties, answerable, members, wholes
from ..rules.places import Area, Line, NamedPlace
from .places import Atlas

Named: TypeAlias = tuple[tuple[str | None, bool], ...]
"""Reported parties, None where unknown, each with its being joint (they did it together) or one of alternatives."""


@attrs.frozen
class Roster:
    """A set of parties as a pattern means it, at one time: ``inside`` belongs to it, ``above`` has parts that do."""

    inside: frozenset[str]
    above: frozenset[str]

    def mark(self, party: str | None) -> Mark:
        """Whether a reported party belongs to the set; an unknown one (None) may."""
        if party is None or party in self.above:
            return Mark.CERTAIN if party in self.inside else Mark.POSSIBLE
        return Mark.CERTAIN if party in self.inside else Mark.NONE

    def of(self, named: Named, *, each: bool = False) -> Mark:
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
class Rosters:
    """A set of parties as a pattern means it: a roster for each of the agreement's epochs."""

    epochs: tuple[Roster, ...]

    def of(self, named: Named, epochs: Epochs, *, each: bool = False) -> Mark:
        """Whether the doer belongs to the set, when it was done in one of some epochs."""
        return unanimous(self.epochs[epoch].of(named, each=each) for epoch in epochs)

    @property
    def always(self) -> frozenset[str]:
        """Those who belong to it at all times."""
        return frozenset.intersection(*(roster.inside for roster in self.epochs))

    @property
    def ever(self) -> frozenset[str]:
        """Those who belong to it at some time."""
        return frozenset().union(*(roster.inside for roster in self.epochs))


@attrs.frozen
class World:
    """The names of an agreement under one reading, ready for matching. Equal worlds share their matching."""

    parties: Mapping[str, Party]
    groups: Mapping[str, Group]
    places: Mapping[str, NamedPlace]
    lines: Mapping[str, Line]
    areas: Mapping[str, Area]
    taxonomy: Taxonomy
    ties: Ties

    @classmethod
    def of(cls, terms: Terms) -> World:
        """The world of an agreement under one reading."""
        places = terms.places, terms.lines, terms.areas
        return cls(terms.parties, terms.groups, *places, terms.taxonomy, Ties.of(terms))

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

    def resolved(self, actors: tuple[Actor, ...]) -> Named:
        """The parties that reported names mean."""
        return tuple((self.party(actor.party), actor.role == "joint") for actor in actors)

    def single(self, party: str | None) -> bool:
        """Whether a party is known and never has parts of which a report that names it might mean one."""
        return party is not None and party not in self._composed

    @cached_property
    def _composed(self) -> frozenset[str]:
        return frozenset(tie.party for party in self.parties.values() for tie in party.part_of)

    @cached_property
    def ever_wholes(self) -> Callable[[str], frozenset[str]]:
        """A party and all that it is part of at some time."""
        return lru_cache(maxsize=None)(lambda party: wholes(self.parties, party))

    @cached_property
    def ever_answerable(self) -> Callable[[str], tuple[str, ...]]:
        """A party and all who answer for it at some time, nearest first."""
        return lru_cache(maxsize=None)(lambda party: answerable(self.parties, party))

    @cached_property
    def bodies(self) -> Mapping[str, str]:
        """One name for all parties that at some time were parts of one party, directly or through others."""
        return joined((party.id, str(tie.party)) for party in self.parties.values() for tie in party.part_of)

    def related(self, one: str | None, other: str | None) -> bool:
        """Whether two reports may tell of the same party: one is unknown, or some party is at some time a part of both.

        A party is a part of itself here. One that changed sides may be meant by its old whole before and its new after.
        """
        return one is None or other is None or not self._ever_parts(one).isdisjoint(self._ever_parts(other))

    @cached_property
    def _ever_parts(self) -> Callable[[str], frozenset[str]]:
        return lru_cache(maxsize=None)(
            lambda whole: frozenset(party for party in self.parties if whole in self.ever_wholes(party))
        )

    def answerable(self, party: str, first: Instant, last: Instant) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Who answers for a party's act in a stretch of time, for certain and possibly, nearest first.

        That is the party, what it is part of, and the guarantors of these. Certain are those who do at every instant.
        """
        each = [self.ties.answerable(party, epoch) for epoch in self.ties.epochs(first, last)]
        found = dict.fromkeys(name for one in each for name in one)
        sure = frozenset(each[0]).intersection(*each)
        return tuple(name for name in found if name in sure), tuple(name for name in found if name not in sure)

    def members(self, names: Iterable[str]) -> tuple[str, ...]:
        """The parties that names of parties and groups stand for."""
        return members(self.groups, names)

    def rosters(self, names: Iterable[str]) -> Rosters:
        """The set of parties that names of parties and groups stand for, with their parts and their wholes."""
        chosen = frozenset(self.members(names))
        return Rosters(tuple(self._roster(chosen, epoch) for epoch in self.ties.every_epoch))

    def _roster(self, chosen: frozenset[str], epoch: int) -> Roster:
        above = {party: self.ties.wholes(party, epoch) for party in self.parties}
        inside = frozenset(party for party, wholes in above.items() if not chosen.isdisjoint(wholes))
        return Roster(inside, frozenset(whole for party in chosen for whole in above[party]) - inside)
