"""Bulletins beside the records of the acts that they count, as a ledger tells them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

import attrs

from ...events.time import Instant, parse_instant
from ...rules.agreement import Terms
from .bulletins import Tally, concerned, with_scopes
from .cone import only
from .entries import Bulletin
from .meaning import Sense
from .names import kinds_above
from .records import Event
from .refinements import refinements
from .told import Told

Wrong = tuple[int | None, str, str]
"""The number of an entry, the bulletin, and what does not hold."""


@attrs.frozen
class Beside:
    """What bulletins are held against."""

    terms: Terms
    events: tuple[Event, ...]
    horizon: Instant
    seed: str


def bulletin_differences(
    beside: Beside, entries: list[tuple[int, Bulletin]], most: int, sample: int
) -> Iterator[Wrong]:
    """What is wrong with the entries of bulletins: there is one for each, and it holds in each precise log.

    What ``surely`` is counted must be counted in each, what is counted in any must be named, and every number must lie
    within its bounds.
    """
    bulletins = {event.id: event for event in beside.events if event.aggregate}
    told = {entry.bulletin: (number, entry) for number, entry in entries}
    for number, entry in entries:
        if entry.bulletin not in bulletins or told[entry.bulletin][0] != number:
            yield number, entry.bulletin, "there is no such bulletin, or it is told twice"
    for name in sorted(bulletins):
        if name not in told:
            yield None, name, "the bulletin is missing"
        else:
            yield from ((told[name][0], name, words) for words in _stated(bulletins[name], told[name][1]))
    yield from _counted(beside, {name: told[name] for name in bulletins if name in told}, most, sample)


def _stated(event: Event, entry: Bulletin) -> Iterator[str]:
    """What stands there without regard to any record."""
    effective, last = entry.effective, entry.effective.latest
    start = parse_instant(effective.at or effective.earliest or "")
    end = start if last is None else parse_instant(last) - 1
    if (start, end) != (event.start, event.last):
        yield "its interval is another"
    if entry.incidents != [report.id for report in event.reports]:
        yield "its reports are others"
    asked = [name for name in ("killed", "injured") if any(getattr(report, name) for report in event.reports)]
    if sorted(entry.gaps) != sorted(["count", *asked]):
        yield "its numbers are others"
    if set(entry.recorded) != {"surely", "perhaps"} or set(entry.recorded["surely"]) & set(entry.recorded["perhaps"]):
        yield "what it counts is told in another way"


def _counted(beside: Beside, told: Mapping[str, tuple[int, Bulletin]], most: int, sample: int) -> Iterator[Wrong]:
    """Those of one time are looked at together, whatever a reading makes of their evidence."""
    terms, scopes = with_scopes(only(beside.terms, frozenset()), beside.events)
    base = next(iter(terms.readings.values()))
    left = {scope.event for scope in scopes}
    while left:
        first = min(left, key=lambda event: event.id)
        group = tuple(dict.fromkeys(scope.event for scope in concerned(scopes, [first])))
        left -= set(group)
        sense = Sense(terms, kinds_above(terms))
        known = refinements(terms, base, beside.events, sense, beside.horizon, beside.seed, scopes, also=group)
        for chosen in known.chosen(most, sample):
            tallies = known.counting.tallies(chosen)
            versions = {one.id: one for one in chosen}
            for name in sorted(tallies.keys() & told.keys()):
                number, entry = told[name]
                for words in _against(entry, versions[name], tallies[name], clear=known.total == 1 and known.clear):
                    yield number, name, words


def _against(entry: Bulletin, stated: Told, tally: Tally, *, clear: bool) -> Iterator[str]:
    """What of an entry does not hold in a precise log, or is not as exact as the reports are."""
    surely, perhaps = (set(entry.recorded.get(name, ())) for name in ("surely", "perhaps"))
    if not surely <= tally.counted <= surely | perhaps or (clear and perhaps):
        names = ", ".join(sorted(tally.counted)) or "none"
        yield f"the records of the acts that it counts may be {names}"
    for name, gap in entry.gaps.items():
        should = {
            "stated": stated.numbers.get(name),
            "recorded": tally.recorded.get(name),
            "beyond": tally.left.get(name),
        }
        for field, number in should.items():
            if number is not None and not _lies_in(number, gap.get(field, ""), clear=clear):
                yield f"its {name} {field} may be {number}"


def _lies_in(number: Fraction, written: str, *, clear: bool) -> bool:
    """Whether a number is one of those written: ``3``, ``1 to 4``, or ``2 or more``."""
    try:
        low, _, high = written.removesuffix(" or more").partition(" to ")
        least = Fraction(low)
        greatest = None if written.endswith(" or more") else Fraction(high or low)
    except ValueError:
        return False
    return least <= number and (greatest is None or number <= greatest) and (not clear or least == greatest)
