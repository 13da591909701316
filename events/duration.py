"""Lengths of time: exact, of the calendar, and to where a stretch of the calendar ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import MAXYEAR, datetime, timedelta
from zoneinfo import ZoneInfo

import attrs

from .calendar import STRETCHES, last_of
from .time import DAY, FIRST_INSTANT, HOUR, LAST_INSTANT, SECOND, Instant, TimeError, to_datetime, when_clocks_show


@attrs.frozen(kw_only=True)
class Duration:
    """A length of time: calendar months and days (same local time, later) and exact microseconds are kept apart."""

    months: int = 0
    days: int = 0
    exact: int = 0
    rest_of: str | None = None
    """The stretch of the calendar of which the rest is added at last: ``day``, ``week``, ``month`` or ``year``."""

    @property
    def zero(self) -> bool:
        """Whether it is no time at all."""
        return self == NO_TIME

    @property
    def can_be_zero(self) -> bool:
        """Whether it is no time at all after some instant: a rest alone is none where its stretch ends."""
        return not (self.months or self.days or self.exact)

    @property
    def order(self) -> tuple[int, int, int, str]:
        """What durations are put in order by, where several are added one after the other."""
        return self.months, self.days, self.exact, self.rest_of or ""

    def __neg__(self) -> Duration:
        if self.rest_of is not None:
            raise ValueError("the rest of a stretch of the calendar has no contrary")
        return Duration(months=-self.months, days=-self.days, exact=-self.exact)

    @property
    def calendar_parts(self) -> tuple[tuple[str, int], ...]:
        """The units of the calendar with how many there are of each, years first; none of which there is none."""
        years, months = divmod(self.months, 12)
        return tuple((unit, size) for unit, size in (("year", years), ("month", months), ("day", self.days)) if size)

    def __str__(self) -> str:
        parts = [f"{size} {unit}" if size == 1 else f"{size} {unit}s" for unit, size in self.calendar_parts]
        if self.exact or self.zero:
            parts.append(_exact_words(self.exact))
        if self.rest_of is not None:
            parts.append(f"rest of {self.rest_of}")
        return " + ".join(parts)


NO_TIME = Duration()


def _exact_words(exact: int) -> str:
    for word, size in (("h", HOUR), ("min", 60 * SECOND), ("s", SECOND)):
        if exact % size == 0:
            return f"{exact // size}{word}"
    return f"{exact}us"


_UNITS: dict[str, tuple[str, int]] = {
    **dict.fromkeys(("us",), ("exact", 1)),
    **dict.fromkeys(("s", "second", "seconds"), ("exact", SECOND)),
    **dict.fromkeys(("min", "minute", "minutes"), ("exact", 60 * SECOND)),
    **dict.fromkeys(("h", "hour", "hours"), ("exact", HOUR)),
    **dict.fromkeys(("day", "days"), ("days", 1)),
    **dict.fromkeys(("week", "weeks"), ("days", 7)),
    **dict.fromkeys(("month", "months"), ("months", 1)),
    **dict.fromkeys(("year", "years"), ("months", 12)),
}
UNITS = tuple(_UNITS)
"""The words for units of time in a duration."""
_TERM = re.compile(r"(\d{1,18})\s*([a-z]+)")
_REST = re.compile(rf"rest of ({'|'.join(STRETCHES)})")
_MICROSECOND = timedelta(microseconds=1)
_SHIFT = 26 * HOUR
"""The clocks of no zone have ever been set by more than from twelve hours behind UTC to fourteen before it."""
_LONGEST_DAYS = 3_660_000


def parse_duration(text: str) -> Duration:
    """Parse ``48h``, ``7 days``, ``3 months`` or a sum of them such as ``48h + 5 days``.

    Years, months, weeks and days are of the calendar in the agreement's zone; hours, minutes and seconds are exact. The
    last term can be ``rest of day``, ``week``, ``month`` or ``year``.

    Raises:
        TimeError: not such a text.
    """
    total = {"months": 0, "days": 0, "exact": 0}
    *terms, last = text.split("+")
    rest = _REST.fullmatch(last.strip())
    for term in terms if rest else [*terms, last]:
        match = _TERM.fullmatch(term.strip())
        unit = _UNITS.get(match[2]) if match else None
        if match is None or unit is None:
            raise TimeError(f"{text!r} is not a duration such as '48h', '7 days', '3 months' or '48h + 5 days'")
        total[unit[0]] += int(match[1]) * unit[1]
    if total["months"] * 31 + total["days"] + total["exact"] // DAY > _LONGEST_DAYS:
        raise TimeError(f"{text!r} is longer than ten thousand years")
    return Duration(**total, rest_of=rest[1] if rest else None)


def parse_exact(text: str) -> Duration:
    """Parse a duration that is equally long everywhere and at all times, such as ``72h``.

    Raises:
        TimeError: it is no duration, or one of which the calendar says how long it is.
    """
    found = parse_duration(text)
    if found != Duration(exact=found.exact):
        raise TimeError(f"{text!r} is not equally long at all times: give it in hours, such as '72h'")
    return found


def add(instant: Instant, duration: Duration, zone: ZoneInfo) -> Instant:
    """The instant ``duration`` later: months, then days of the calendar keep the local time, then exact time is added,
    then the rest of a stretch of the calendar, to its last instant.

    Where the months lead to a month that has no such day, it is the last instant of that month: so a month after any
    instant of the last days of January is the end of February, and a later instant never leads to an earlier one.

    A result past the last instant that can be written is that last instant; one before the first lies before it.
    """
    moved = instant
    if duration.months or duration.days:
        try:
            local = _months_later(to_datetime(instant).astimezone(zone), duration.months)
            moved = when_clocks_show(local + timedelta(days=duration.days))  # the wall clock of the zone is kept
        except (OverflowError, ValueError):
            return LAST_INSTANT if max(duration.months, duration.days) > 0 else FIRST_INSTANT - 1
    moved = min(moved + duration.exact, LAST_INSTANT)
    return moved if duration.rest_of is None else last_of(duration.rest_of, moved, zone)


def longer(one: Duration, other: Duration) -> bool:
    """Whether a length is surely longer than another, wherever they are counted from."""
    if other.rest_of is None:
        pairs = [(getattr(one, unit), getattr(other, unit)) for unit in ("months", "days", "exact")]
        if all(first >= second for first, second in pairs) and any(first > second for first, second in pairs):
            return True
    return _least(one) > _most(other)


def _least(length: Duration) -> int:
    days = length.months * 28 + length.days
    return days * DAY + length.exact - (_SHIFT if days else 0)


def _most(length: Duration) -> int:
    days = length.months * 31 + length.days
    rest = 0 if length.rest_of is None else 366 * DAY
    return days * DAY + length.exact + rest + (_SHIFT if days or rest else 0)


def repeated(
    instant: Instant, length: Duration, zone: ZoneInfo, *, until: Instant, most: int | None = None
) -> tuple[int, Instant]:
    """How often a length fits after an instant, one time after the other, and the instant that this leads to.

    Nothing leads past ``until``, nor more than ``most`` times; a length of no time never ends, and is refused.

    Raises:
        ValueError: the length is no time at all, at some instants at least.
    """
    if length.can_be_zero:
        raise ValueError(f"{length} can be repeated without end")
    if length.exact and not (length.months or length.days or length.rest_of):
        times = max((until - instant) // length.exact, 0)
        times = times if most is None else min(times, most)
        return times, instant + times * length.exact
    times, later = 0, instant
    for further in _one_by_one(instant, length, zone):
        if further > until or times == most or further == later:
            break
        times, later = times + 1, further
    return times, later


def _one_by_one(instant: Instant, length: Duration, zone: ZoneInfo) -> Iterator[Instant]:
    """Where a length leads again and again, as ``add`` has it; days alone are reckoned on the wall clock."""
    if length != Duration(days=length.days):
        while True:
            instant = add(instant, length, zone)
            yield instant
    step, exact = timedelta(days=length.days), length.days * DAY
    local = to_datetime(instant).astimezone(zone)
    while local.year + length.days // 365 < MAXYEAR:
        before, local = local.utcoffset(), local + step
        after = local.utcoffset()
        assert before is not None
        assert after is not None
        if after == local.replace(fold=1).utcoffset():  # the clocks show this local time, and show it once
            instant += exact + (before - after) // _MICROSECOND
        else:
            instant = when_clocks_show(local)
            local = to_datetime(instant).astimezone(zone)
        yield instant
    while True:
        instant = add(instant, length, zone)
        yield instant


def _months_later(moment: datetime, months: int) -> datetime:
    if not months:
        return moment
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    try:
        return moment.replace(year=year, month=month + 1)
    except ValueError:
        some = moment.replace(year=year, month=month + 1, day=28, hour=0, minute=0, second=0, microsecond=0)
        return (some + timedelta(days=4)).replace(day=1) - timedelta(microseconds=1)
