"""Sunset and sunrise: the one door through which astral enters."""

from __future__ import annotations

from functools import lru_cache

from ..events.time import SECOND, Instant, Interval, TimeError, from_datetime, load_zone, parse_day, to_datetime
from .agreement import Sun

MINUTE = 60 * SECOND


@lru_cache(maxsize=256)
def sun_instant(event: str, sun: Sun, timezone: str) -> Instant:
    """The ``sunset`` or ``sunrise`` of a local day, to the nearest whole minute.

    The model of the sun is no more accurate than about a minute (refraction changes with the weather), and a whole
    minute does not depend on the last digit of a machine's sines.

    Raises:
        TimeError: no such day or place, or the sun does not rise or set there on that day.
    """
    if not (-90 <= sun.lat <= 90 and -180 <= sun.lon <= 180):
        raise TimeError(f"latitude {sun.lat}, longitude {sun.lon} is no place on Earth")
    day = parse_day(sun.date, load_zone(timezone))
    found = _on(event, sun, day)
    if found is None:
        raise TimeError(f"there is no {event} on {sun.date} at latitude {sun.lat}, longitude {sun.lon}")
    return found


def _on(event: str, sun: Sun, day: Interval) -> Instant | None:
    """The event on a local day: astral answers for days of UTC, of which a local day touches one or two."""
    from astral import Observer  # imported here, as only agreements that speak of the sun pay for it
    from astral import sun as model

    observer = Observer(latitude=float(sun.lat), longitude=float(sun.lon))
    for date in dict.fromkeys(to_datetime(instant).date() for instant in (day.start, day.last)):
        try:
            instant = from_datetime(getattr(model, event)(observer, date=date))
        except ValueError:
            continue
        if day.start <= instant < day.end:
            return (instant + MINUTE // 2) // MINUTE * MINUTE
    return None
