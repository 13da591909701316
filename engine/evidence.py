"""Evidence: what the reports of an event support, by who published them, how reliable they are and how many agree.

A publisher is told from another by the name; one that the agreement names as a party is that party, and all that are
at some time were parts of one party are one publisher. A copy counts as the publisher that it was taken from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

import attrs

from ..events.incident import CANNOT_BE_JUDGED, STATUSES, Actor, Incident
from ..events.mark import Mark
from ..events.occurrence import REPORTED, Occurrence, status_of, told
from ..rules.agreement import Evidence
from ..rules.names import folded
from .derivation import Derivation, words
from .world import World

_SINGLE = ("alleged", "reported")
"""Evidence states that one report can have without others."""


@attrs.frozen(kw_only=True)
class Publisher:
    """Who published a report: ``party`` is the party that it is, ``answers_to`` all that ever stand above it."""

    name: str
    party: str | None = None
    answers_to: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain data, empty fields left out."""
        plain: dict[str, Any] = {"publisher": self.name}
        if self.party is not None:
            plain["party"] = self.party
        if self.answers_to:
            plain["answers_to"] = list(self.answers_to)
        return plain


@attrs.frozen(kw_only=True)
class State:
    """The evidence of an event, or the weakest of several.

    Attributes:
        sources: the number of independent publishers that report it.
        reliability: the best Admiralty code of its reports; None where none has one.
        reported_by: all who published it, allegations included.
    """

    status: str
    sources: int
    reliability: str | None
    reported_by: tuple[Publisher, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        plain: dict[str, Any] = {"status": self.status, "sources": self.sources}
        if self.reliability is not None:
            plain["reliability"] = self.reliability
        if self.reported_by:
            plain["reported_by"] = [one.to_json() for one in self.reported_by]
        return plain


def state_of(occurrences: Iterable[Occurrence], world: World) -> State | None:
    """The evidence of what rests on events: no stronger than the weakest of them; None where it rests on none."""
    states = [_state(one.reports, world) for one in occurrences]
    if not states:
        return None
    return State(
        status=min((state.status for state in states), key=STATUSES.index),
        sources=min(state.sources for state in states),
        reliability=_worst(state.reliability for state in states),
        reported_by=_each_once(one for state in states for one in state.reported_by),
    )


def _each_once(publishers: Iterable[Publisher]) -> tuple[Publisher, ...]:
    """The publishers, each as it was first written: upper and lower case do not make it another one."""
    found: dict[str, Publisher] = {}
    for one in publishers:
        found.setdefault(folded(one.name), one)
    return tuple(found.values())


def _state(reports: tuple[Incident, ...], world: World) -> State:
    sources = len(sources_of(told(reports), world))
    codes = [report.reliability for report in reports if report.reliability is not None]
    return State(
        status=status_of(reports, sources),
        sources=sources,
        reliability=min(codes, default=None),
        reported_by=tuple(_publisher(name, world) for name in _origins(reports)),
    )


def _worst(codes: Iterable[str | None]) -> str | None:
    listed = list(codes)
    known = [code for code in listed if code is not None]
    return max(known) if len(known) == len(listed) else None


def _origins(reports: Iterable[Incident]) -> tuple[str, ...]:
    """The names of the publishers, each once."""
    names = {folded(source.origin): source.origin for report in reports for source in report.sources}
    return tuple(names[name] for name in sorted(names))


def _publisher(name: str, world: World) -> Publisher:
    party = world.party(name)
    return Publisher(name=name, party=party, answers_to=() if party is None else world.ever_answerable(party)[1:])


def sources_of(reports: Iterable[Incident], world: World) -> frozenset[str]:
    """A name for each independent publisher of the reports."""
    return frozenset(source_of(name, world) for name in _origins(reports))


def source_of(publisher: str, world: World) -> str:
    """A name for all who at some time were parts of one party with a publisher, else its own name."""
    party = world.party(publisher)
    return f"name {folded(publisher)}" if party is None else f"party {world.bodies.get(party, party)}"


@attrs.frozen
class Standard:
    """What a reading asks of the reports of an event before it takes the event for established."""

    asks: Evidence
    world: World = attrs.field(repr=False)
    counted: frozenset[str] | None = attrs.field(repr=False)
    _sided: dict[tuple[str, str], bool] = attrs.field(factory=dict, init=False, repr=False)
    """Publishers and parties, and whether they are of one side."""

    @classmethod
    def of(cls, asks: Evidence, world: World) -> Standard:
        """The standard of a reading."""
        return cls(asks, world, world.rosters(asks.reported_by).always if asks.reported_by else None)

    def mark(self, occurrence: Occurrence) -> Mark:
        """The most that the reports of an event support: what they do not establish is possible."""
        if self._status_alone:
            best = max(STATUSES.index(report.status) for report in occurrence.reports)
            return Mark.CERTAIN if best >= STATUSES.index(self.asks.least_status) else Mark.POSSIBLE
        return Mark.POSSIBLE if any(self._lacking(occurrence)) else Mark.CERTAIN

    @cached_property
    def _status_alone(self) -> bool:
        """Whether nothing is asked but a state that needs no counting of sources: most readings ask no more."""
        return self.asks == Evidence(least_status=self.asks.least_status) and self.asks.least_status in _SINGLE

    def explain(self, occurrence: Occurrence) -> Derivation:
        """The same with its reasons."""
        status = _state(occurrence.reports, self.world).status
        lacking = tuple(self._lacking(occurrence))
        mark = Mark.POSSIBLE if lacking else Mark.CERTAIN
        return Derivation(test="evidence", mark=mark, found=status, why="; ".join(lacking) or None)

    def _lacking(self, occurrence: Occurrence) -> Iterator[str]:
        """What keeps the reports of an event from establishing it, in sentences."""
        undisputed = [report for report in occurrence.reports if report.status != "disputed"]
        if not undisputed:
            yield "the report is disputed"
            return
        reliable = [report for report in undisputed if self._is_reliable(report)]
        if not reliable:
            yield self._unreliable(undisputed)
            return
        counted = [report for report in reliable if self._publishers(report, occurrence) is not None]
        if not counted:
            yield from self._by_others(reliable, occurrence)
            return
        yield from self._too_weak(counted, occurrence)

    def _is_reliable(self, report: Incident) -> bool:
        """Whether the source and what it says are each at least as good as asked; nobody has judged a missing code."""
        least = self.asks.least_reliability
        code = report.reliability or CANNOT_BE_JUDGED
        return least is None or (code[0] <= least[0] and code[1] <= least[1])

    def _unreliable(self, reports: list[Incident]) -> str:
        codes = words(tuple(dict.fromkeys(report.reliability or "not stated" for report in reports)))
        return f"its reliability is {codes}, and {self.asks.least_reliability} or better is asked for"

    def _publishers(self, report: Incident, occurrence: Occurrence) -> frozenset[str] | None:
        """The independent publishers of a report that count; None where it does not establish anything."""
        if self.counted is None and not self.asks.not_by:
            return sources_of((report,), self.world)
        names = [name for name in _origins((report,)) if self._counts(name) and not self._sides(name, occurrence)]
        return frozenset(source_of(name, self.world) for name in names) or None

    def _counts(self, publisher: str) -> bool:
        """Whether a publisher is one of those, or a part of one, whose reports count."""
        party = self.world.party(publisher)
        return self.counted is None or (party is not None and party in self.counted)

    def _sides(self, publisher: str, occurrence: Occurrence) -> tuple[str, ...]:
        """On whose side a publisher is, or may be, of those whose own reports do not count."""
        return tuple(
            side
            for side in self.asks.not_by
            if any(self._speaks_for(publisher, getattr(report, side)) for report in occurrence.reports)
        )

    def _speaks_for(self, publisher: str, named: tuple[Actor, ...]) -> bool:
        """Whether a publisher is, or may be, of the side of one of the parties that a report names."""
        party = self.world.party(publisher)
        if not named:
            return party is not None
        return any(
            folded(actor.party) == folded(publisher) or self._same_side(party, self.world.party(actor.party))
            for actor in named
        )

    def _same_side(self, publisher: str | None, party: str | None) -> bool:
        """Whether two parties are, or may be, of one side: one is the other, a part of it, or answers to it.

        An unknown party may be any, and one that is reported may stand for any of its parts.
        """
        if publisher is None or party is None:
            return publisher is not None
        if (publisher, party) not in self._sided:
            parts = self.world.rosters((party,)).ever
            self._sided[publisher, party] = any(self._answer(publisher, part) for part in parts)
        return self._sided[publisher, party]

    def _answer(self, one: str, other: str) -> bool:
        """Whether one of two parties answers to the other, or is a part of it."""
        up, over = self.world.ever_answerable(one), self.world.ever_answerable(other)
        return not self.world.ever_wholes(other).isdisjoint(up) or not self.world.ever_wholes(one).isdisjoint(over)

    def _by_others(self, reports: list[Incident], occurrence: Occurrence) -> Iterator[str]:
        names = _origins(reports)
        if not names:
            yield "who reported it is not stated"
        elif not any(map(self._counts, names)):
            yield f"it is reported by {words(names)}, and not by one whose reports count"
        else:
            sides = {side for name in names if self._counts(name) for side in self._sides(name, occurrence)}
            whose = " or ".join(f"the {side}'s" for side in self.asks.not_by if side in sides)
            yield f"it is reported by {words(names)}, and by nobody who is surely not of {whose} side"

    def _too_weak(self, reports: list[Incident], occurrence: Occurrence) -> Iterator[str]:
        """Whether those reports that count are strong enough together."""
        least = STATUSES.index(self.asks.least_status)
        heard = [report for report in reports if STATUSES.index(report.status) >= min(least, REPORTED)]
        sources = {one for report in heard for one in self._publishers(report, occurrence) or ()}
        status = status_of(reports, len(sources))
        if STATUSES.index(status) < least:
            yield f"the report is {status}"
        wanted = self.asks.least_sources or 0
        if len(sources) < wanted:
            yield f"independent sources: {len(sources)}, and {wanted} are asked for"
