"""Instants, intervals and durations.

An instant is a whole number of microseconds since 1970-01-01T00:00:00Z: exact, ordered and the same on every
machine. Parsing of RFC 3339 is msgspec's; the rules of time zones are those of the ``tzdata`` distribution and never
the machine's own, so that two machines cannot differ on a local day.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from importlib import resources
from typing import Annotated, TypeAlias
from zoneinfo import ZoneInfo

import attrs
import msgspec

Instant: TypeAlias = int
"""Microseconds since the Unix epoch, UTC."""

SECOND = 1_000_000
HOUR = 3_600 * SECOND
DAY = 24 * HOUR

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
FIRST_INSTANT: Instant = (datetime(1, 1, 2, tzinfo=UTC) - _EPOCH) // _MICROSECOND
LAST_INSTANT: Instant = (datetime(9999, 12, 30, tzinfo=UTC) - _EPOCH) // _MICROSECOND

_aware = msgspec.json.Decoder(Annotated[datetime, msgspec.Meta(tz=True)])
_dated = msgspec.json.Decoder(date)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NAIVE = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?")
_WHOLE = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})")
_FINER = re.compile(r"\.\d{6}\d*[1-9]")


class TimeError(ValueError):
    """A text that is not the instant, date or duration it should be; the message says why."""


@attrs.frozen
class Interval:
    """A half-open interval ``[start, end)`` of instants; one exact instant ``t`` is ``[t, t + 1 microsecond)``."""

    start: Instant
    end: Instant

    @property
    def last(self) -> Instant:
        """The last instant that lies inside."""
        return self.end - 1

    @property
    def exact(self) -> bool:
        """Whether exactly one instant lies inside."""
        return self.end - self.start == 1


def instant_interval(instant: Instant) -> Interval:
    """The interval that holds one instant and nothing else."""
    return Interval(instant, instant + 1)


@lru_cache(maxsize=64)
def load_zone(key: str) -> ZoneInfo:
    """Load an IANA time zone from the ``tzdata`` distribution.

    Raises:
        TimeError: no such zone.
    """
    parts = key.split("/")
    if not all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_+-]*", part) for part in parts):
        raise TimeError(f"{key!r} is not the name of a time zone")
    try:
        with resources.files("tzdata").joinpath("zoneinfo", *parts).open("rb") as file:
            return ZoneInfo.from_file(file, key=key)
    except (OSError, ValueError):
        raise TimeError(f"{key!r} is not a time zone of the IANA database, such as 'Asia/Damascus'") from None


def from_datetime(moment: datetime) -> Instant:
    """Convert an aware datetime.

    Raises:
        TimeError: outside the years 1 to 9999.
    """
    instant = (moment - _EPOCH) // _MICROSECOND
    if not FIRST_INSTANT <= instant <= LAST_INSTANT:
        raise TimeError("lies outside the years 1 to 9999")
    return instant


def to_datetime(instant: Instant) -> datetime:
    """Convert to an aware datetime in UTC."""
    return _EPOCH + timedelta(microseconds=instant)


def format_instant(instant: Instant) -> str:
    """Write an instant as RFC 3339 in UTC, with a fraction only where there is one."""
    moment = to_datetime(instant)
    text = f"{moment:%H:%M:%S}" + (f".{moment.microsecond:06d}".rstrip("0") if moment.microsecond else "")
    return f"{moment.year:04d}-{moment.month:02d}-{moment.day:02d}T{text}Z"


def format_minute(instant: Instant) -> str:
    """Write an instant for people: to the minute where it is whole, else in full."""
    text = format_instant(instant)
    return text[:-4] + "Z" if text.endswith(":00Z") else text


def parse_instant(text: str) -> Instant:
    """Parse an RFC 3339 date-time with its offset from UTC.

    Raises:
        TimeError: not such a text, no offset, no such day, or finer than a microsecond.
    """
    if _FINER.search(text):
        raise TimeError(f"{text!r} is finer than a microsecond")
    try:
        return from_datetime(_aware.decode(msgspec.json.encode(text)))
    except (msgspec.ValidationError, UnicodeEncodeError):
        raise TimeError(_why_no_instant(text)) from None


def _why_no_instant(text: str) -> str:
    if _NAIVE.fullmatch(text):
        return f"{text!r} has no offset from UTC; write for example {text.replace(' ', 'T')!r} + '+03:00' or 'Z'"
    if _WHOLE.fullmatch(text):
        return f"{text!r} is no such day or hour of the calendar, or outside the years 1 to 9999"
    return f"{text!r} is not an RFC 3339 date-time such as '2016-09-12T19:00:00+03:00'"


def is_date(text: str) -> bool:
    """Whether the text has the form of a bare date."""
    return _DATE.fullmatch(text) is not None


def parse_day(text: str, zone: ZoneInfo) -> Interval:
    """Parse a bare date as that whole local day in ``zone``.

    Raises:
        TimeError: no such day.
    """
    try:
        day = _dated.decode(msgspec.json.encode(text))
        following = day + timedelta(days=1)
    except (msgspec.ValidationError, UnicodeEncodeError, OverflowError):
        raise TimeError(f"{text!r} is not a day of the calendar") from None
    whole = Interval(local_midnight(day, zone), local_midnight(following, zone))
    if whole.start >= whole.end:
        raise TimeError(f"{text!r} was left out of the calendar in {zone.key}")
    return whole


def local_midnight(day: date, zone: ZoneInfo) -> Instant:
    """The first instant of a local day, also where the clocks skip its midnight."""
    return when_clocks_show(datetime(day.year, day.month, day.day, tzinfo=zone))


def when_clocks_show(local: datetime) -> Instant:
    """The first instant at which the clocks of its zone show a local time, or skip it."""
    first, last = from_datetime(local.replace(fold=1)), from_datetime(local.replace(fold=0))
    while first < last:  # the clocks skip it, at an instant between the two that it would be
        middle = (first + last) // 2
        if to_datetime(middle).astimezone(local.tzinfo).replace(tzinfo=None) < local.replace(tzinfo=None):
            first = middle + 1
        else:
            last = middle
    return last
