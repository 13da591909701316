"""Instants, days and spans as an author writes them: ``day-d + 48h``, ``2016-09-12``, ``day-d .. day-d + 7 days``."""

from __future__ import annotations

import re

from ..events.calendar import STRETCHES
from ..events.duration import UNITS
from ..events.time import Instant, Interval, TimeError, format_instant, instant_interval, is_date, load_zone, parse_day
from .agreement import Terms
from .instants import instant_of, wrong_instant

_LENGTH = rf"(?:\d+\s*(?:{'|'.join(UNITS)})|rest of (?:{'|'.join(STRETCHES)}))(?!\w)"
MOMENT = rf"(?:(?!\.\.)\S)+(?:\s+[+-]\s+{_LENGTH})*"
"""A regular expression of an instant that may be reckoned from a named one."""
_MINUS = re.compile(r"\s+-\s+")
_SPAN = re.compile(rf"\s*(?P<start>{MOMENT})\s*\.\.\s*(?P<end>{MOMENT})?\s*")


def moment(terms: Terms, text: str) -> Instant:
    """The instant that a text stands for, as an agreement writes one, with more durations taken off and added in turn.

    ``day-d + 7 days - 1us`` is the last microsecond of the seven days.

    Raises:
        TimeError: the text is none, or it lies outside the years 1 to 9999.
    """
    head, *rest = _MINUS.split(text.strip())
    if (wrong := wrong_instant(terms, head)) is not None:
        raise TimeError(wrong[0] + (f" ({wrong[1]})" if wrong[1] else ""))
    instant = instant_of(terms, head)
    for piece in rest:
        taken, plus, added = piece.partition("+")
        instant = instant_of(terms, f"{format_instant(instant)} - {taken.strip()}")
        if plus:
            instant = instant_of(terms, f"{format_instant(instant)} + {added.strip()}")
    return instant


def span(terms: Terms, text: str) -> tuple[Instant, Instant | None]:
    """The first instant of what a text stands for and the first after it: an instant, a local day, or ``FROM .. TO``.

    ``FROM ..`` has no end, which is then None.

    Raises:
        TimeError: the text is none of these, or ends before it begins.
    """
    found = _SPAN.fullmatch(text)
    if found is None:
        whole = _day_or_instant(terms, text.strip())
        return whole.start, whole.end
    start = moment(terms, found["start"])
    end = None if found["end"] is None else moment(terms, found["end"])
    if end is not None and end <= start:
        raise TimeError(f"{text!r} ends before it has begun")
    return start, end


def _day_or_instant(terms: Terms, text: str) -> Interval:
    if is_date(text):
        return parse_day(text, load_zone(terms.timezone))
    return instant_interval(moment(terms, text))
