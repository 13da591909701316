"""Instants as agreements write them: named, written out, some time before or after another, or by the sun."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from ..events.duration import NO_TIME, Duration, add, parse_duration
from ..events.suggest import did_you_mean
from ..events.time import FIRST_INSTANT, LAST_INSTANT, Instant, TimeError, load_zone, parse_instant
from .agreement import NamedInstant, Terms
from .shape import Finding
from .sun import sun_instant

SUN = ("sunset", "sunrise")
_SHIFTED = re.compile(r"(?P<anchor>.+?)\s+(?P<sign>[+-])\s+(?P<length>.+)")
"""The space around the sign tells it from that of ``day-d`` and of an offset from UTC."""
_WRITTEN_OUT = re.compile(r"\d{4}-")


@attrs.frozen
class Shifted:
    """An instant as a document writes it: what it counts from, and how long after (or before, in negative numbers)."""

    anchor: str
    shift: Duration = NO_TIME

    @property
    def written_out(self) -> bool:
        """Whether the anchor is meant as a date and time and not as a name."""
        return _WRITTEN_OUT.match(self.anchor) is not None


def shifted(text: str) -> Shifted:
    """Read ``ANCHOR``, ``ANCHOR + DURATION`` or ``ANCHOR - DURATION``.

    Raises:
        TimeError: what follows the sign is no duration, or more than one after a minus.
    """
    match = _SHIFTED.fullmatch(text.strip())
    if match is None:
        return Shifted(text.strip())
    length = parse_duration(match["length"])
    if match["sign"] == "+":
        return Shifted(match["anchor"], length)
    if length.rest_of is not None:
        raise TimeError(f"{text!r} takes the rest of a {length.rest_of} away, which can only be added")
    if "+" in match["length"]:
        raise TimeError(f"{text!r} subtracts and adds at once; name the first result and count from it")
    return Shifted(match["anchor"], -length)


def read_under(terms: Terms, text: str) -> Shifted:
    """The same where instants have names: a text that is one is that instant and no sum.

    Raises:
        TimeError: as for ``shifted``.
    """
    return Shifted(text) if text in terms.instants else shifted(text)


def instant_of(terms: Terms, name: str) -> Instant:
    """The instant that a text stands for: RFC 3339, a name, or either with a duration added or taken away.

    Calendar days are those of the agreement's zone.

    Raises:
        TimeError: the text is none of these, its names go in a circle, or it lies outside the years 1 to 9999.
    """
    return _resolved(terms, name, ())


def _resolved(terms: Terms, text: str, seen: tuple[str, ...]) -> Instant:
    if text in seen:
        raise TimeError("goes in a circle: " + " → ".join([*seen[seen.index(text) :], text]))
    if text in terms.instants:
        return _named(terms, terms.instants[text], (*seen, text))
    read = shifted(text)
    if read.anchor == text.strip():
        return parse_instant(read.anchor)
    anchor = _resolved(terms, read.anchor, seen)
    return _moved(anchor, read, terms.timezone)


def _named(terms: Terms, instant: NamedInstant, seen: tuple[str, ...]) -> Instant:
    for event in SUN:
        if (sun := getattr(instant, event)) is not None:
            return sun_instant(event, sun, terms.timezone)
    if instant.at is None:
        raise TimeError("the instant says nowhere when it is")
    return _resolved(terms, instant.at, seen)


def _moved(anchor: Instant, read: Shifted, timezone: str) -> Instant:
    moved = add(anchor, read.shift, load_zone(timezone))
    if not FIRST_INSTANT <= moved < LAST_INSTANT:
        raise TimeError("lies outside the years 1 to 9999")
    return moved


def anchor_of(instant: NamedInstant) -> tuple[str, ...]:
    """What a named instant counts from, where that can be read; the loader looks for circles among these."""
    try:
        return () if instant.at is None else (shifted(instant.at).anchor,)
    except TimeError:
        return ()


def wrong_instant(terms: Terms, text: str) -> tuple[str, str | None] | None:
    """What is wrong with a text that should be an instant, and the remedy.

    What is wrong with an instant that it names is told where that instant stands.
    """
    try:
        read = shifted(text)
        if read.anchor in terms.instants:
            return _too_far(terms, read)
        if not read.written_out:
            remedy = did_you_mean(read.anchor, terms.instants) or "declare it under instants, or write it out"
            return f"no instant is called {read.anchor!r}", remedy
        instant_of(terms, text)
    except TimeError as error:
        return str(error), None
    return None


def _too_far(terms: Terms, read: Shifted) -> tuple[str, str | None] | None:
    try:
        anchor = instant_of(terms, read.anchor)
    except TimeError:
        return None
    try:
        _moved(anchor, read, terms.timezone)
    except TimeError as error:
        return str(error), None
    return None


def shape_of_instant(instant: NamedInstant, timezone: str) -> Iterator[Finding]:
    """What is wrong with a named instant by itself; the names that it uses are checked with all others."""
    given = [field for field in ("at", *SUN) if getattr(instant, field) is not None]
    if len(given) != 1:
        yield (), "an instant has exactly one of at, sunset, sunrise", "found " + (" and ".join(given) or "none")
    for event in SUN:
        if (sun := getattr(instant, event)) is not None:
            try:
                sun_instant(event, sun, timezone)
            except TimeError as error:
                yield (event,), str(error), None
