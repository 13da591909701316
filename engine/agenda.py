"""What is due when: a heap of instants at which something must be looked at again, in a fixed order.

At one instant the order is: conditions mature and phases change, then acts are observed, then acts are judged and the
consequences of judgements follow, then deadlines expire and theirs follow.
"""

from __future__ import annotations

import heapq
from enum import IntEnum
from typing import TypeAlias

import attrs

from ..events.time import Instant


class Stage(IntEnum):
    """The stages of one instant, in order."""

    MATURE = 0
    ACT = 1
    JUDGE = 2
    JUDGED = 3
    EXPIRE = 4
    EXPIRED = 5

    @property
    def after_acts(self) -> bool:
        """Whether a change made now comes after the acts of this instant, and so is in force from the next one."""
        return self >= Stage.JUDGED


@attrs.frozen
class Due:
    """One entry: its place in the order, whom it concerns and what it is about.

    ``beyond`` entries are done past the horizon too: the acts whose time reaches there, and the calendar they meet.
    """

    instant: Instant
    stage: Stage
    rank: int
    name: str
    what: str
    beyond: bool = False
    payload: object = None


_Order: TypeAlias = tuple[Instant, int, int, str, str]


@attrs.define
class Agenda:
    """Entries in order; the same entry twice is one entry."""

    _heap: list[tuple[_Order, int, Due]] = attrs.field(factory=list, init=False)
    _added: int = attrs.field(default=0, init=False)

    def add(self, due: Due) -> None:
        """Put an entry in."""
        order = (due.instant, int(due.stage), due.rank, due.name, due.what)
        self._added += 1  # entries of the same order are the same entry; this only keeps them from being compared
        heapq.heappush(self._heap, (order, self._added, due))

    def next(self) -> Due | None:
        """Take out the first entry; None where there is none."""
        return self._pop() if self._heap else None

    def next_before(self, instant: Instant, stage: Stage) -> Due | None:
        """Take out the first entry that comes before a stage of an instant; None where there is none."""
        if self._heap and self._heap[0][0][:2] < (instant, stage):
            return self._pop()
        return None

    @property
    def due(self) -> Instant | None:
        """When the first entry is due; None where there is none."""
        return self._heap[0][0][0] if self._heap else None

    @property
    def awaited(self) -> frozenset[int]:
        """The ranks for which a wake stands."""
        return frozenset(due.rank for _, _, due in self._heap if due.what == "wake")

    def next_beyond(self, last: Instant) -> Due | None:
        """Take out the first entry up to an instant that is done past the horizon, dropping those that are not."""
        while self._heap and self._heap[0][0][0] <= last:
            due = self._pop()
            if due.beyond:
                return due
        return None

    def _pop(self) -> Due:
        order, _, due = heapq.heappop(self._heap)
        while self._heap and self._heap[0][0] == order:
            heapq.heappop(self._heap)
        return due
