"""What is checked, and what is found."""

from __future__ import annotations

import attrs

from ...events.duration import Duration
from ...events.time import Instant
from ...rules.agreement import Agreement
from .claims import Entry
from .finality import Closed, closed
from .records import Event

MOST = 4096
"""Precise logs that are all taken."""
SAMPLE = 256
"""Precise logs that are taken where they are more."""


@attrs.frozen(kw_only=True)
class Limits:
    """How many precise logs are all taken, and how many of more."""

    most: int = MOST
    sample: int = SAMPLE


@attrs.frozen(kw_only=True)
class Refuted:
    """What does not hold: which entry, under which reading, and what the reports are taken for there."""

    number: int | None
    reading: str
    about: str
    words: str
    taken: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Looked:
    """How a clause, or the phases, were looked at under a reading: ``taken`` of ``total`` precise logs."""

    reading: str
    about: str
    taken: int
    total: int

    @property
    def all(self) -> bool:
        """Whether nothing was left out."""
        return self.taken == self.total


@attrs.frozen(kw_only=True)
class Checked:
    """What the independent check found.

    Attributes:
        confirmed: the numbers of the entries of which all that is claimed was confirmed.
        unconfirmed: possible findings that no precise log showed, by the number of the entry and the reading.
        unchecked: what is not checked independently, by name, with the reason.
    """

    refuted: tuple[Refuted, ...]
    looked: tuple[Looked, ...]
    unconfirmed: tuple[tuple[int, str], ...]
    unchecked: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Case:
    """What is checked: an agreement, the events told of, up to when they are followed, and what a ledger says."""

    agreement: Agreement
    events: tuple[Event, ...]
    readings: tuple[str, ...]
    horizon: Instant
    inclusive: bool
    entries: tuple[Entry, ...]
    seed: str
    known: Instant | None = None
    """The last instant at which anything of the log had become known, or up to which it is taken."""
    lateness: Duration | None = None
    declared: Instant | None = None
    """Without a lateness, up to when those who keep several sources declare the log to be closed."""

    @property
    def until(self) -> Instant | None:
        """The horizon where one was asked for."""
        return self.horizon if self.inclusive else None

    @property
    def closed(self) -> Closed | None:
        """What can no longer change."""
        if self.lateness is None:
            return closed(self.events, self.declared, self.until)
        return closed(self.events, None if self.known is None else self.known - self.lateness.exact, self.until)


@attrs.define
class Notes:
    """What was found so far, each thing once."""

    refuted: dict[Refuted, None] = attrs.field(factory=dict)
    looked: list[Looked] = attrs.field(factory=list)
    unconfirmed: dict[tuple[int, str], None] = attrs.field(factory=dict)
    unchecked: dict[str, None] = attrs.field(factory=dict)

    def add(self, refuted: Refuted) -> None:
        """Of what is refuted alike by several precise logs the first is told."""
        alike = ((one.number, one.reading, one.about, one.words) for one in self.refuted)
        if (refuted.number, refuted.reading, refuted.about, refuted.words) not in alike:
            self.refuted[refuted] = None
