"""Days and hours as tables write them, in the local time of a conflict; what can be read in two ways is refused."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import attrs

from ..time import (
    Interval,
    TimeError,
    format_instant,
    from_datetime,
    is_date,
    parse_day,
    parse_instant,
    when_clocks_show,
)
from .row import CellError, Row, clipped

ORDERS = ("dmy", "mdy")
"""What may be told of numbers such as 03/04/2016: the day first, or the month."""

_NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
_MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})[ T]00:00(:00(\.0+)?)?")
_LOCAL = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(:\d{2}(\.\d+)?)?)")
_SERIAL = re.compile(r"\d{5}(\.\d*)?")
_FORMS = ("%Y/%m/%d", "%Y%m%d", "%d %B %Y", "%d-%B-%Y", "%d %b %Y", "%d-%b-%Y", "%B %d, %Y", "%b %d, %Y")
_HOURS = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%H.%M", "%Hh%M")
_EXCEL = date(1899, 12, 30)
"""The day that a spreadsheet counts as 0, for all after February 1900."""


@attrs.frozen
class Dating:
    """What is told of how days are written: the ``order`` of day and month, and whether bare numbers are Excel's."""

    order: str | None = None
    serials: bool = False


@lru_cache(maxsize=4096)
def day_of(text: str, dating: Dating) -> str:
    """The day that a cell names, as RFC 3339 writes it.

    Raises:
        TimeError: no day, or one that can be read in two ways.
    """
    if (found := _MIDNIGHT.fullmatch(text)) or is_date(text):
        date_alone = found[1] if found else text
        if _parsed(date_alone, "%Y-%m-%d") is None:
            raise TimeError(f"{clipped(text)!r} is not a day of the calendar")
        return date_alone
    if found := _NUMERIC.fullmatch(text):
        return _numeric(text, found, dating)
    if _SERIAL.fullmatch(text):
        return _serial(text, dating)
    for form in _FORMS:
        if (known := _parsed(text, form)) is not None:
            return known.isoformat()
    raise TimeError(f"{clipped(text)!r} is no day, such as 2016-09-12 or 12 September 2016")


def _parsed(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()  # a day of the conflict, whose zone comes later
    except ValueError:
        return None


def _numeric(text: str, found: re.Match[str], dating: Dating) -> str:
    same = f"{found[1]}/{found[3]}/{found[4]}"
    readings = {"dmy": _parsed(same, "%d/%m/%Y"), "mdy": _parsed(same, "%m/%d/%Y")}
    order = dating.order or ("dmy" if found[2] == "." else None)  # points stand only between day, month and year
    if order is not None:
        day = readings.pop(order)
        (other,) = readings.values()
        if day is None:
            hint = "" if other is None else f"; the other way round it is {other.isoformat()}"
            raise TimeError(f"{text!r} is no day in the order {order}{hint}")
        return day.isoformat()
    known = sorted({day.isoformat() for day in readings.values() if day is not None})
    if len(known) == 2:
        first, second = readings["dmy"], readings["mdy"]
        assert first is not None
        assert second is not None
        raise TimeError(
            f"{text!r} is {first.isoformat()} with the day first and {second.isoformat()} with the month first"
        )
    if not known:
        raise TimeError(f"{text!r} is no day in either order")
    return known[0]


def _serial(text: str, dating: Dating) -> str:
    day = _EXCEL + timedelta(days=int(text.partition(".")[0]))
    if not dating.serials:
        raise TimeError(f"{text!r} is a bare number; as Excel counts days it is {day.isoformat()}")
    return day.isoformat()


def day(row: Row, dating: Dating, *names: str) -> str | None:
    """The day in a column.

    Raises:
        CellError: no day, or one that can be read in two ways.
    """
    found = row.text(*names)
    try:
        return None if found is None else day_of(found, dating)
    except TimeError as error:
        remedy = None
        if " with the month first" in str(error):
            remedy = "say which with --dates dmy or --dates mdy"
        elif "bare number" in str(error):
            remedy = "say so with --dates excel"
        raise CellError(row.called(*names), str(error), remedy) from None


def need_day(row: Row, dating: Dating, *names: str) -> str:
    """The same.

    Raises:
        CellError: nothing stands there, no day, or one that can be read in two ways.
    """
    row.need(*names)
    found = day(row, dating, *names)
    assert found is not None
    return found


def days(first: str, last: str, zone: ZoneInfo, column: str) -> str | dict[str, str]:
    """All of a stretch of local days, as a record writes when it occurred; one day stays a day.

    Raises:
        CellError: no such days, or the last lies before the first.
    """
    try:
        start, end = _whole(first, zone), _whole(last, zone)
    except TimeError as error:
        raise CellError(column, str(error)) from None
    if end.start < start.start:
        raise CellError(column, f"the last day, {last}, lies before the first, {first}")
    if first == last:
        return first
    return {"earliest": format_instant(start.start), "latest": format_instant(end.end)}


@lru_cache(maxsize=4096)
def _whole(day: str, zone: ZoneInfo) -> Interval:
    return parse_day(day, zone)


def moved(day: str, number: int) -> str:
    """The day so many days later, or earlier."""
    return (date.fromisoformat(day) + timedelta(days=number)).isoformat()


def month_of(day: str) -> tuple[str, str]:
    """The first and the last day of a day's month."""
    first = date.fromisoformat(day).replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return first.isoformat(), (following - timedelta(days=1)).isoformat()


def minute(day: str, hour: str, zone: ZoneInfo) -> dict[str, str]:
    """The minute that a local day and hour name, or the second where that is given; both, where clocks show it twice.

    Raises:
        TimeError: no such hour.
    """
    for form in _HOURS:
        try:
            clock = datetime.strptime(hour.strip().upper(), form)  # it gets its zone below
        except ValueError:
            continue
        local = datetime.combine(date.fromisoformat(day), clock.time(), tzinfo=zone)
        width = timedelta(seconds=1) if "%S" in form else timedelta(minutes=1)
        start = when_clocks_show(local)
        end = max(start, from_datetime(local.replace(fold=1))) + width // timedelta(microseconds=1)
        return {"earliest": format_instant(start), "latest": format_instant(end)}
    raise TimeError(f"{clipped(hour)!r} is no hour, such as 14:05")


def moment(text: str, zone: ZoneInfo, dating: Dating) -> str | dict[str, str]:
    """When something occurred, from one cell: an instant with its offset, a local day, or a local day and hour.

    Raises:
        TimeError: none of them.
    """
    try:
        return format_instant(parse_instant(text.replace(" ", "T", 1) if text[10:11] == " " else text))
    except TimeError:
        pass
    if not _MIDNIGHT.fullmatch(text) and (found := _LOCAL.fullmatch(text)):
        return minute(found[1], found[2].partition(".")[0], zone)
    first, _, hour = text.rpartition(" ")
    if first and ":" in hour:
        return minute(day_of(first, dating), hour, zone)
    return day_of(text, dating)


def known_by(text: str, zone: ZoneInfo, dating: Dating) -> str:
    """When something became known, from one cell: an instant, or the end of a local day or minute.

    Raises:
        TimeError: neither.
    """
    found = moment(text, zone, dating)
    if isinstance(found, dict):
        return found["latest"]
    return format_instant(parse_day(found, zone).end) if is_date(found) else found
