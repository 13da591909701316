"""The agreement: parties, places, phases, clauses, and the readings under which they can be taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal
from zoneinfo import ZoneInfo

import attrs

from ..events.taxonomy import DEFAULT_TAXONOMY, Taxonomy
from ..events.time import load_zone
from .clauses import Clause
from .names import InstantName, KindName, PartyName, PhaseName
from .pattern import Number
from .places import Area, Line, NamedPlace


@attrs.frozen(kw_only=True)
class Document:
    """A document that clauses cite."""

    title: str
    publisher: str | None = None
    date: str | None = None
    url: str | None = None
    note: str | None = None


@attrs.frozen(kw_only=True)
class Evidence:
    """Which reports establish an act for a reading; all others make it possible and not certain.

    Attributes:
        least_status: the weakest evidence state that does.
        least_reliability: the weakest Admiralty code that does, as to the source and as to what it says.
        least_sources: the number of independent publishers that it takes.
        reported_by: the publishers whose reports count, and their parts; none named means any.
        not_by: whose own side's reports do not count.
    """

    least_status: Literal["alleged", "reported", "corroborated", "verified"] = "reported"
    least_reliability: str | None = None
    least_sources: int | None = None
    reported_by: tuple[PartyName, ...] = ()
    not_by: tuple[Literal["actor", "target"], ...] = ()


@attrs.frozen(kw_only=True)
class Reading:
    """One way of taking the text, and who takes it so."""

    id: str = attrs.field(metadata={"from_key": True})
    title: str
    held_by: str | None = None
    evidence: Evidence = Evidence()


@attrs.frozen(kw_only=True)
class Sun:
    """A local day in the agreement's zone, and where on Earth the sun is watched (WGS84 degrees)."""

    date: str
    lat: Number
    lon: Number


@attrs.frozen(kw_only=True)
class NamedInstant:
    """An instant that the agreement names, such as its Day D: exactly one of ``at``, ``sunset`` and ``sunrise``."""

    at: InstantName | None = None
    sunset: Sun | None = None
    sunrise: Sun | None = None
    note: str | None = None


@attrs.frozen(kw_only=True)
class Kind:
    """A kind of act that the agreement adds to the common taxonomy."""

    is_a: tuple[KindName, ...] = (KindName("event"),)
    note: str | None = None


@attrs.frozen(kw_only=True)
class Tie:
    """What a party is part of, or whom it answers to; a name alone stands for a tie at all times."""

    party: PartyName = attrs.field(metadata={"shorthand": True})
    from_: InstantName | None = None
    """The first instant at which it is so."""
    until: InstantName | None = None
    """The first instant at which it is so no longer."""

    @property
    def always(self) -> bool:
        """Whether it holds at all times."""
        return self.from_ is None and self.until is None


@attrs.frozen(kw_only=True)
class Party:
    """A party, a unit of one, or an outsider that reports name."""

    id: str = attrs.field(metadata={"from_key": True})
    name: str
    aliases: tuple[str, ...] = ()
    part_of: tuple[Tie, ...] = ()
    """The party of which it is a unit: an act of the unit is an act of the party. Several, where it changed sides."""
    answers_to: tuple[Tie, ...] = ()
    """Guarantors, who answer for its breaches."""
    note: str | None = None


@attrs.frozen(kw_only=True)
class Group:
    """Parties that clauses name together."""

    members: tuple[PartyName, ...]
    note: str | None = None


@attrs.frozen(kw_only=True)
class Phase:
    """A stage of the agreement. The first is the one it starts in; others are entered at an instant or by a clause."""

    id: str
    title: str
    at: InstantName | None = None
    from_: tuple[PhaseName, ...] = ()
    """The phases it can be entered from; none named means any."""
    note: str | None = None


@attrs.frozen(kw_only=True)
class Terms:
    """An agreement under one reading: what its document says once every alternative is chosen."""

    comply: Literal["1"]
    """The version of the clause language."""
    id: str
    title: str
    summary: str | None = None
    timezone: str = "UTC"
    documents: Mapping[str, Document] = attrs.field(factory=dict)
    readings: Mapping[str, Reading] = attrs.field(factory=dict)
    instants: Mapping[str, NamedInstant] = attrs.field(factory=dict)
    kinds: Mapping[str, Kind] = attrs.field(factory=dict)
    parties: Mapping[str, Party] = attrs.field(factory=dict)
    groups: Mapping[str, Group] = attrs.field(factory=dict)
    places: Mapping[str, NamedPlace] = attrs.field(factory=dict)
    lines: Mapping[str, Line] = attrs.field(factory=dict)
    areas: Mapping[str, Area] = attrs.field(factory=dict)
    phases: tuple[Phase, ...]
    clauses: tuple[Clause, ...]

    @property
    def taxonomy(self) -> Taxonomy:
        """The common kinds of act with the agreement's own."""
        return DEFAULT_TAXONOMY.extended({name: kind.is_a for name, kind in self.kinds.items()})


@attrs.frozen(kw_only=True)
class Alternative:
    """A field on which readings part: what each says, in the document's words, and why."""

    path: str
    clause: str | None
    choices: Mapping[str, str]
    because: str | None = None


@attrs.frozen(kw_only=True)
class Agreement:
    """A loaded agreement: its terms under each reading.

    Attributes:
        terms: by reading, the base reading first: the one whose bounds are called ``strict`` and ``broad``.
        alternatives: every field on which the readings part.
        digest: SHA-256 of the document's bytes; where it refers to files, of a list of the digests of all (``load``).
    """

    terms: Mapping[str, Terms]
    alternatives: tuple[Alternative, ...] = ()
    digest: str

    @property
    def base(self) -> Terms:
        """The terms under the base reading."""
        return next(iter(self.terms.values()))

    @property
    def zone(self) -> ZoneInfo:
        """The time zone whose local days bare dates are."""
        return load_zone(self.base.timezone)

    @property
    def taxonomy(self) -> Taxonomy:
        """The kinds of act that reports may name."""
        return self.base.taxonomy

    @property
    def base_reading(self) -> str:
        """The id of the base reading."""
        return next(iter(self.terms))

    @property
    def readings(self) -> tuple[Reading, ...]:
        """All readings, the base reading first."""
        return tuple(self.base.readings[name] for name in self.terms)
