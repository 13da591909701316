"""Windows of time: which instants lie together in one, sliding with each act or fixed by the calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo

from ...events.time import LAST_INSTANT, Duration, Instant, TimeError, add, local_midnight, to_datetime

Reach: TypeAlias = Callable[[Instant], Instant]
"""From an instant to the last one whose window, looking back, still holds it."""


def sliding(length: Duration, zone: ZoneInfo) -> Reach:
    """Windows of a length that end with each act: [t - length, t]."""
    return lambda instant: add(instant, length, zone)


def tumbling(unit: str, zone: ZoneInfo) -> Reach:
    """The days, weeks (from Monday), months or years of the calendar in a zone."""
    first_after = _FIRST_AFTER[unit]

    @lru_cache(maxsize=1024)
    def end_of(day: date) -> Instant:
        try:
            return local_midnight(first_after(day), zone) - 1
        except (OverflowError, ValueError, TimeError):
            return LAST_INSTANT

    return lambda instant: end_of(to_datetime(instant).astimezone(zone).date())


_FIRST_AFTER: dict[str, Callable[[date], date]] = {
    "day": lambda day: day + timedelta(days=1),
    "week": lambda day: day + timedelta(days=7 - day.weekday()),
    "month": lambda day: (day.replace(day=1) + timedelta(days=32)).replace(day=1),
    "year": lambda day: date(day.year + 1, 1, 1),
}
"""The first day after the stretch of the calendar in which a day lies."""
