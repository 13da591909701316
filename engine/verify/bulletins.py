"""Bulletins: which acts they count, and what they tell of beyond the records of these.

A bulletin says how many acts there were, and names none of them. It counts every act whose record lies in what it
states. What it tells of is what it counts beyond them, so that nothing is added up twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import product

import attrs

from ...events.incident import STATUSES, Actor, Incident
from ...rules.agreement import Terms
from ...rules.names import AreaName, KindName, PartyName, PlaceName
from ...rules.pattern import Pattern
from ...rules.places import Area, Around
from .meaning import Sense
from .names import party_called
from .records import Event
from .spots import Known
from .told import Told

Left = Mapping[str, Mapping[str, Fraction]]
"""Of each bulletin, by its event, what of each number it tells of beyond the records."""


@attrs.frozen(eq=False)
class Scope:
    """What one report of a bulletin states is its scope, and no imprecision: its interval, kind, place and parties.

    Attributes:
        patterns: one for each choice of the parties that it names.
        open: whether it names a party or a place of which nothing is known.
    """

    event: Event
    report: Incident
    patterns: tuple[Pattern, ...]
    open: bool

    def tells_of(self, sense: Sense, act: Told) -> bool | None:
        """Whether an act lies in the scope; None where what the bulletin states does not decide that."""
        if not self.report.occurred.start <= act.at <= self.report.occurred.last:
            return False
        found = {sense.means(pattern, act) for pattern in self.patterns}
        if found == {False}:
            return False
        return None if self.open or len(found) > 1 else True

    def counts(self, sense: Sense, act: Told) -> bool:
        """The same, where an act for which that is open is taken for one or the other."""
        inside = self.tells_of(sense, act)
        return self.report.id in act.taken_in if inside is None else inside

    def meets(self, report: Incident) -> bool:
        """Whether a report may be of the time that the bulletin is about."""
        own, other = self.report.occurred, report.occurred
        return own.start <= other.last and other.start <= own.last


def with_scopes(terms: Terms, events: Iterable[Event]) -> tuple[Terms, tuple[Scope, ...]]:
    """The scopes of all bulletins, and the agreement with an area for the place that each of them states."""
    areas: dict[str, Area] = {}
    found = [_scope(terms, event, report, areas) for event in events if event.aggregate for report in event.reports]
    return attrs.evolve(terms, areas={**terms.areas, **areas}), tuple(found)


def _scope(terms: Terms, event: Event, report: Incident, areas: dict[str, Area]) -> Scope:
    actors, targets = _parties(terms, report.actor), _parties(terms, report.target)
    area = None if report.place is None else _area(Known.of(terms, report.place))
    name = AreaName(f"(scope of {report.id})")
    if area is not None:
        areas[name] = area
    patterns = tuple(
        Pattern(kind=(KindName(report.kind),), actor=actor, target=target, area=() if area is None else (name,))
        for actor, target in product(actors or [()], targets or [()])
    )
    nowhere = report.place is not None and area is None
    return Scope(event, report, patterns, actors is None or targets is None or nowhere)


def _parties(terms: Terms, named: tuple[Actor, ...]) -> list[tuple[PartyName, ...]] | None:
    """Each of the parties that a bulletin states; none where it states none, None where one of them is not known."""
    found = [party_called(terms, actor.party) for actor in named]
    return None if None in found else [(PartyName(party),) for party in found if party is not None]


def _area(known: Known) -> Area | None:
    """The named place, the unit or the disc that a bulletin states."""
    if known.name is not None:
        return Area(places=(PlaceName(known.name),))
    if known.code is not None:
        return Area(pcodes=(known.code,))
    if known.disc is not None:
        (lat, lon), radius = known.disc
        return Area(around=(Around(lat=lat, lon=lon, within_m=radius),))
    return None


def concerned(scopes: Iterable[Scope], asked: Iterable[Event]) -> tuple[Scope, ...]:
    """The scopes of the bulletins that are asked about, and of all that are of the same time as one of these."""
    left = list(scopes)
    found: list[Scope] = []
    waiting = [one for one in left if one.event in list(asked)]
    while waiting:
        found += waiting
        left = [one for one in left if one not in waiting]
        waiting = [one for one in left if any(one.event is other.event or one.meets(other.report) for other in found)]
    return tuple(found)


def memberships(scopes: Iterable[Scope], sense: Sense, act: Told) -> dict[str, bool | None]:
    """Whether an act lies in each of some scopes, by the bulletin's report; a bulletin not in its own."""
    return {one.report.id: one.tells_of(sense, act) for one in scopes if one.event is not act.event}


def ordered(scopes: Iterable[Scope], within: Mapping[tuple[str, str], bool | None]) -> list[Event]:
    """The bulletins, the wider ones after the narrower: one is wider in whose scope more of the others surely lie.

    Of two of the same scope the better supported one comes first, whose number then stands whole; then ids decide.
    ``within`` says of each bulletin, by its event, whether it lies in the scope of a report of another.
    """
    events = list(dict.fromkeys(one.event for one in scopes))
    reports = {event.id: [one.report.id for one in scopes if one.event is event] for event in events}

    def holds(event: Event) -> int:
        """How many others lie in its scope, by every report of it."""
        others = (other for other in events if other is not event)
        return sum(all(within[other.id, name] is True for name in reports[event.id]) for other in others)

    best = {event: max(STATUSES.index(report.status) for report in event.reports) for event in events}
    return sorted(events, key=lambda event: (holds(event), -best[event], event.id))


@attrs.frozen
class Tally:
    """The acts that a bulletin counts, by their events, what they come to, and what is left of what it states."""

    counted: frozenset[str]
    recorded: Mapping[str, Fraction]
    left: Mapping[str, Fraction]


@attrs.frozen
class Counting:
    """What the bulletins of one precise log count."""

    scopes: tuple[Scope, ...]
    within: Mapping[tuple[str, str], bool | None]
    sense: Sense

    def tallies(self, acts: Iterable[Told]) -> dict[str, Tally]:
        """What each bulletin counts, what that comes to, and what it tells of beyond: narrower ones first."""
        told = {act.event: act for act in acts}
        found: dict[str, Tally] = {}
        for event in ordered(self.scopes, self.within):
            if event in told:
                counted = list(self.counted(event, told, found))
                each = [found[act.id].left if act.id in found else act.numbers for act in counted]
                recorded = {
                    name: sum((max(one[name], Fraction(0)) for one in each), Fraction(0))
                    for name in told[event].numbers
                }
                left = {name: beyond(number, recorded[name]) for name, number in told[event].numbers.items()}
                found[event.id] = Tally(frozenset(act.id for act in counted), recorded, left)
        return found

    def counted(self, event: Event, told: Mapping[Event, Told], narrower: Iterable[str]) -> Iterator[Told]:
        """The acts, and the narrower bulletins, that a bulletin counts by that report of it which is right."""
        own = told[event].report.id
        scope = next(one for one in self.scopes if one.report.id == own)
        for act in told.values():
            if not act.event.aggregate:
                if scope.counts(self.sense, act):
                    yield act
            elif act.id in narrower:
                inside = self.within[act.id, own]
                if inside or (inside is None and own in act.taken_in):
                    yield act


def beyond(number: Fraction, counted: Fraction) -> Fraction:
    """What is left of a number: nothing where what is counted comes to as much or more."""
    return max(number - counted, min(number, Fraction(0)))


def happened(acts: Iterable[Told], left: Left) -> list[Told]:
    """The acts that count as evidence; a bulletin of which nothing is left is none."""
    return [act for act in acts if act.counts and (act.id not in left or left[act.id]["count"] >= 1)]
