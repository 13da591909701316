"""Refinements: the precise logs that a log admits, as far as some clauses can tell them apart.

All of them are taken where they are few. Where they are many a sample is: which ones follows from the digest of the
log, so that everybody takes the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import product
from math import prod

import attrs

from ...events.incident import Incident, Scalar
from ...events.time import Instant
from ...rules.agreement import Reading, Terms
from ...rules.temporal import ATTRIBUTE_KEY
from .evidence import establishes
from .meaning import Sense
from .questions import Questions, of_report, questions
from .records import Event
from .spots import exact
from .told import Told
from .variants import variants

Version = Told | None
"""One version of a report; None where it is taken not to count."""


@attrs.frozen(kw_only=True)
class Refinements:
    """The versions of each event that concerns some clauses.

    Attributes:
        total: how many precise logs they make.
        clear: whether there is one, and nothing was left out.
    """

    asked: Questions
    versions: tuple[tuple[Version, ...], ...]
    clear: bool
    seed: str

    @property
    def total(self) -> int:
        """How many precise logs there are."""
        return prod(len(each) for each in self.versions)

    @property
    def concerned(self) -> frozenset[str]:
        """The events that are acts for any of the clauses."""
        return frozenset(one.id for each in self.versions for one in each if one is not None)

    def chosen(self, most: int, sample: int) -> Iterator[tuple[Version, ...]]:
        """All precise logs if they are at most so many, else a sample of them; that as reported first."""
        if self.total <= most:
            yield from product(*self.versions)
            return
        yield tuple(each[0] for each in self.versions)
        for number in range(1, sample):
            yield tuple(self._pick(number, place) for place in range(len(self.versions)))

    def _pick(self, number: int, place: int) -> Version:
        each = self.versions[place]
        said = f"{self.seed} {number} {place}".encode()
        return each[int.from_bytes(hashlib.sha256(said).digest()[:8], "big") % len(each)]


def refinements(
    terms: Terms, reading: Reading, events: Iterable[Event], sense: Sense, horizon: Instant, seed: str
) -> Refinements:
    """The precise logs that events admit, for all clauses of ``terms`` together; their acts come by the horizon.

    An event that the reading does not take for established may count or not.
    """
    listed = list(events)
    asked = questions(terms, terms.clauses, sense)
    values = _values([report for event in listed for report in event.reports], asked.keys)
    found: list[tuple[Version, ...]] = []
    clear = True
    for event in listed:
        each: list[Version] = list(variants(terms, asked, sense, event, values))
        if _unseen(sense, each):
            continue
        in_time = [one for one in each if one is not None and one.at <= horizon]
        doubtful = not establishes(terms, reading.evidence, event)
        known = all(exact(terms, of_report(sense, asked, report), report) for report in event.reports)
        clear &= len(in_time) == len(each) == 1 and known and not doubtful
        found.append((*in_time, *((None,) if doubtful else ())))
    return Refinements(asked=asked, versions=tuple(found), clear=clear, seed=seed)


def _unseen(sense: Sense, each: list[Version]) -> bool:
    """Whether no version of a report is an act for any clause."""
    return all(one is None or not sense.seen(one) for one in each)


def _values(reports: list[Incident], keys: frozenset[str]) -> dict[str, tuple[Scalar, ...]]:
    """What reports state under each attribute that keeps acts apart."""
    found: dict[str, tuple[Scalar, ...]] = {}
    for key in sorted(keys):
        if key.startswith(ATTRIBUTE_KEY):
            name = key.removeprefix(ATTRIBUTE_KEY)
            stated = {repr(r.attributes[name]): r.attributes[name] for r in reports if name in r.attributes}
            found[key] = tuple(stated[text] for text in sorted(stated))
    return found
