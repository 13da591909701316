"""Running: the deadlines towards which the open duties of an obligation run, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...events.mark import Mark
from ...events.time import LAST_INSTANT, Instant, format_instant
from .instance import Instance

_MOST_TOLD = 3


def running(open_: Iterable[Instance], now: Instant) -> Iterator[str]:
    """The nearest deadlines of duties that are not surely met, as far as they are known ``now``."""
    dated = []
    for one in open_:
        first, last = one.first_deadline(now), one.last_deadline(now)
        if not one.closed and one.decided is None and one.due_from is None and first < LAST_INSTANT:
            dated.append((first, last, one.key, one.hold.mark is Mark.CERTAIN))
    dated.sort()
    for first, last, key, held in dated[:_MOST_TOLD]:
        yield f"{key}: due {_when(first, last)}" + (", and suspended" if held else "")
    if len(dated) > _MOST_TOLD:
        yield f"{len(dated) - _MOST_TOLD} more duties have a later deadline"


def _when(first: Instant, last: Instant) -> str:
    if first == last:
        return f"at {format_instant(first)}"
    return f"not before {format_instant(first)}" + (
        "" if last == LAST_INSTANT else f", at {format_instant(last)} at the latest"
    )
