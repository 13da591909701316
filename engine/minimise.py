"""Minimise: of the things in which two cases differ, a smallest set that makes a difference by itself.

Few things are tried one by one, then by twos and so on, which finds a smallest set. Many are tried by delta debugging
(Zeller and Hildebrandt, 2002): what is left then is minimal in that none of it can be left out. The order in which
things are given decides between sets that are as good.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, pairwise
from math import comb
from typing import Generic, TypeVar

import attrs

T = TypeVar("T")
Shows = Callable[[tuple[T, ...]], bool]

_ONE_BY_ONE = 256
"""Sets that are tried one by one before delta debugging begins."""


@attrs.frozen
class Minimal(Generic[T]):
    """A set that makes the difference.

    Attributes:
        items: what it takes, in the order given.
        smallest: whether no set of fewer things makes the difference.
        exact: whether none of it can be left out; not where the tries ran out.
    """

    items: tuple[T, ...]
    smallest: bool
    exact: bool


@attrs.define
class Tries:
    """How often it may still be tried whether a set makes a difference, all in all."""

    left: int

    @property
    def out(self) -> bool:
        """Whether none is left."""
        return self.left <= 0


def minimal(items: Sequence[T], shows: Shows[T], tries: Tries) -> Minimal[T]:
    """A minimal set of things that makes a difference.

    Args:
        items: the things; all of them together make the difference, and none of them does not.
        shows: whether some of them make it.
        tries: how often that may still be found out; ``shows`` counts, since it may know some answers already.
    """

    def ask(chosen: tuple[T, ...]) -> bool:
        return not tries.out and shows(chosen)

    whole = tuple(items)
    tried = 0
    for size, candidates in _by_size(whole):
        found = next((chosen for chosen in candidates if ask(chosen)), None)
        if found is not None:
            return Minimal(found, smallest=not tries.out, exact=not tries.out)
        tried = size
    left = _reduced(whole, ask)
    return Minimal(left, smallest=not tries.out and len(left) <= tried + 1, exact=not tries.out)


def _by_size(items: tuple[T, ...]) -> Iterator[tuple[int, Iterator[tuple[T, ...]]]]:
    """The sets of one thing, of two and so on, as long as there are few; each only once those before it have failed."""
    number = 0
    for size in range(1, len(items)):
        number += comb(len(items), size)
        if number > _ONE_BY_ONE:
            return
        yield size, combinations(items, size)


def _reduced(items: tuple[T, ...], shows: Shows[T]) -> tuple[T, ...]:
    """Delta debugging: halves, then quarters and so on, and what is left without each of them."""
    pieces = 2
    while len(items) > 1:
        parts = _split(items, pieces)
        smaller = next((part for part in parts if shows(part)), None)
        if smaller is not None:
            items, pieces = smaller, 2
            continue
        rest = next((one for one in _without_each(parts) if len(parts) > 2 and shows(one)), None)
        if rest is not None:
            items, pieces = rest, max(pieces - 1, 2)
        elif pieces >= len(items):
            break
        else:
            pieces = min(2 * pieces, len(items))
    return items


def _split(items: tuple[T, ...], pieces: int) -> list[tuple[T, ...]]:
    bounds = [len(items) * at // pieces for at in range(pieces + 1)]
    return [items[start:end] for start, end in pairwise(bounds) if start < end]


def _without_each(parts: list[tuple[T, ...]]) -> Iterator[tuple[T, ...]]:
    for index in range(len(parts)):
        yield tuple(item for at, part in enumerate(parts) if at != index for item in part)
