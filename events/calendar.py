"""Stretches of the calendar, and the last instant of the one that an instant lies in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from .time import LAST_INSTANT, Instant, TimeError, local_midnight, to_datetime

_FIRST_AFTER: dict[str, Callable[[date], date]] = {
    "day": lambda day: day + timedelta(days=1),
    "week": lambda day: day + timedelta(days=7 - day.weekday()),
    "month": lambda day: (day.replace(day=1) + timedelta(days=32)).replace(day=1),
    "year": lambda day: date(day.year + 1, 1, 1),
}
"""The first day after the stretch of the calendar in which a day lies."""
STRETCHES = tuple(_FIRST_AFTER)
"""The stretches of the calendar: weeks begin on Monday."""


def last_of(stretch: str, instant: Instant, zone: ZoneInfo) -> Instant:
    """The last instant of the day, week, month or year in a zone in which an instant lies."""
    return _last_of(stretch, to_datetime(instant).astimezone(zone).date(), zone)


@lru_cache(maxsize=4096)
def _last_of(stretch: str, day: date, zone: ZoneInfo) -> Instant:
    try:
        return local_midnight(_FIRST_AFTER[stretch](day), zone) - 1
    except (OverflowError, ValueError, TimeError):
        return LAST_INSTANT
