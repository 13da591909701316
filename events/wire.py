"""The incident as it is written in a file: the one source of the decoder and of the JSON Schema."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

Name = Annotated[str, Meta(min_length=1, max_length=512)]
Count = Annotated[int, Meta(ge=0, le=2**53 - 1)]
Latitude = Annotated[float, Meta(ge=-90, le=90)]
Longitude = Annotated[float, Meta(ge=-180, le=180)]
Radius = Annotated[float, Meta(ge=0, le=20_100_000, description="metres; half the Earth's girth at most")]
Whole = Annotated[int, Meta(ge=-(2**53) + 1, le=2**53 - 1)]
Share = Annotated[float, Meta(ge=0, le=1)]
Moment = Annotated[str, Meta(min_length=1, max_length=64)]


class _Written(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    pass


class WireSpan(_Written):
    """Between two instants: from ``earliest`` up to but not including ``latest``."""

    earliest: Moment
    latest: Moment


class WireActor(_Written):
    """A named party: ``alleged`` ones are alternatives, ``joint`` ones acted together."""

    party: Name
    role: Literal["alleged", "joint"] | None = None
    confidence: Share | None = None


class WirePlace(_Written):
    """Where it happened, WGS84."""

    name: Name | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    radius_m: Radius | None = None
    pcode: Name | None = None


class WireRange(_Written):
    """A number of people known between bounds."""

    low: Count
    high: Count
    best: Count | None = None


class WireSource(_Written):
    """A published source."""

    publisher: Name
    url: Annotated[str, Meta(max_length=4096)] | None = None
    date: Annotated[str, Meta(max_length=64)] | None = None
    via: Annotated[str, Meta(min_length=1, max_length=512, description="the publisher it was taken from")] | None = None


class WireIncident(_Written):
    """One line of an incident log."""

    id: Name
    occurred: Annotated[
        Moment | WireSpan | None,
        Meta(description="RFC 3339 instant with offset, a bare date (a whole local day), or earliest and latest"),
    ] = None
    recorded: Annotated[Moment | None, Meta(description="when the report became known; default: occurred.latest")] = (
        None
    )
    kind: Name | None = None
    means: (
        Literal[
            "air", "rotary", "artillery", "mortar", "mlrs", "atgm", "small_arms", "ied", "chemical", "ground", "unknown"
        ]
        | None
    ) = None
    actor: Name | WireActor | list[Name | WireActor] | None = None
    target: Name | WireActor | list[Name | WireActor] | None = None
    place: Name | WirePlace | None = None
    killed: Count | WireRange | None = None
    injured: Count | WireRange | None = None
    count: Annotated[int, Meta(ge=1, le=2**53 - 1)] = 1
    aggregate: bool = False
    status: Literal["dismissed", "disputed", "alleged", "reported", "corroborated", "verified"] = "reported"
    reliability: (
        Annotated[
            # The length keeps out a line end, which ``$`` would let pass.
            str, Meta(pattern="^[A-F][1-6]$", max_length=2, description="Admiralty code: source A-F, information 1-6")
        ]
        | None
    ) = None
    sources: list[WireSource] = []
    same_as: Annotated[str, Meta(min_length=1, max_length=512, description="a record of the same event")] | None = None
    supersedes: Name | None = None
    retracts: Name | None = None
    summary: Annotated[str, Meta(max_length=65_536)] | None = None
    attributes: dict[Name, str | bool | Whole | float] = {}


class WireHeader(_Written):
    """The optional first line of a log: which agreement it is about, and how late a record may come."""

    agreement: Name
    lateness: str | None = None


def incident_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one line of an incident log, generated from the types above."""
    schema = msgspec.json.schema(WireIncident)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "comply incident",
        # A line that reports something says when and what; a line that only retracts need not.
        "anyOf": [{"required": ["occurred", "kind"]}, {"required": ["retracts"]}],
        **schema,
    }
