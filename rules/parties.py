"""Whom names of parties and groups stand for, who is tied to whom and when, and who answers for a party."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeAlias

import attrs

from ..events.time import FIRST_INSTANT, LAST_INSTANT, Instant
from .agreement import Group, Party, Terms, Tie
from .instants import instant_of


def expanded(groups: Mapping[str, Group], names: Iterable[str]) -> tuple[str, ...]:
    """Names of parties and groups, each group followed by all that it holds; each name once, in order."""
    found: dict[str, None] = {}
    waiting = [*names][::-1]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = None
            waiting.extend(reversed(groups[name].members if name in groups else ()))
    return tuple(found)


def members(groups: Mapping[str, Group], names: Iterable[str]) -> tuple[str, ...]:
    """The parties that names of parties and groups stand for, each once, in order."""
    return tuple(name for name in expanded(groups, names) if name not in groups)


def ties(party: Party) -> tuple[Tie, ...]:
    """What a party is part of and whom it answers to, at whatever time."""
    return (*party.part_of, *party.answers_to)


def answerable(parties: Mapping[str, Party], party: str) -> tuple[str, ...]:
    """The party, then who at some time answers for its acts: what it is part of, and the guarantors of these."""
    return upwards(party, lambda name: (tie.party for tie in ties(parties[name])))


def wholes(parties: Mapping[str, Party], party: str) -> frozenset[str]:
    """The party and all that it is part of at some time."""
    return frozenset(upwards(party, lambda name: (tie.party for tie in parties[name].part_of)))


def upwards(name: str, above: Callable[[str], Iterable[str]]) -> tuple[str, ...]:
    """A name, what stands above it, what stands above that, and so on: nearest first, each once."""
    found: dict[str, None] = {name: None}
    waiting = [name]
    for one in waiting:
        new = [other for other in above(one) if other not in found]
        found.update(dict.fromkeys(new))
        waiting.extend(new)
    return tuple(found)


Epochs: TypeAlias = Sequence[int]
"""Stretches of time in which parties are tied to each other in one and the same way, by their numbers."""


@attrs.frozen
class Ties:
    """Who is part of whom and answers to whom, and when.

    Attributes:
        spans: of each tie that does not hold at all times, from which instant on and until before which it does.
    """

    parties: Mapping[str, Party]
    spans: Mapping[Tie, tuple[Instant, Instant]]

    @classmethod
    def of(cls, terms: Terms) -> Ties:
        """The ties of an agreement under one reading."""
        dated = (tie for party in terms.parties.values() for tie in ties(party) if not tie.always)
        return cls(terms.parties, {tie: span(terms, tie) for tie in dated})

    @cached_property
    def edges(self) -> tuple[Instant, ...]:
        """The instants at which a tie begins or ends: each begins an epoch, and the first one lies before them all."""
        edges = {instant for span in self.spans.values() for instant in span}
        return tuple(sorted(edges - {FIRST_INSTANT, LAST_INSTANT}))

    def epochs(self, first: Instant, last: Instant) -> Epochs:
        """The epochs that a stretch of time reaches into, both ends included."""
        return range(bisect_right(self.edges, first), bisect_right(self.edges, last) + 1)

    @property
    def every_epoch(self) -> Epochs:
        """All of them."""
        return range(len(self.edges) + 1)

    def wholes(self, party: str, epoch: int) -> tuple[str, ...]:
        """The party and all that it is part of in an epoch."""
        return upwards(party, lambda name: self._above(self.parties[name].part_of, epoch))

    def answerable(self, party: str, epoch: int) -> tuple[str, ...]:
        """The party, then who answers for its acts of an epoch, nearest first."""
        return upwards(party, lambda name: self._above(ties(self.parties[name]), epoch))

    def _above(self, found: Iterable[Tie], epoch: int) -> Iterator[str]:
        """The parties of those ties that hold in an epoch."""
        start = self.edges[epoch - 1] if epoch else FIRST_INSTANT
        for tie in found:
            first, end = self.spans.get(tie, (FIRST_INSTANT, LAST_INSTANT))
            if first <= start < end:
                yield tie.party


def span(terms: Terms, tie: Tie) -> tuple[Instant, Instant]:
    """When a tie holds: from the first instant up to but not including the second.

    Raises:
        TimeError: one of its instants cannot be read.
    """
    start = FIRST_INSTANT if tie.from_ is None else instant_of(terms, tie.from_)
    return start, LAST_INSTANT if tie.until is None else instant_of(terms, tie.until)
