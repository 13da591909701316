"""The incident: one report of one thing that happened, or is said to have happened.

Field names follow the data sets of the field (ACLED, UCDP GED) where they have a name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import attrs

from .time import Instant, Interval

Scalar: TypeAlias = str | bool | int | float

MEANS = (
    "air",
    "rotary",
    "artillery",
    "mortar",
    "mlrs",
    "atgm",
    "small_arms",
    "ied",
    "chemical",
    "ground",
    "unknown",
)
STATUSES = ("dismissed", "disputed", "alleged", "reported", "corroborated", "verified")
"""Evidence states from the weakest to the strongest."""

CANNOT_BE_JUDGED = "F6"
"""The Admiralty code of a report that nobody has judged: neither its source nor what it says."""

ROLES = ("alleged", "joint")
"""Several actors are alternatives (one of them did it) unless they are ``joint`` (they did it together)."""

UNKNOWN_PARTY = "unknown"


@attrs.frozen(kw_only=True)
class Actor:
    """One party named in a report; ``confidence`` is the reporter's own, from 0 to 1."""

    party: str
    role: str | None = None
    confidence: float | None = None


@attrs.frozen(kw_only=True)
class Place:
    """Where: a name, a WGS84 point with the radius of its precision in metres, an administrative code."""

    name: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_m: float | None = None
    pcode: str | None = None


@attrs.frozen(kw_only=True)
class Range:
    """A number of people known between bounds."""

    low: int
    high: int
    best: int | None = None


@attrs.frozen(kw_only=True)
class Source:
    """Who published the report, where and when (as printed there); ``via`` is the publisher it was taken from."""

    publisher: str
    url: str | None = None
    date: str | None = None
    via: str | None = None

    @property
    def origin(self) -> str:
        """The publisher whose report it is: a copy is no report of its own."""
        return self.publisher if self.via is None else self.via


@attrs.frozen(kw_only=True)
class Incident:
    """One record of a log. ``occurred`` and ``recorded`` are the two time axes: what happened when, known when.

    ``same_as`` names another record that reports the same event.
    """

    id: str
    occurred: Interval
    recorded: Instant
    kind: str
    means: str | None = None
    actor: tuple[Actor, ...] = ()
    target: tuple[Actor, ...] = ()
    place: Place | None = None
    killed: Range | None = None
    injured: Range | None = None
    count: int = 1
    aggregate: bool = False
    status: str = "reported"
    reliability: str | None = None
    sources: tuple[Source, ...] = ()
    same_as: str | None = None
    supersedes: str | None = None
    retracts: str | None = None
    summary: str | None = None
    attributes: Mapping[str, Scalar] = attrs.field(factory=dict)

    @property
    def order(self) -> tuple[Instant, Instant, str]:
        """The order of incidents in event time."""
        return (self.occurred.start, self.recorded, self.id)


@attrs.frozen(kw_only=True)
class Retraction:
    """A record that withdraws another one and reports nothing itself."""

    id: str
    recorded: Instant
    retracts: str
