"""How sure a statement is: three values, ordered, after Kleene's strong logic.

A statement about imprecise facts is *certain* when it holds for every precise version that the facts admit,
*possible* when it holds for some, and *none* when it holds for no version.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class Mark(IntEnum):
    """NONE < POSSIBLE < CERTAIN; conjunction is ``min``, disjunction is ``max``."""

    NONE = 0
    POSSIBLE = 1
    CERTAIN = 2

    @property
    def negated(self) -> Mark:
        """The mark of the contrary statement: certain and none change places."""
        return _NEGATED[self]

    @property
    def word(self) -> str:
        """The mark in lower case, as findings write it."""
        return self.name.lower()


_NEGATED = (Mark.CERTAIN, Mark.POSSIBLE, Mark.NONE)


def every(marks: Iterable[Mark]) -> Mark:
    """The mark of "all of these hold"; certain for no statements at all."""
    return min(marks, default=Mark.CERTAIN)


def some(marks: Iterable[Mark]) -> Mark:
    """The mark of "at least one of these holds"; none for no statements at all."""
    return max(marks, default=Mark.NONE)


def unanimous(marks: Iterable[Mark]) -> Mark:
    """The mark of a statement about one of several candidates, when it is unknown which of them it is."""
    seen = set(marks)
    if len(seen) == 1:
        return seen.pop()
    return Mark.POSSIBLE if seen else Mark.NONE
