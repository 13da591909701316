"""Which acts may be one with another, or lie within it, found without a look at each pair.

Acts stand on shelves: by kind, doer, place, phase and time. What they share there is found by set arithmetic on the
numbers of the acts, held as the bits of whole numbers. What is found is looked at again by whoever asks: too much may
be found, never too little.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Iterator
from math import isqrt
from typing import TypeAlias

import attrs

from ...events.time import Instant
from ..extent import Names
from ..pattern import Pattern
from .base import Subject

Keys: TypeAlias = Iterable[Hashable] | None
"""Where on a shelf something stands, or is looked for; None where it may be anything."""
Item: TypeAlias = tuple[int, Pattern]
"""The number of a clause, and an act of it."""


@attrs.define
class Shelf:
    """Numbers by keys."""

    _held: dict[Hashable, int] = attrs.field(factory=dict)
    _anywhere: int = 0
    _all: int = 0

    def put(self, number: int, keys: Keys) -> None:
        """Put a number under keys."""
        bit = 1 << number
        self._all |= bit
        if keys is None:
            self._anywhere |= bit
        else:
            for key in keys:
                self._held[key] = self._held.get(key, 0) | bit

    def find(self, keys: Keys) -> int:
        """The numbers under any of the keys, and those that may be anything, as bits."""
        if keys is None:
            return self._all
        found = self._anywhere
        for key in keys:
            found |= self._held.get(key, 0)
        return found


def _numbers(bits: int) -> Iterator[int]:
    """The bits that are set, in order."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


@attrs.define
class Near:
    """Acts of clauses on their shelves."""

    subject: Subject
    items: tuple[Item, ...]
    _kinds: Shelf = attrs.field(factory=Shelf, init=False)
    _doers: Shelf = attrs.field(factory=Shelf, init=False)
    _codes: Shelf = attrs.field(factory=Shelf, init=False)
    _areas: Shelf = attrs.field(factory=Shelf, init=False)
    _phases: Shelf = attrs.field(factory=Shelf, init=False)
    _times: Shelf = attrs.field(factory=Shelf, init=False)
    _edges: list[Instant] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self._edges = _edges(self.subject.reach.clauses[index] for index, _ in self.items)
        for number, (index, act) in enumerate(self.items):
            self._kinds.put(number, self._kinds_of(act))
            self._doers.put(number, self._doers_of(act))
            self._codes.put(number, _with_above(self._codes_of(act)))
            self._areas.put(number, self._areas_of(act))
            self._phases.put(number, self.subject.terms.clauses[index].during or None)
            self._times.put(number, self._spell(index))

    def meeting(self, index: int, act: Pattern) -> list[Item]:
        """The items that one act of one party may be together with an act of a clause, while both are in force."""
        return [self.items[number] for number in self.numbers_meeting(index, act)]

    def numbers_meeting(self, index: int, act: Pattern) -> Iterator[int]:
        """The same by their numbers, in order."""
        found = self._matching(act) & self._doers.find(self._doers_of(act))
        found &= self._phases.find(self.subject.terms.clauses[index].during or None)
        return _numbers(found & self._times.find(self._spell(index)))

    def matching(self, act: Pattern) -> list[Item]:
        """The items that one incident may match together with an act, whenever and by whomever: by several jointly."""
        return self._listed(self._matching(act))

    def _matching(self, act: Pattern) -> int:
        return self._kinds.find(self._kinds_of(act)) & self._codes.find(_or_above(self._codes_of(act)))

    def covering(self, index: int, act: Pattern) -> list[Item]:
        """The items that every act of a clause may be, whose clauses may be in force whenever that one is.

        One such act is looked for: what it is not, they cannot all be.
        """
        example = self.subject.overlap.example(act)
        start = self.subject.reach.clauses[index]
        if not example or start is None:
            return []
        doer = example.get("actor", ())
        found = self._kinds.find([example.get("kind", "event")])
        found &= self._doers.find(None if isinstance(doer, list) else [doer])
        found &= self._areas.find(self._within(act))
        found &= self._phases.find(self.subject.terms.clauses[index].during[:1])
        return self._listed(found & self._times.find([bisect_right(self._edges, start)]))

    def _listed(self, bits: int) -> list[Item]:
        return [self.items[number] for number in _numbers(bits)]

    def _kinds_of(self, act: Pattern) -> Keys:
        demands = self.subject.overlap.required(act, "kind")
        return None if demands is None else {kind for one in demands for kind in self._names.kinds(one.wanted)}

    def _doers_of(self, act: Pattern) -> Keys:
        demands = self.subject.overlap.required(act, "actor")
        if demands is None or any(self.subject.overlap.demands(act, "jointly")):
            return None
        return {party for one in demands for party in self._names.parties(one.wanted)}

    def _codes_of(self, act: Pattern) -> set[str] | None:
        """Codes outside which an act never lies; None where it may lie anywhere."""
        known = [self._names.codes(area) for area in self._named(act) or ()]
        return {code for codes in known for code in codes or ()} if known and None not in known else None

    def _named(self, act: Pattern) -> dict[str, None] | None:
        """The areas that an act is asked to lie in, one list of them for each case; None where it may lie anywhere."""
        demands = self.subject.overlap.required(act, "area")
        return None if demands is None else dict.fromkeys(area for one in demands for area in one.wanted)

    def _areas_of(self, act: Pattern) -> Keys:
        """What an area must have to lie in those of an act: the name of one of them, or a code within one of theirs."""
        named = self._named(act)
        return None if named is None else {*named, *((code,) for area in named for code in self._names.covers(area))}

    def _within(self, act: Pattern) -> Keys:
        """The names of all areas of an act, and the codes of all with all above them."""
        named = {area for one in self.subject.overlap.demands(act, "area") for area in one.wanted}
        codes = {code for area in named for code in self._names.codes(area) or ()}
        return {*named, *((code[:length],) for code in codes for length in range(1, len(code) + 1))}

    @property
    def _names(self) -> Names:
        return self.subject.overlap.names

    def _spell(self, index: int) -> Keys:
        """The stretches between edges in which a clause may be in force; None where that is in all."""
        start, end = self.subject.reach.clauses[index], self.subject.reach.until(index)
        if start is None:
            return ()
        first, last = bisect_right(self._edges, start), bisect_left(self._edges, end)
        return None if first == 0 and last == len(self._edges) else range(first, last + 1)


def _edges(starts: Iterable[Instant | None]) -> list[Instant]:
    """Instants that divide time into stretches in which about as many clauses come into force."""
    known = sorted({start for start in starts if start is not None})
    return known[:: isqrt(len(known)) + 1]


def _with_above(codes: set[str] | None) -> Keys:
    """Codes, and apart from them those that they lie in."""
    if codes is None:
        return None
    return {*codes, *((code[:length],) for code in codes for length in range(len(code)))}


def _or_above(codes: set[str] | None) -> Keys:
    """Where a code lies that lies in one of these, or one that one of these lies in."""
    if codes is None:
        return None
    return {*((code,) for code in codes), *(code[:length] for code in codes for length in range(1, len(code) + 1))}
