"""Windows of time: which instants lie together in one, sliding with each act or fixed by the calendar."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeAlias
from zoneinfo import ZoneInfo

from ...events.calendar import last_of
from ...events.duration import Duration, add
from ...events.time import Instant

Reach: TypeAlias = Callable[[Instant], Instant]
"""From an instant to the last one whose window, looking back, still holds it."""


def sliding(length: Duration, zone: ZoneInfo) -> Reach:
    """Windows of a length that end with each act: [t - length, t]."""
    return partial(add, duration=length, zone=zone)


def tumbling(stretch: str, zone: ZoneInfo) -> Reach:
    """The days, weeks (from Monday), months or years of the calendar in a zone."""
    return partial(last_of, stretch, zone=zone)
