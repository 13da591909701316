"""Refinements: the precise logs that a log admits, as far as some clauses can tell them apart.

All of them are taken where they are few. Where they are many a sample is: which ones follows from the digest of the
log, so that everybody takes the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Iterator
from itertools import product
from math import prod

import attrs

from ...events.incident import Incident, Scalar
from ...events.time import Instant
from ...rules.agreement import Reading, Terms
from ...rules.temporal import ATTRIBUTE_KEY
from .bulletins import Counting, Scope, concerned, memberships
from .evidence import establishes
from .meaning import Sense
from .questions import COUNTED, Questions, of_report, questions
from .records import Event
from .spots import exact
from .told import Told
from .variants import variants


@attrs.frozen(kw_only=True)
class Refinements:
    """The versions of each event that concerns some clauses.

    Attributes:
        counting: what bulletins among them count.
        total: how many precise logs they make.
        clear: whether there is one, and nothing was left out.
    """

    asked: Questions
    versions: tuple[tuple[Told, ...], ...]
    counting: Counting
    clear: bool
    seed: str

    @property
    def total(self) -> int:
        """How many precise logs there are."""
        return prod(len(each) for each in self.versions)

    @property
    def concerned(self) -> frozenset[str]:
        """The events that are acts for any of the clauses."""
        return frozenset(one.id for each in self.versions for one in each)

    def chosen(self, most: int, sample: int) -> Iterator[tuple[Told, ...]]:
        """All precise logs if they are at most so many, else a sample of them; that as reported first."""
        if self.total <= most:
            yield from product(*self.versions)
            return
        yield tuple(each[0] for each in self.versions)
        for number in range(1, sample):
            yield tuple(self._pick(number, place) for place in range(len(self.versions)))

    def _pick(self, number: int, place: int) -> Told:
        each = self.versions[place]
        said = f"{self.seed} {number} {place}".encode()
        return each[int.from_bytes(hashlib.sha256(said).digest()[:8], "big") % len(each)]


def refinements(
    terms: Terms,
    reading: Reading,
    events: Iterable[Event],
    sense: Sense,
    horizon: Instant,
    seed: str,
    scopes: tuple[Scope, ...] = (),
    also: tuple[Event, ...] = (),
) -> Refinements:
    """The precise logs that events admit, for all clauses of ``terms`` together; their acts come by the horizon.

    An event that the reading does not take for established may count or not. ``scopes`` are those of all bulletins;
    of those in ``also`` it is asked what they count, by all numbers that they state.
    """
    listed = list(events)
    bulletins = [event for event in listed if event.aggregate]
    plain = questions(terms, terms.clauses, sense)
    mine = [one for one in bulletins if one in also or any(of_report(sense, plain, r).tests for r in one.reports)]
    near = concerned(scopes, mine)
    counting = plain.added.union(COUNTED if also else ("count",)) if near else ()
    asked = questions(terms, terms.clauses, sense, (pattern for one in near for pattern in one.patterns), counting)
    values = _values([report for event in listed for report in event.reports], asked.keys)
    found: dict[Event, tuple[Told, ...]] = {}
    within: dict[tuple[str, str], bool | None] = {}
    clear = True
    for event in listed:
        each = variants(terms, asked, sense, event, values, near)
        # Of several reports the time is judged apart from the rest, so that more may be left open than need be.
        clear &= not each or len({report.occurred for report in event.reports}) == 1
        if not any(sense.seen(one) for one in each):
            continue
        if event.aggregate:
            within |= dict(_within(near, sense, event, each))
        in_time = tuple(one for one in each if one.at <= horizon)
        doubtful = not establishes(terms, reading.evidence, event)
        known = all(exact(terms, of_report(sense, asked, report), report) for report in event.reports)
        clear &= len(in_time) == len(each) == 1 and known and not doubtful
        found[event] = (*in_time, *(_not_counting(in_time, near, sense) if doubtful else ()))
    for one in near:
        for event in bulletins:
            within.setdefault((event.id, one.report.id), False)
    return Refinements(
        asked=asked, versions=tuple(found.values()), counting=Counting(near, within, sense), clear=clear, seed=seed
    )


def _within(
    scopes: Iterable[Scope], sense: Sense, event: Event, each: Iterable[Told]
) -> Iterator[tuple[tuple[str, str], bool | None]]:
    """Whether all, or any, that a bulletin may tell of lies in the scopes of others."""
    for scope in scopes:
        if scope.event is not event:
            found = {scope.tells_of(sense, one) for one in each}
            yield (event.id, scope.report.id), found.pop() if len(found) == 1 else None


def _not_counting(each: Iterable[Told], scopes: Iterable[Scope], sense: Sense) -> list[Told]:
    """An event that is not established, in all versions that bulletins tell apart: they may count it all the same."""
    found: dict[Hashable, Told] = {}
    listed = list(scopes)
    for one in each:
        inside = tuple(memberships(listed, sense, one).items())
        told = (inside, one.taken_in, tuple(one.numbers.items())) if inside else ()
        found.setdefault(told, attrs.evolve(one, counts=False))
    return list(found.values())


def _values(reports: list[Incident], keys: frozenset[str]) -> dict[str, tuple[Scalar, ...]]:
    """What reports state under each attribute that keeps acts apart."""
    found: dict[str, tuple[Scalar, ...]] = {}
    for key in sorted(keys):
        if key.startswith(ATTRIBUTE_KEY):
            name = key.removeprefix(ATTRIBUTE_KEY)
            stated = {repr(r.attributes[name]): r.attributes[name] for r in reports if name in r.attributes}
            found[key] = tuple(stated[text] for text in sorted(stated))
    return found
